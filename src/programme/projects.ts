import type { AnyMachineSnapshot } from 'xstate'
import type { ProjectContext } from '../../machines/project/context.ts'
import { phaseOf } from '../../machines/project/phase.ts'
import { amountsOf } from '../../machines/project/shape.ts'
import { canonicalJson } from '../engine/canonical.ts'
import type { Finding } from '../engine/findings.ts'
import type { Participant } from '../engine/ports.ts'
import { tablesIn } from '../store/database.ts'
import type { ProgrammeStore } from '../store/programme/store.ts'
import type { ProgrammeTables, ProjectRow } from '../store/programme/tables.ts'

/** Keeps a row per project for lists, filters and totals, in the event's own transaction. */
export function projects({ project: table }: ProgrammeStore): Participant {
  return {
    name: 'projects',
    write: async (trx, steps) => {
      const latest = new Map<string, AnyMachineSnapshot>()
      for (const { machine, instanceId, snapshot } of steps) {
        if (machine === 'project') latest.set(instanceId, snapshot)
      }
      await table.upsert(trx, [...latest.values()].map(rowOf))
    },
    verify: async (trx, steps) => {
      const expected = new Map<string, ProjectRow>()
      const latest = new Map<string, AnyMachineSnapshot>()
      for await (const { machine, instanceId, snapshot } of steps) {
        if (machine === 'project') latest.set(instanceId, snapshot)
      }
      for (const [id, snapshot] of latest) expected.set(id, rowOf(snapshot))
      const stored = await table.list(tablesIn<ProgrammeTables>(trx), {})
      return compare(expected, stored)
    },
  }
}

/** Deadlines at which nobody acts. */
export const withoutActor: ReadonlySet<string> = new Set(['period'])

function rowOf(snapshot: AnyMachineSnapshot): ProjectRow {
  const context = snapshot.context as ProjectContext
  const waiting = Object.entries(context.deadlines)
    .filter(([name]) => !withoutActor.has(name))
    .flatMap(([name, { dueMs, status }]) =>
      dueMs !== null && (status === 'open' || status === 'overdue')
        ? [{ name, dueMs, status }]
        : [],
    )
    .toSorted((a, b) => a.dueMs - b.dueMs || (a.name < b.name ? -1 : 1))
  const amounts = amountsOf(context)
  const { id, name, kbo, nis } = context.applicant
  return {
    id: context.id,
    call_id: context.call,
    name,
    phase: phaseOf(snapshot),
    next_deadline: waiting[0]?.name ?? null,
    next_due_ms: waiting[0]?.dueMs ?? null,
    overdue: waiting.some(({ status }) => status === 'overdue') ? 1 : 0,
    requested_cents: amounts.requestedCents,
    awarded_cents: amounts.awardedCents,
    advance_paid_cents: amounts.advancePaidCents,
    balance_paid_cents: amounts.balancePaidCents,
    released_cents: amounts.releasedCents,
    clawback_demanded_cents: amounts.clawbackDemandedCents,
    recovered_cents: amounts.recoveredCents,
    written_off_cents: amounts.writtenOffCents,
    kbo,
    search: searchText([name, id, kbo, nis ?? ''].join(' ')),
    assignee: context.assignee,
  }
}

/** As searches compare it: no capitals, no accents. */
export function searchText(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
}

function compare(
  expected: ReadonlyMap<string, ProjectRow>,
  stored: readonly ProjectRow[],
): readonly Finding[] {
  const findings: Finding[] = []
  const seen = new Set(stored.map(({ id }) => id))
  for (const row of stored) {
    const wanted = expected.get(row.id)
    if (wanted === undefined) {
      findings.push({ table: 'project', row: row.id, message: 'No such project was started.' })
    } else if (canonicalJson(wanted) !== canonicalJson(row)) {
      findings.push({ table: 'project', row: row.id, message: 'It differs from its log.' })
    }
  }
  for (const id of expected.keys()) {
    if (!seen.has(id)) findings.push({ table: 'project', row: id, message: 'The row is gone.' })
  }
  return findings
}
