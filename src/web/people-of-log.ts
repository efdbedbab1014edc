import type { WebContext } from './context.ts'

/** What people of the log, given by their random ids, are called. */
export async function peopleOfLog(
  { engine, people }: WebContext,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const subjects = await engine.log.subjects([...new Set(ids)])
  const called = await people.namesOf([...subjects.values()])
  return new Map([...subjects].map(([id, subject]) => [id, called.get(subject) ?? subject]))
}
