import { canonicalJson } from '../engine/canonical.ts'
import type { AppliedStep } from '../engine/draft.ts'
import type { Finding } from '../engine/findings.ts'
import { sha256 } from '../engine/hash.ts'
import type { Participant } from '../engine/ports.ts'
import type { PostParams } from '../../machines/actions.ts'
import { tablesIn } from '../store/database.ts'
import type { ProgrammeStore } from '../store/programme/store.ts'
import type { LedgerEntryRow, ProgrammeTables } from '../store/programme/tables.ts'

const startHash = '0'.repeat(64)

/**
 * The ledger: every posting of a machine becomes a row, in the event's own transaction, and enters
 * a rolling hash that the daily heads hold. Rows are never changed. Source: domain §5.
 */
export function ledger({ ledger: table }: ProgrammeStore): Participant {
  return {
    name: 'ledger',
    write: async (trx, steps) => {
      const rows = steps.flatMap(entriesOf)
      if (rows.length === 0) return
      const head = (await table.head(trx)) ?? { id: 1, entries: 0, hash: startHash }
      await table.insert(trx, rows)
      await table.setHead(trx, {
        id: 1,
        entries: head.entries + rows.length,
        hash: rows.reduce(rolled, head.hash),
      })
    },
    digest: async (trx) => (await table.head(trx))?.hash ?? startHash,
    verify: async (trx, steps) => {
      const expected = new Map<string, LedgerEntryRow>()
      let hash = startHash
      for await (const step of steps) {
        for (const row of entriesOf(step)) {
          expected.set(keyOf(row), row)
          hash = rolled(hash, row)
        }
      }
      const stored = await table.all(tablesIn<ProgrammeTables>(trx))
      const head = await table.head(trx)
      const findings = compare(expected, stored)
      const isHead = (head?.entries ?? 0) === expected.size && (head?.hash ?? startHash) === hash
      return isHead
        ? findings
        : [...findings, { table: 'ledger_head', row: '1', message: 'The rolling hash differs.' }]
    },
  }
}

/** What a project's accounts hold, debits less credits, in cents. */
export function balancesOf(entries: readonly LedgerEntryRow[]): ReadonlyMap<string, number> {
  const balances = new Map<string, number>()
  const add = (account: string, cents: number) =>
    balances.set(account, (balances.get(account) ?? 0) + cents)
  for (const { debit, credit, cents } of entries) {
    add(debit, cents)
    add(credit, -cents)
  }
  return balances
}

function entriesOf(step: AppliedStep): readonly LedgerEntryRow[] {
  return step.records
    .filter(({ type }) => type === 'post')
    .flatMap(({ params }) => (params as PostParams).postings)
    .map((posting, place) => ({
      instance_id: step.instanceId,
      revision: step.revision,
      place,
      call_id: step.groupId,
      at_ms: step.at,
      ...posting,
    }))
}

function compare(
  expected: ReadonlyMap<string, LedgerEntryRow>,
  stored: readonly LedgerEntryRow[],
): readonly Finding[] {
  const findings: Finding[] = []
  const seen = new Set<string>()
  for (const row of stored) {
    const key = keyOf(row)
    const wanted = expected.get(key)
    seen.add(key)
    if (wanted === undefined) {
      findings.push({ table: 'ledger_entry', row: key, message: 'No event posted this entry.' })
    } else if (canonicalJson(wanted) !== canonicalJson(row)) {
      findings.push({
        table: 'ledger_entry',
        row: key,
        message: 'It differs from what was posted.',
      })
    }
  }
  for (const key of expected.keys()) {
    if (seen.has(key)) continue
    findings.push({ table: 'ledger_entry', row: key, message: 'An entry that was posted is gone.' })
  }
  return findings
}

function rolled(hash: string, row: LedgerEntryRow): string {
  return sha256(`${hash}\n${canonicalJson(row)}`)
}

function keyOf(row: LedgerEntryRow): string {
  return `${row.instance_id} ${row.revision} ${row.place}`
}
