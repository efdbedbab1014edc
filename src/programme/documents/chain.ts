import { createHash } from 'node:crypto'
import { canonicalJson } from '../../engine/canonical.ts'
import { roll, sha256 } from '../../engine/hash.ts'
import type { DocumentHeadRow, DocumentRow } from '../../store/programme/tables.ts'

/** What a document is before it has its place in the chain. */
export type NewDocument = Omit<DocumentRow, 'number' | 'said_digest' | 'hash'>

export const startHead: DocumentHeadRow = { id: 1, entries: 0, hash: '0'.repeat(64) }

/** The next row of the chain, after `previous`. */
export function chained(document: NewDocument, number: number, previous: string): DocumentRow {
  const row = { ...document, number, said_digest: saidDigest(document) }
  return { ...row, hash: hashOf(row, previous) }
}

/** The hash of a row: all of it but title and person, which stand in it by their digest. */
export function hashOf(row: Omit<DocumentRow, 'hash'>, previous: string): string {
  const { number, instance_id, call_id, kind, about, media_type, size, digest, at_ms } = row
  const { said_digest } = row
  return roll(
    previous,
    canonicalJson({
      number,
      instance_id,
      call_id,
      kind,
      about,
      media_type,
      size,
      digest,
      at_ms,
      said_digest,
    }),
  )
}

export function saidDigest({
  salt,
  title,
  person,
}: Pick<DocumentRow, 'salt' | 'title' | 'person'>): string {
  return sha256(salt + canonicalJson({ title, person }))
}

/** SHA-256 of bytes, hex: what a file is kept under, and what `sha256sum` prints. */
export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
