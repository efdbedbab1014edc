import { dateOf } from '../../src/domain/calendar.ts'
import { formatEuro } from '../../src/domain/money.ts'
import { isRunning } from '../deadlines.ts'
import { type Delivered, type Member, type Refusal, refuse } from '../event-table.ts'
import { centsOf, present } from '../present.ts'
import { grantedOf } from '../project/application.ts'
import type { Order, ProjectContext } from '../project/context.ts'
import { orderStage } from '../project/shape.ts'
import type { CallContext } from './context.ts'
import type { AwardDecide, BatchPropose, MovePropose } from './schemas.ts'

/** What a call must know of its projects, read in the transaction of the event that needs it. */

export interface ReviewFacts {
  /** Projects that still wait for someone, so that the call cannot go on. */
  readonly waiting: readonly string[]
  readonly admitted: readonly string[]
  /** Lapsed and rejected projects, which are final from now on. */
  readonly finalised: readonly string[]
  readonly allEnded: boolean
}

export function reviewFacts(members: readonly Member[]): ReviewFacts {
  const projects = projectsOf(members)
  const idsIn = (value: object) =>
    projects.filter((each) => each.snapshot.matches({ life: value })).map((each) => each.id)
  return {
    waiting: [
      ...idsIn({ active: 'scheduled' }),
      ...idsIn({ active: 'submission' }),
      ...idsIn({ active: { assessment: 'waiting' } }),
      ...idsIn({ active: { assessment: 'returned' } }),
    ],
    admitted: idsIn({ active: { assessment: 'admitted' } }),
    finalised: [
      ...idsIn({ ended: { lapsed: 'reopenable' } }),
      ...idsIn({ ended: { rejected: 'reassessable' } }),
    ],
    allEnded: idsIn({ ended: {} }).length === projects.length,
  }
}

export interface AwardFacts {
  readonly refusal: Refusal | null
  readonly totalCents: number
}

/** Judges every grant against the application it answers, and adds all of them up. */
export function awardFacts(
  members: readonly Member[],
  { data, at }: Delivered<AwardDecide>,
): AwardFacts {
  const awaiting = new Map(
    projectsOf(members)
      .filter((each) => each.snapshot.matches({ life: { active: 'award' } }))
      .map((each) => [each.id, each.snapshot.context as ProjectContext]),
  )
  const { grants = [], refusals = [] } = data
  const named = [...grants, ...refusals].map((each) => each.project)
  const strangers = named.filter((id) => !awaiting.has(id))
  if (strangers.length > 0) {
    const message = `These projects do not wait for an award: ${strangers.join(', ')}.`
    return { refusal: refuse('event-not-allowed', message), totalCents: 0 }
  }
  let totalCents = 0
  const problems: Refusal[] = []
  for (const [id, context] of awaiting) {
    if (refusals.some((each) => each.project === id)) continue
    const index = grants.findIndex((each) => each.project === id)
    const grant = grants[index] ?? {}
    problems.push(...grantProblems(context, grant, `grants.${index}`))
    const granted = grantedOf(present(context.application, 'application'), grant)
    if (granted.totalCents === 0) problems.push(nothingGranted(id, `grants.${index}`))
    totalCents += granted.totalCents
  }
  if (data.date > dateOf(at, callOf(members).parameters.timeZone)) {
    const message = `The decision of ${data.date} is not taken yet.`
    problems.push(refuse('invalid-payload', message, 'date'))
  }
  const double = named.find((each, index) => named.indexOf(each) !== index)
  if (double !== undefined) {
    problems.push(refuse('invalid-payload', `${double} is named more than once.`, 'grants'))
  }
  return { refusal: firstOf(problems), totalCents }
}

export interface MoveFacts {
  /** The projects whose deadline moves. */
  readonly hit: readonly string[]
  /** Named projects that this call does not have. */
  readonly unknown: readonly string[]
}

/** An approval is of what was proposed: it hits none for which the deadline opened since. */
export function moveFacts(members: readonly Member[], event: Delivered): MoveFacts {
  const proposal =
    event.type === 'deadlineMove.approve'
      ? callOf(members).deadlineMove
      : (event.data as MovePropose)
  if (proposal === null) return { hit: [], unknown: [] }
  const { deadline, to } = proposal
  const limit = 'hit' in proposal ? proposal.hit : (proposal.projects ?? null)
  const projects = projectsOf(members)
  const known = new Set(projects.map((each) => each.id))
  const move = { ...event, type: 'deadline.move', data: { deadline, to, reason: '' }, facts: null }
  return {
    hit: projects
      .filter((each) => limit === null || limit.includes(each.id))
      .filter((each) => isRunningIn(each, deadline) && each.snapshot.can(move))
      .map((each) => each.id),
    unknown: limit?.filter((id) => !known.has(id)) ?? [],
  }
}

