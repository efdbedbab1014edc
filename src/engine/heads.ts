import type { DailyHeadRow } from '../store/engine/tables.ts'
import type { Runtime } from './runtime.ts'

/**
 * Where log, attempts and participants stood: exported and kept elsewhere, it shows whether the
 * past was changed since (I10). The last of a list is that of the running day; it has no hash yet.
 */
export interface Head {
  /** `YYYY-MM-DD`. */
  readonly day: string
  readonly position: number
  readonly streamHash: string
  readonly attemptPosition: number
  readonly attemptHash: string
  /** Participant's name to its digest. */
  readonly participants: Readonly<Record<string, string>>
  readonly hash: string | null
  readonly signature: string | null
}

/** The heads of all days that are over, and that of the running one. */
export const readHeads = ({ store }: Runtime): Promise<readonly Head[]> =>
  store.readSnapshot(async (trx, executor) => {
    const stream = await store.head.stream(executor)
    const daily = (await store.head.daily(trx)).map(headOf)
    if (stream === undefined) return daily
    return [
      ...daily,
      {
        day: stream.day,
        position: stream.position,
        streamHash: stream.hash,
        attemptPosition: stream.attempt_position,
        attemptHash: stream.attempt_hash,
        participants: {},
        hash: null,
        signature: null,
      },
    ]
  })

const headOf = (row: DailyHeadRow): Head => ({
  day: row.day,
  position: row.position,
  streamHash: row.stream_hash,
  attemptPosition: row.attempt_position,
  attemptHash: row.attempt_hash,
  participants: JSON.parse(row.participants) as Record<string, string>,
  hash: row.hash,
  signature: row.signature,
})
