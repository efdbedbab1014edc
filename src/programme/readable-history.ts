import { formatInstant } from '../domain/calendar.ts'
import type { Engine, HistoryEntry, HistoryPage, Instance } from '../engine/index.ts'
import { eventTypes } from './event-types.ts'

/** An event of the log with its texts, for people. Times are ISO 8601, UTC. */
export interface ReadableEntry {
  readonly revision: number
  readonly type: string
  /** Null for what machines say to each other, and for the start. */
  readonly label: { readonly nl: string; readonly en: string } | null
  readonly at: string
  readonly cause: HistoryEntry['cause']
  readonly causeRef: string | null
  /** Random id of the person; who it is stands elsewhere. */
  readonly person: string | null
  /** As the machine got it: texts are digests. */
  readonly data: unknown
  /** The free texts that the reader may see; null where redacted. Never addresses or accounts. */
  readonly texts: readonly { readonly path: string; readonly text: string | null }[]
  readonly key: string | null
  readonly version: number
  readonly previousHash: string
  readonly hash: string
  readonly position: number
  readonly requestId: string | null
}

/** What the agency writes for itself; the applicant hears of it by what is decided. */
const INTERNAL = new Set([
  'note.add',
  'balance.propose',
  'balance.return',
  'endControl.propose',
  'endControl.return',
  'clawback.writeOff',
])

/** A page of an instance's log, by revision. */
export async function readHistory(
  engine: Engine,
  { id, machine }: Instance,
  page: HistoryPage,
  audience: 'agency' | 'applicant',
): Promise<readonly ReadableEntry[]> {
  const entries = await engine.history(id, page)
  const texts = entries.length === 0 ? [] : await engine.texts(id)
  return entries.map((entry) => {
    const { revision, type, version, at, physical } = entry
    const found = eventTypes(machine, version)[type]
    const mayRead = audience === 'agency' || !INTERNAL.has(type)
    const free = mayRead ? (found?.text ?? []) : []
    return {
      revision,
      type,
      label: found?.label ?? null,
      at: formatInstant(at),
      cause: entry.cause,
      causeRef: entry.causeRef,
      person: entry.person,
      data: entry.data,
      texts: texts
        .filter((each) => each.revision === revision && free.includes(pattern(each.path)))
        .map(({ path, text }) => ({ path, text })),
      key: entry.key,
      version,
      previousHash: entry.previousHash,
      hash: entry.hash,
      position: physical.position,
      requestId: physical.requestId,
    }
  })
}

/** `kpis.0.motivation` as the event table writes it: `kpis.*.motivation`. */
function pattern(path: string): string {
  return path.replaceAll(/\.\d+(?=\.|$)/g, '.*')
}
