import type { HistoryEvent } from './story.ts'

/** A payment order on its way: from when it waits, and what the bank tells of it. */
export interface Attempt {
  readonly order: string
  readonly project: string
  readonly dueMs: number
  /** Executed, or failed. */
  readonly answer: HistoryEvent
}

/** Every attempt that a history tells; `notBeforeMs`: when the first advance is ordered. */
export function attemptsIn(
  events: readonly HistoryEvent[],
  notBeforeMs: number,
): readonly Attempt[] {
  const attempts: Attempt[] = []
  const waiting = new Map<string, number>()
  for (const event of takenInOrder(events)) {
    const { to, type, atMs } = event
    if (type === 'balance.approve') waiting.set(`${to}/balance`, atMs)
    if (changesIban(event)) waiting.set(`${to}/advance`, Math.max(atMs, notBeforeMs))
    const order = orderOf(event)
    if (order === null) continue
    if (type === 'payment.retry') waiting.set(order, atMs)
    if (type !== 'payment.execute' && type !== 'payment.fail') continue
    const dueMs = waiting.get(order) ?? notBeforeMs
    attempts.push({ order, project: to, dueMs, answer: event })
  }
  return attempts
}

/** Who changed the account of these projects before a moment. */
export function changersIn(
  events: readonly HistoryEvent[],
  projects: ReadonlySet<string>,
  beforeMs: number,
): ReadonlySet<string> {
  return new Set(
    events
      .filter(
        ({ refusedWith, atMs, to }) => refusedWith === null && atMs < beforeMs && projects.has(to),
      )
      .filter((event) => changesIban(event))
      .map(({ sender }) => sender.actor),
  )
}

function takenInOrder(events: readonly HistoryEvent[]): readonly HistoryEvent[] {
  return events
    .filter(({ refusedWith }) => refusedWith === null)
    .toSorted((a, b) => a.atMs - b.atMs)
}

function changesIban({ data }: HistoryEvent): boolean {
  return data !== undefined && 'iban' in data
}

function orderOf({ data }: HistoryEvent): string | null {
  return data !== undefined && 'order' in data ? String(data.order) : null
}