export interface BatchFacts {
  readonly unknown: readonly string[]
  /** Orders that do not wait for a batch. */
  readonly notDue: readonly string[]
  /** Persons who changed an IBAN of these projects since the award. */
  readonly ibanChangedBy: readonly string[]
  /** What the batch pays, in its order: an approval is of this, and of nothing that comes later. */
  readonly payments: readonly BatchPayment[]
}

export interface BatchPayment {
  readonly order: string
  readonly attempt: number
  readonly cents: number
  /** Name of the applicant. */
  readonly name: string
  /** Digest of its IBAN. */
  readonly iban: string
}

export function batchFacts(members: readonly Member[], event: Delivered): BatchFacts {
  const { orders } =
    event.type === 'paymentBatch.approve'
      ? (callOf(members).paymentBatch ?? { orders: [] })
      : (event.data as BatchPropose)
  const made = new Map<string, MadeOrder>()
  for (const { snapshot } of projectsOf(members)) {
    const context = snapshot.context as ProjectContext
    for (const name of ['advance', 'balance'] as const) {
      const order = context.orders[name]
      if (order === null) continue
      made.set(order.id, { order, context, due: orderStage(snapshot, name) === 'due' })
    }
  }
  const found = orders.flatMap((id) => made.get(id) ?? [])
  return {
    unknown: orders.filter((each) => !made.has(each)),
    notDue: found.filter((each) => !each.due).map(({ order }) => order.id),
    ibanChangedBy: [...new Set(found.flatMap(({ context }) => context.ibanChangedBy))],
    payments: found.map(({ order: { id, attempt, cents }, context: { applicant } }) => ({
      order: id,
      attempt,
      cents,
      name: applicant.name,
      iban: applicant.iban,
    })),
  }
}

interface MadeOrder {
  readonly order: Order
  readonly context: ProjectContext
  readonly due: boolean
}

function grantProblems(
  context: ProjectContext,
  { lines = [], stimuli = [] }: Omit<NonNullable<AwardDecide['grants']>[number], 'project'>,
  place: string,
): readonly Refusal[] {
  const requested = requestedOf(context)
  const given = [
    ...lines.map(({ line, amount }, index) => ({
      name: `line ${line}`,
      amount,
      field: `${place}.lines.${index}.amount`,
    })),
    ...stimuli.map(({ stimulus, amount }, index) => ({
      name: `stimulus ${stimulus}`,
      amount,
      field: `${place}.stimuli.${index}.amount`,
    })),
  ]
  return given.flatMap(({ name, amount, field }, index): Refusal[] => {
    const most = requested.get(name)
    if (most === undefined) return [refuse('line-unknown', `There is no ${name}.`, field)]
    if (given.findIndex((each) => each.name === name) !== index) {
      return [refuse('invalid-payload', `${name} is granted more than once.`, field)]
    }
    return centsOf(amount) > most
      ? [refuse('amount-exceeds', `${name}: at most ${formatEuro(most)} EUR was requested.`, field)]
      : []
  })
}

/** What was requested for every line and stimulus of year 2, in cents; 0 for one that stops. */
function requestedOf({ yearTwo, application }: ProjectContext): ReadonlyMap<string, number> {
  const { lines, stimuli } = present(application, 'application')
  return new Map([
    ...yearTwo.lines.map(({ line }) => [`line ${line}`, 0] as const),
    ...yearTwo.stimuli.map(({ stimulus }) => [`stimulus ${stimulus}`, 0] as const),
    ...lines.map(({ line, amountCents }) => [`line ${line}`, amountCents] as const),
    ...stimuli.map(({ stimulus, amountCents }) => [`stimulus ${stimulus}`, amountCents] as const),
  ])
}

function nothingGranted(project: string, field: string): Refusal {
  return refuse('invalid-payload', `${project} would be granted nothing; refuse it instead.`, field)
}

/** The first failing check wins. Source: domain §6. */
function firstOf(problems: readonly Refusal[]): Refusal | null {
  const order = ['line-unknown', 'invalid-payload', 'amount-exceeds']
  return order.flatMap((code) => problems.filter((each) => each.code === code)).at(0) ?? null
}

function isRunningIn({ snapshot }: Member, deadline: string): boolean {
  return isRunning((snapshot.context as ProjectContext).deadlines[deadline])
}

function projectsOf(members: readonly Member[]): readonly Member[] {
  return members.filter((each) => each.machine === 'project')
}

function callOf(members: readonly Member[]): CallContext {
  const call = members.find((each) => each.machine === 'call')
  return present(call, 'call in the group').snapshot.context as CallContext
}
