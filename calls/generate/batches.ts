import { addDays, isBankDay, isWorkingDay } from '../../src/domain/calendar.ts'
import { type Attempt, attemptsIn, changersIn } from './attempts.ts'
import { Chance } from './chance.ts'
import { dayOf, instant } from './moments.ts'
import { type Sender, managers, paymasters } from './people.ts'
import type { HistoryEvent } from './story.ts'

interface BatchOptions {
  readonly call: string
  readonly seed: string
  /** When the first advance is ordered. */
  readonly notBefore: string
  /** With a batch that is sent back, and approvals that are refused. */
  readonly isShipped: boolean
}

/** A batch: proposed, approved, and told of by the bank. */
interface Slot {
  readonly proposedMs: number
  readonly approvedMs: number
  readonly executionDate: string
  readonly attempts: readonly Attempt[]
}

/** The two events of a batch, and who may not approve it beside its proposer. */
interface Told {
  readonly proposal: HistoryEvent
  readonly approval: HistoryEvent
  readonly changers: ReadonlySet<string>
}

/** Minutes over which people spread. */
const SPREAD_MS = 9 * 60_000
/** Days in which the bank tells of a payment. */
const ANSWER_DAYS = 4
/** When a batch is proposed and approved; the later ones where an order came in after the first. */
const hours = [
  ['09:40', '11:05'],
  ['14:10', '15:35'],
  ['17:25', '17:50'],
] as const

/**
 * The same events, with the batches by which their payments leave: every attempt is proposed by a
 * paymaster and approved by another person before the bank tells of it. Source: domain §2, §5.
 */
export function withBatches(
  events: readonly HistoryEvent[],
  options: BatchOptions,
): readonly HistoryEvent[] {
  const slots = slotsFor(attemptsIn(events, instant(`${options.notBefore}T00:00:00`)))
  const executed = new Map(
    slots.flatMap(({ attempts, executionDate }) =>
      attempts.map(({ answer }) => [answer, executionDate] as const),
    ),
  )
  const chance = new Chance(`${options.seed}/batches`)
  const batches = slots.map((slot) => told(slot, events, chance, options.call))
  return [
    ...events.map((event) => executedOn(event, executed.get(event))),
    ...batches.flatMap(({ proposal, approval }) => [proposal, approval]),
    ...(options.isShipped ? sideSteps(batches) : []),
  ].toSorted((a, b) => a.atMs - b.atMs)
}

/** As few batches as the days allow: each is made for the payment that the bank tells of first. */
function slotsFor(attempts: readonly Attempt[]): readonly Slot[] {
  let waiting = attempts.toSorted((a, b) => a.answer.atMs - b.answer.atMs)
  const slots: Slot[] = []
  while (waiting[0] !== undefined) {
    const { attempts: taken } = slots[slots.push(slotFor(waiting[0], waiting, slots)) - 1] ?? {}
    waiting = waiting.filter((each) => !taken?.includes(each))
  }
  return slots
}

/** A few days before the answer, or else as near to it as the order came in. */
function slotFor(first: Attempt, waiting: readonly Attempt[], slots: readonly Slot[]): Slot {
  const answered = dayOf(first.answer.atMs)
  for (const before of [5, 4, 3, 2, 1, 0]) {
    const day = addDays(answered, -before)
    if (!isWorkingDay(day, [])) continue
    for (const [propose, approve] of hours) {
      const [proposedMs, approvedMs] = [instant(`${day}T${propose}`), instant(`${day}T${approve}`)]
      const slot = filled({ proposedMs, approvedMs, executionDate: bankDayUpTo(answered) }, waiting)
      const isFree = slots.every((each) => each.proposedMs !== slot.proposedMs)
      if (isFree && slot.executionDate >= day && slot.attempts.includes(first)) return slot
    }
  }
  throw new Error(`${first.order} finds no batch before ${answered}`)
}

function filled(slot: Omit<Slot, 'attempts'>, waiting: readonly Attempt[]): Slot {
  const last = addDays(slot.executionDate, ANSWER_DAYS)
  const attempts = waiting.filter(({ dueMs, answer: { atMs } }) => {
    const day = dayOf(atMs)
    const isInTime = dueMs < slot.proposedMs && slot.approvedMs + SPREAD_MS < atMs
    return isInTime && slot.executionDate <= day && day <= last
  })
  // Two attempts of one order are two batches.
  const firsts = attempts.filter(
    ({ order }, index) => attempts.findIndex((each) => each.order === order) === index,
  )
  return { ...slot, attempts: firsts }
}

function bankDayUpTo(date: string): string {
  let day = date
  while (!isBankDay(day)) day = addDays(day, -1)
  return day
}

/** What the bank executed, it executed on the day of the batch. */
function executedOn(event: HistoryEvent, date: string | undefined): HistoryEvent {
  return date === undefined || event.type !== 'payment.execute'
    ? event
    : { ...event, data: { ...event.data, date } }
}

function told(
  { attempts, proposedMs, approvedMs, executionDate }: Slot,
  events: readonly HistoryEvent[],
  chance: Chance,
  call: string,
): Told {
  const projects = new Set(attempts.map(({ project }) => project))
  const changers = changersIn(events, projects, approvedMs)
  const [proposer, approver] = pairFor(changers, chance)
  const sent = (ms: number, type: string, sender: Sender, data: object): HistoryEvent => {
    const atMs = ms + chance.integer(0, SPREAD_MS / 1000) * 1000
    return { atMs, to: call, type, sender, applicant: null, data, refusedWith: null }
  }
  const orders = attempts.map(({ order }) => order)
  return {
    proposal: sent(proposedMs, 'paymentBatch.propose', proposer, { orders, executionDate }),
    approval: sent(approvedMs, 'paymentBatch.approve', approver, {}),
    changers,
  }
}

/** The approver neither proposed the batch nor changed an account in it. */
function pairFor(
  changers: ReadonlySet<string>,
  chance: Chance,
): readonly [proposer: Sender, approver: Sender] {
  const proposers = chance.shuffled(paymasters)
  for (const proposer of proposers) {
    const approver = [...managers, ...paymasters].find(
      ({ actor }) => actor !== proposer.actor && !changers.has(actor),
    )
    if (approver !== undefined) return [proposer, approver]
  }
  throw new Error(`nobody is left to approve beside ${[...changers].join(', ')}`)
}

/** One batch sent back and proposed again; its proposer, and who changed an account, kept out. */
function sideSteps(batches: readonly Told[]): readonly HistoryEvent[] {
  const [first, second] = batches
  const changed = batches.find(({ changers }) => managers.some(({ actor }) => changers.has(actor)))
  if (first === undefined || second === undefined || changed === undefined) return []
  const minutes = (event: HistoryEvent, count: number) => event.atMs + count * 60_000
  const manager = managers.find(({ actor }) => changed.changers.has(actor)) ?? managers[0]
  return [
    kept(first.approval, { atMs: minutes(first.proposal, 6), sender: first.proposal.sender }),
    kept(changed.approval, { atMs: minutes(changed.approval, -12), sender: manager }),
    { ...second.proposal, atMs: minutes(second.proposal, -50) },
    {
      ...second.approval,
      atMs: minutes(second.proposal, -20),
      type: 'paymentBatch.return',
      data: { reason: 'Eén rekening wordt nog nagekeken; graag straks opnieuw voorstellen.' },
    },
  ]
}

function kept(
  approval: HistoryEvent,
  attempt: Pick<HistoryEvent, 'atMs' | 'sender'>,
): HistoryEvent {
  return { ...approval, ...attempt, refusedWith: 'four-eyes' }
}
