import { createHash, hash as hashOnce } from 'node:crypto'
import type { AttemptRow, EventRow } from '../store/engine/tables.ts'
import { canonicalJson, writeText } from './canonical.ts'

/** Node 20.12 and later hash in one call, twice as fast. */
const digest = (text: string, encoding: 'base64url' | 'hex'): string =>
  typeof hashOnce === 'function'
    ? hashOnce('sha256', text, encoding)
    : createHash('sha256').update(text).digest(encoding)

/** SHA-256 in base64url. */
export const sha256 = (text: string): string => digest(text, 'base64url')

/** What stands in the log in place of a text: '' when blank, so that machines can tell. */
export const textDigest = (salt: string, text: string): string =>
  text.trim() === '' ? '' : digest(salt + text, 'hex')

/** What an event's hash covers: everything that is not physical. */
export type HashedEvent = Omit<
  EventRow,
  'position' | 'hash' | 'fired_at_ms' | 'fired_by' | 'request_id'
>

/** I10: the hash of an event over its canonical JSON, which holds the hash of the one before it. */
export const eventHash = (machine: string, event: HashedEvent): string =>
  sha256(
    `{"at":${event.at_ms},"cause":"${event.cause}","causeRef":${nullable(event.cause_ref)}` +
      `,"data":${event.data},"facts":${event.facts ?? 'null'}` +
      `,"instance":${writeText(event.instance_id)},"key":${nullable(event.key)}` +
      `,"machine":${writeText(machine)},"person":${nullable(event.person)}` +
      `,"previous":"${event.previous_hash}","receivedAt":${event.received_at_ms ?? 'null'}` +
      `,"revision":${event.revision},"type":${writeText(event.type)}` +
      `,"version":${event.version}}`,
  )

/** The rolling hash after one more element. */
export const roll = (previous: string, element: string): string => sha256(previous + element)

/** An attempt's part of the rolling hash of attempts; the salt is in it by its digest only. */
export const attemptLeaf = (row: AttemptRow): string =>
  `{"digest":"${row.digest}","id":${writeText(row.id)},"outcome":${row.outcome}` +
  `,"position":${row.position},"salt":"${row.salt_digest ?? sha256(row.salt ?? '')}"}`

/** The digest of a row that nothing else proves, kept in the row. */
export const sealOf = (row: object): string => sha256(canonicalJson({ ...row, seal: '' }))

const nullable = (text: string | null): string => (text === null ? 'null' : writeText(text))
