import type { InstanceFilter } from '../store/engine/instance-table.ts'
import { describeInstance, type Instance } from './history.ts'
import type { Runtime } from './runtime.ts'
import { restore } from './workspace.ts'

/** One instance as it stands; undefined when there is none. Its snapshot may not be changed. */
export const readInstance = async (
  { store, registry, cache }: Runtime,
  id: string,
): Promise<Instance | undefined> => {
  // Every request asks for what it is about, and mostly it was changed here.
  const [head] = await store.instance.heads(store.reader, [id])
  const cached = head && cache.get(head)
  if (head === undefined || cached) return cached && describeInstance(cached)
  const row = await store.instance.find(store.reader, id)
  return row && describeInstance(restore(registry, row, row.snapshot))
}

/** Instances by id, a page at a time. */
export const readInstances = async (
  { store, registry }: Runtime,
  filter: InstanceFilter,
): Promise<readonly Instance[]> => {
  const rows = await store.instance.list(store.reader, filter)
  return rows.map((row) => describeInstance(restore(registry, row, row.snapshot)))
}
