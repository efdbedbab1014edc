import type { Finding } from '../../engine/findings.ts'
import type { Participant } from '../../engine/ports.ts'
import { tablesIn } from '../../store/database.ts'
import type { ProgrammeStore } from '../../store/programme/store.ts'
import type { DocumentRow, ProgrammeTables } from '../../store/programme/tables.ts'
import { chained, digestOf, hashOf, saidDigest, startHead, type NewDocument } from './chain.ts'

const PAGE = 500

/**
 * What was attached, and which letters were made: rows in a chain of hashes of their own, whose
 * head goes into the daily heads. They are no events: what a file says changes nothing by itself.
 */
export function documents({ document: table }: ProgrammeStore): Participant {
  return {
    name: 'documents',
    write: async () => {},
    digest: async (trx) =>
      (await table.head(tablesIn<ProgrammeTables>(trx), startHead.id))?.hash ?? startHead.hash,
    verify: async (trx) => {
      const tables = tablesIn<ProgrammeTables>(trx)
      const findings: Finding[] = []
      const report = (of: string, row: string | number, message: string) =>
        findings.push({ table: of, row: String(row), message })
      const attached = new Set<string>()
      let { entries, hash } = { entries: 0, hash: startHead.hash }
      for (;;) {
        const rows = await table.after(tables, entries, PAGE)
        for (const row of rows) {
          const wrong = wrongIn(row, entries + 1, hash)
          if (wrong !== null) report('document', row.number, wrong)
          if (row.kind !== 'letter') attached.add(row.digest)
          entries = row.number
          hash = row.hash
        }
        if (rows.length < PAGE) break
      }
      const head = (await table.head(tables, startHead.id)) ?? startHead
      for (let number = entries + 1; number <= head.entries; number += 1) {
        report('document', number, 'The document is gone.')
      }
      if (head.entries !== entries || head.hash !== hash) {
        report('document_head', 1, 'The documents end elsewhere than it says.')
      }
      for (const digest of await table.digests(tables)) {
        const bytes = (await table.bytes(tables, digest)) ?? Buffer.alloc(0)
        if (digestOf(bytes) !== digest) report('file_content', digest, 'Its bytes were changed.')
        else if (!attached.delete(digest)) report('file_content', digest, 'No document names it.')
      }
      for (const digest of attached) report('file_content', digest, 'The bytes of a file are gone.')
      return findings
    },
  }
}

function wrongIn(row: DocumentRow, number: number, previous: string): string | null {
  if (row.number !== number) return `Document ${number} should come here.`
  if (saidDigest(row) !== row.said_digest) return 'Its title or person is not what was said.'
  return hashOf(row, previous) === row.hash ? null : 'Its hash is not that of what it says.'
}

/** What of a document is to be added, by the rows that are there; null to add nothing. */
type Decide = (trx: Tables) => Promise<NewDocument | null>
type Tables = Parameters<ProgrammeStore['document']['head']>[0]

/**
 * Adds a document at the end of the chain, in a transaction of its own. `decide` sees the tables as
 * they are once nobody else can add. Returns the row; null when there was nothing to add.
 */
export function addDocument(store: ProgrammeStore, decide: Decide): Promise<DocumentRow | null> {
  const { document: table } = store
  return store.transaction(async (trx) => {
    const tables = tablesIn<ProgrammeTables>(trx)
    const head = await table.held(tables, startHead)
    const wanted = await decide(tables)
    if (wanted === null) return null
    const row = chained(wanted, head.entries + 1, head.hash)
    await table.insert(tables, [row])
    await table.setHead(tables, { id: head.id, entries: row.number, hash: row.hash })
    return row
  })
}
