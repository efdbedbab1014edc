import { canonicalJson } from '../../engine/canonical.ts'
import type { AppliedStep } from '../../engine/draft.ts'
import type { Finding } from '../../engine/findings.ts'
import type { Participant } from '../../engine/ports.ts'
import { tablesIn } from '../../store/database.ts'
import type { ProgrammeStore } from '../../store/programme/store.ts'
import type { LetterRow, ProgrammeTables } from '../../store/programme/tables.ts'
import { lettersOf } from './causes.ts'

/**
 * Writes down each letter with the event that causes it, in the event's own transaction: so none is
 * lost and none comes twice. What it looks like is made when somebody asks for it.
 */
export function letters({ letter: table }: ProgrammeStore): Participant {
  return {
    name: 'letters',
    write: (trx, steps) => table.insert(trx, steps.flatMap(rowsOf)),
    verify: async (trx, steps) => {
      const tables = tablesIn<ProgrammeTables>(trx)
      const begins = new Map<string, number>()
      for (const row of await table.begins(tables)) begins.set(row.instance_id, row.revision)
      const expected = new Map<string, LetterRow>()
      for await (const step of steps) {
        if (step.revision <= (begins.get(step.instanceId) ?? 0)) continue
        for (const row of rowsOf(step)) if (!expected.has(row.once)) expected.set(row.once, row)
      }
      return compare(expected, await table.all(tables))
    },
  }
}

function rowsOf(step: AppliedStep): readonly LetterRow[] {
  const { instanceId, groupId, revision, at } = step
  return lettersOf(step).map(({ name, deadline, once, facts }) => ({
    instance_id: instanceId,
    revision,
    name,
    call_id: groupId,
    at_ms: at,
    deadline,
    once: once ?? `${instanceId} ${revision} ${name}`,
    facts: canonicalJson(facts),
  }))
}

function compare(
  expected: Map<string, LetterRow>,
  stored: readonly LetterRow[],
): readonly Finding[] {
  const findings: Finding[] = []
  const report = (row: string, message: string) => findings.push({ table: 'letter', row, message })
  for (const row of stored) {
    const wanted = expected.get(row.once)
    expected.delete(row.once)
    if (wanted === undefined) report(row.once, 'No event caused this letter.')
    else if (canonicalJson(wanted) !== canonicalJson(row))
      report(row.once, 'It differs from its log.')
  }
  for (const once of expected.keys()) report(once, 'The letter is gone.')
  return findings
}
