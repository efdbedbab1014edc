import { canonicalJson } from '../engine/canonical.ts'
import type { AppliedStep } from '../engine/draft.ts'
import type { Finding } from '../engine/findings.ts'
import type { Engine } from '../engine/index.ts'
import type { Participant } from '../engine/ports.ts'
import { tablesIn } from '../store/database.ts'
import type { EngineTables } from '../store/engine/tables.ts'
import type { ProgrammeStore } from '../store/programme/store.ts'
import type { ProgrammeTables, TaskRow } from '../store/programme/tables.ts'
import { livingOf, tasksAt } from './inbox.ts'

/** Keeps a row for everything that waits for a person, in the event's own transaction. */
export function tasks({ task: table }: ProgrammeStore): Participant {
  return {
    name: 'tasks',
    write: async (trx, steps) => {
      const latest = latestOf(steps)
      const wanted = new Map([...latest].map(([id, step]) => [id, tasksOf(step)]))
      const stored = new Map<string, TaskRow[]>()
      for (const row of await table.current(trx, [...latest.keys()])) {
        stored.set(row.instance_id, [...(stored.get(row.instance_id) ?? []), row])
      }
      const changed = [...wanted].filter(([id, rows]) => isOther(rows, stored.get(id) ?? []))
      const outdated = changed.map(([id]) => id).filter((id) => stored.has(id))
      if (outdated.length > 0) await table.remove(trx, outdated)
      await table.insert(
        trx,
        changed.flatMap(([, rows]) => rows),
      )
    },
    verify: async (trx, steps) => {
      const latest = new Map<string, AppliedStep>()
      for await (const step of steps) latest.set(step.instanceId, step)
      const expected = new Map<string, TaskRow>()
      for (const step of latest.values()) {
        for (const row of tasksOf(step)) expected.set(keyOf(row), row)
      }
      return compare(expected, await table.all(tablesIn<ProgrammeTables>(trx)))
    },
  }
}

/**
 * Writes the tasks of calls that are older than the table, which only the machines can tell.
 * Nothing happens to a call meanwhile; of several processes that start at once, one does it.
 */
export async function fillTasks(engine: Engine, store: ProgrammeStore): Promise<void> {
  const { task: table, reader } = store
  for (const call of await table.unfilled(reader)) {
    await store.transaction(async (trx, executor) => {
      await table.hold(tablesIn<ProgrammeTables & EngineTables>(trx), call)
      const left = await table.unfilled(tablesIn<ProgrammeTables>(trx))
      if (!left.includes(call)) return
      const rows: TaskRow[] = []
      const ids: string[] = []
      for await (const instance of livingOf(engine, call)) {
        ids.push(instance.id)
        rows.push(...tasksAt({ ...instance, call }))
      }
      await table.remove(executor, ids)
      await table.insert(executor, rows)
    })
  }
}

function latestOf(steps: readonly AppliedStep[]): ReadonlyMap<string, AppliedStep> {
  return new Map(steps.map((step) => [step.instanceId, step]))
}

function tasksOf(step: AppliedStep): readonly TaskRow[] {
  const { instanceId: id, groupId: call, machine, version, snapshot } = step
  return tasksAt({ id, call, machine, version, snapshot, allowed: step.allowed() })
}

function isOther(wanted: readonly TaskRow[], stored: readonly TaskRow[]): boolean {
  if (wanted.length !== stored.length) return true
  const known = new Set(stored.map((row) => canonicalJson(row)))
  return wanted.some((row) => !known.has(canonicalJson(row)))
}

function compare(expected: Map<string, TaskRow>, stored: readonly TaskRow[]): readonly Finding[] {
  const findings: Finding[] = []
  const report = (row: string, message: string) => findings.push({ table: 'task', row, message })
  for (const row of stored) {
    const key = keyOf(row)
    const wanted = expected.get(key)
    expected.delete(key)
    if (wanted === undefined) report(key, 'Nothing of the kind waits by the log.')
    else if (canonicalJson(wanted) !== canonicalJson(row)) report(key, 'It differs from its log.')
  }
  for (const key of expected.keys()) report(key, 'The row is gone.')
  return findings
}

function keyOf({ instance_id: id, type, proposal }: TaskRow): string {
  return `${id} ${type} ${proposal}`
}
