import type { Deadlines } from '../../machines/deadlines.ts'
import { canonicalJson } from '../engine/canonical.ts'
import type { AppliedStep } from '../engine/draft.ts'
import type { Finding } from '../engine/findings.ts'
import type { Participant } from '../engine/ports.ts'
import { tablesIn } from '../store/database.ts'
import type { ProgrammeStore } from '../store/programme/store.ts'
import type { DeadlineChangeRow, DeadlineRow, ProgrammeTables } from '../store/programme/tables.ts'

/** How each deadline stood last, by `<instance> <name>`. */
type Standing = Map<string, DeadlineRow>

/**
 * Keeps how every deadline stands, for lists, and every change of it, both in the event's own
 * transaction: what a mail says depends on how a deadline stood at a time, which may be long ago
 * when the mail is late.
 */
export function deadlines({ deadline: table }: ProgrammeStore): Participant {
  return {
    name: 'deadlines',
    write: async (trx, steps) => {
      const ids = [...new Set(steps.map(({ instanceId }) => instanceId))]
      const standing: Standing = new Map()
      for (const row of await table.standing(trx, ids)) standing.set(keyOf(row), row)
      const changes = steps.flatMap((step) => changesOf(step, standing))
      await table.insert(trx, changes)
      const latest = new Map(changes.map((change) => [keyOf(change), standingOf(change)]))
      await table.stand(trx, [...latest.values()])
    },
    verify: async (trx, steps) => {
      const expected = new Map<string, DeadlineChangeRow>()
      const standing: Standing = new Map()
      for await (const step of steps) {
        for (const row of changesOf(step, standing)) expected.set(rowKey(row), row)
      }
      const tables = tablesIn<ProgrammeTables>(trx)
      return [
        ...compare(expected, await table.all(tables)),
        ...compareStanding(standing, await table.allStanding(tables)),
      ]
    },
  }
}

/** What a step changed; `standing` is brought up to date with it. */
function changesOf(step: AppliedStep, standing: Standing): readonly DeadlineChangeRow[] {
  const changes: DeadlineChangeRow[] = []
  const { deadlines: all } = step.snapshot.context as { readonly deadlines: Deadlines }
  for (const name of Object.keys(all).toSorted()) {
    const { dueMs = null, status = 'open' } = all[name] ?? {}
    const row = {
      instance_id: step.instanceId,
      name,
      revision: step.revision,
      call_id: step.groupId,
      at_ms: step.at,
      due_ms: dueMs,
      status,
    }
    const before = standing.get(keyOf(row))
    if (before !== undefined && before.due_ms === dueMs && before.status === status) continue
    standing.set(keyOf(row), standingOf(row))
    changes.push(row)
  }
  return changes
}

function compare(
  expected: Map<string, DeadlineChangeRow>,
  stored: readonly DeadlineChangeRow[],
): readonly Finding[] {
  const findings: Finding[] = []
  for (const row of stored) {
    const key = rowKey(row)
    const wanted = expected.get(key)
    expected.delete(key)
    if (wanted === undefined) {
      const message = 'No event changed this deadline.'
      findings.push({ table: 'deadline_change', row: key, message })
    } else if (canonicalJson(wanted) !== canonicalJson(row)) {
      findings.push({ table: 'deadline_change', row: key, message: 'It differs from its log.' })
    }
  }
  for (const key of expected.keys()) {
    findings.push({ table: 'deadline_change', row: key, message: 'The row is gone.' })
  }
  return findings
}

function compareStanding(
  expected: ReadonlyMap<string, DeadlineRow>,
  stored: readonly DeadlineRow[],
): readonly Finding[] {
  const findings: Finding[] = []
  const seen = new Set(stored.map(keyOf))
  for (const row of stored) {
    const wanted = expected.get(keyOf(row))
    if (wanted === undefined) {
      findings.push({ table: 'deadline', row: keyOf(row), message: 'No event set this deadline.' })
    } else if (canonicalJson(wanted) !== canonicalJson(row)) {
      findings.push({ table: 'deadline', row: keyOf(row), message: 'It differs from its log.' })
    }
  }
  for (const key of expected.keys()) {
    if (!seen.has(key)) findings.push({ table: 'deadline', row: key, message: 'The row is gone.' })
  }
  return findings
}

function standingOf({ instance_id, name, call_id, due_ms, status }: DeadlineChangeRow) {
  return { instance_id, name, call_id, due_ms, status }
}

function keyOf({ instance_id, name }: Pick<DeadlineRow, 'instance_id' | 'name'>): string {
  return `${instance_id} ${name}`
}

function rowKey(row: DeadlineChangeRow): string {
  return `${keyOf(row)} ${row.revision}`
}
