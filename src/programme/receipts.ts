import type { Engine, HistoryEntry } from '../engine/index.ts'
import { latestEventTypes } from './event-types.ts'
import type { Queries } from './queries.ts'

/** Something that an applicant handed in. */
export interface Receipt {
  /** `<project>:<revision>`: what the page and the mail of receipt say too. */
  readonly number: string
  readonly type: string
  readonly label: { readonly nl: string; readonly en: string }
  /** When it was received (ms). */
  readonly atMs: number
  /** When it was due (ms); null when no term ran for it. */
  readonly dueMs: number | null
  readonly isLate: boolean
}

/** What is handed in, with the deadlines that it may be due by, by the beginning of their names. */
const handedIn: Readonly<Record<string, readonly string[]>> = {
  'application.submit': ['resubmission', 'submission'],
  'application.withdraw': [],
  'interimReport.submit': ['interimReport'],
  'finalReport.submit': ['finalReport'],
  'accounts.submit': ['accounts.'],
  'accounts.clarify': ['clarification'],
  'clawback.hear': ['hearing.'],
}

/** Everything that was handed in for a project, the latest first. */
export async function receiptsOf(
  engine: Engine,
  queries: Queries,
  id: string,
): Promise<readonly Receipt[]> {
  const types = latestEventTypes('project')
  const entries = (await engine.history(id)).filter(
    ({ type, cause }) => cause === 'external' && Object.hasOwn(handedIn, type),
  )
  const receipts = entries.map(async (entry): Promise<Receipt> => {
    const { revision, type } = entry
    const atMs = entry.receivedAt ?? entry.at
    const dueMs = await dueOf(queries, id, entry)
    const label = types[type]?.label ?? { nl: type, en: type }
    const isLate = dueMs !== null && entry.at > dueMs
    return { number: `${id}:${revision}`, type, label, atMs, dueMs, isLate }
  })
  return (await Promise.all(receipts)).toReversed()
}

/** The term that ran when it came: the one that it ended, else the one that was open. */
async function dueOf(
  queries: Queries,
  id: string,
  { type, data, revision }: HistoryEntry,
): Promise<number | null> {
  const { year, claim } = (data ?? {}) as { readonly year?: string; readonly claim?: string }
  const ended: number[] = []
  const running: number[] = []
  for (const begin of handedIn[type] ?? []) {
    for (const name of namesOf(begin, year, claim)) {
      const changes = (await queries.deadlineChanges(id, name)).filter(
        (change) => change.revision <= revision,
      )
      const last = changes.at(-1)
      const before = changes.findLast((change) => change.revision < revision)
      const dueMs = last?.dueMs ?? before?.dueMs ?? null
      if (dueMs === null || last === undefined) continue
      if (last.revision === revision) ended.push(dueMs)
      else running.push(dueMs)
    }
  }
  return ended[0] ?? running.at(-1) ?? null
}

function namesOf(begin: string, year: string | undefined, claim: string | undefined) {
  if (begin === 'accounts.') return year === undefined ? [] : [`${begin}${year}`]
  if (begin !== 'hearing.') return [begin]
  return claim === undefined ? ['hearing.balance', 'hearing.endControl'] : [`${begin}${claim}`]
}
