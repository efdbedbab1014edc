import type { AnyMachineSnapshot } from 'xstate'
import { isRunning } from '../../../machines/deadlines.ts'
import { accountYears } from '../../../machines/project/accounts.ts'
import type { ClaimName, ProjectContext } from '../../../machines/project/context.ts'
import { dateOf } from '../../domain/calendar.ts'
import type { Edit, Sender } from '../../engine/index.ts'
import * as payload from './assumed-payloads.ts'
import { isChosen, type AssumedValues } from './assumptions.ts'

/** People whom nobody is: they act in forecasts. Two reviewers, for four eyes. */
export const assumedPeople = {
  reviewer: agent('reviewer'),
  approver: { ...agent('reviewer'), person: 'forecast:approver' },
  manager: agent('manager'),
  inspector: agent('inspector'),
  paymaster: agent('paymaster'),
} as const

/** Each part of a project's life with the state that it is in, as `advance` → `ordered`. */
export type Regions = Readonly<Record<string, string>>

/** Where a project stands, so far as somebody is expected to act on it. */
export function regionsOf({ value, context }: AnyMachineSnapshot): Regions {
  const { active } = (value as { readonly life: { readonly active?: Nested } }).life
  if (active === undefined) return {}
  const { running } = typeof active === 'string' ? {} : active
  if (running === undefined || typeof running === 'string') return { life: pathOf(active) }
  const { accounts } = context as ProjectContext
  const isToConfirm = Object.values(accounts).some(({ confirmed }) => !confirmed)
  return {
    advance: pathOf(running['advance']),
    interimReport: pathOf(running['interimReport']),
    finalReport: pathOf(running['finalReport']),
    accounts: 'expected',
    confirmation: isToConfirm ? 'waiting' : 'none',
    settlement: pathOf(running['settlement']),
    balanceClaim: pathOf(running['balanceClaim']),
    endControlClaim: pathOf(running['endControlClaim']),
  }
}

interface Moment {
  readonly context: ProjectContext
  readonly at: number
  readonly values: AssumedValues
  /** It stood so when the forecast began. */
  readonly isBegin: boolean
}

const dayMs = 86_400_000

/** What follows when a part of a project comes to a state, by `<part>.<state>`. */
const reactions: Readonly<Record<string, (moment: Moment) => readonly Edit[]>> = {
  'life.submission': applies,
  'life.assessment.waiting': (moment) => [review(moment, 'application.admit', {})],
  'advance.ordered': (moment) => [pay(moment, 'advance')],
  'advance.failed': (moment) => [retry(moment, 'advance')],
  'interimReport.open': (moment) => [
    report(moment, 'interimReport', payload.interimReport(moment.values)),
  ],
  'interimReport.overdue': (moment) =>
    overdueAtBegin(moment, 'interimReport', payload.interimReport(moment.values)),
  'interimReport.submitted': (moment) => [review(moment, 'interimReport.accept', {})],
  'finalReport.open': (moment) => [
    report(moment, 'finalReport', payload.finalReport(moment.values)),
  ],
  'finalReport.overdue': (moment) =>
    overdueAtBegin(moment, 'finalReport', payload.finalReport(moment.values)),
  'finalReport.submitted': (moment) => [
    { ...review(moment, 'finalReport.accept'), make: payload.judgement },
  ],
  'accounts.expected': submitsAccounts,
  'confirmation.waiting': (moment) => [review(moment, 'accounts.confirm', {})],
  'settlement.balanceDecision.deciding': (moment) => [
    { ...review(moment, 'balance.propose'), make: payload.balance },
  ],
  'settlement.balanceDecision.proposed': (moment) => [approve(moment, 'balance.approve')],
  'settlement.balance.ordered': (moment) => [pay(moment, 'balance')],
  'settlement.balance.failed': (moment) => [retry(moment, 'balance')],
  'settlement.endControl.reviewing': (moment) => [
    { ...review(moment, 'endControl.propose'), make: payload.endControl },
  ],
  'settlement.endControl.proposed': (moment) => [approve(moment, 'endControl.approve')],
  'balanceClaim.heard': (moment) => [demand(moment, 'balance')],
  'balanceClaim.demanded.running': (moment) => [repay(moment, 'balance')],
  'balanceClaim.demanded.overdue': (moment) => (moment.isBegin ? [repay(moment, 'balance')] : []),
  'endControlClaim.heard': (moment) => [demand(moment, 'endControl')],
  'endControlClaim.demanded.running': (moment) => [repay(moment, 'endControl')],
  'endControlClaim.demanded.overdue': (moment) =>
    moment.isBegin ? [repay(moment, 'endControl')] : [],
}

/** What people will do because a project came to stand as it does; `before` is where it stood. */
export function expectedOf(
  snapshot: AnyMachineSnapshot,
  before: Regions | undefined,
  now: Regions,
  { at, values }: Pick<Moment, 'at' | 'values'>,
): readonly Edit[] {
  const context = snapshot.context as ProjectContext
  const moment = { context, at, values, isBegin: before === undefined }
  return Object.entries(now).flatMap(([part, state]) =>
    before?.[part] === state ? [] : (reactions[`${part}.${state}`]?.(moment) ?? []),
  )
}

/** On the last day, as most do. */
function applies(moment: Moment): readonly Edit[] {
  const { context, at, values } = moment
  if (context.application !== null || !isChosen(context.id, values.applied)) return []
  const due = context.deadlines['submission']?.dueMs ?? at
  const edit = { ...common(moment, 'application.submit'), at: Math.max(at, due - dayMs) }
  return [{ ...edit, sender: applicantOf(context), make: payload.application }]
}

function report(
  moment: Moment,
  name: 'interimReport' | 'finalReport',
  make: NonNullable<Edit['make']>,
): Edit {
  const { context, at, values } = moment
  const due = context.deadlines[name]?.dueMs ?? at
  return {
    ...common(moment, `${name}.submit`),
    at: Math.max(at, due + values.lateWeeks * 7 * dayMs),
    sender: applicantOf(context),
    make,
  }
}

/** One that has become overdue in the forecast is on its way already. */
function overdueAtBegin(...given: Parameters<typeof report>): readonly Edit[] {
  return given[0].isBegin ? [report(...given)] : []
}

function submitsAccounts(moment: Moment): readonly Edit[] {
  const { context, at, values } = moment
  return accountYears(context.deadlines)
    .filter((name) => isRunning(context.deadlines[name]))
    .map((name) => ({
      ...common(moment, 'accounts.submit'),
      at: Math.max(at, context.deadlines[name]?.dueMs ?? at),
      sender: applicantOf(context),
      make: payload.accountsOf(Number(name.slice('accounts.'.length)), values),
    }))
}

function review(moment: Moment, type: string, data?: unknown): Edit {
  const at = moment.at + moment.values.reviewDays * dayMs
  return { ...common(moment, type), at, sender: assumedPeople.reviewer, data }
}

function approve(moment: Moment, type: string): Edit {
  return { ...review(moment, type, {}), sender: assumedPeople.approver }
}

function pay(moment: Moment, name: 'advance' | 'balance'): Edit {
  const at = moment.at + moment.values.paymentDays * dayMs
  const { id, terms } = moment.context
  const data = { order: `${id}/${name}`, date: dateOf(at, terms.timeZone) }
  return { ...common(moment, 'payment.execute'), at, sender: assumedPeople.paymaster, data }
}

function retry(moment: Moment, name: 'advance' | 'balance'): Edit {
  const at = moment.at + moment.values.paymentDays * dayMs
  const data = { order: `${moment.context.id}/${name}` }
  return { ...common(moment, 'payment.retry'), at, sender: assumedPeople.paymaster, data }
}

function demand(moment: Moment, claim: ClaimName): Edit {
  const edit = review(moment, 'clawback.decide')
  return { ...edit, sender: assumedPeople.manager, make: payload.demand(claim) }
}

/** On the last day; what is overdue comes as soon as a payment takes. */
function repay(moment: Moment, claim: ClaimName): Edit {
  const { context, at, values } = moment
  const due = context.deadlines[`repayment.${claim}`]?.dueMs ?? at
  const paidAt = due >= at ? due : at + values.paymentDays * dayMs
  const make = payload.repayment(claim, dateOf(paidAt, context.terms.timeZone))
  const sender = assumedPeople.paymaster
  return { ...common(moment, 'clawback.repay'), at: paidAt, sender, make }
}

function common({ context }: Moment, type: string) {
  return { to: context.id, type }
}

function applicantOf({ id }: ProjectContext): Sender {
  const applicant = id.slice(id.indexOf('/') + 1)
  return { person: 'forecast:applicant', roles: ['applicant'], claims: { applicant } }
}

function agent(role: string): Sender {
  return { person: `forecast:${role}`, roles: [role] }
}

interface Branches {
  readonly [part: string]: Nested | undefined
}
type Nested = string | Branches

/** `endControl.reviewing`, of a state in which one child at a time is active. */
function pathOf(value: Nested | undefined): string {
  if (value === undefined || typeof value === 'string') return value ?? ''
  const [[name, child] = ['', '']] = Object.entries(value)
  const below = pathOf(child)
  return below === '' ? name : `${name}.${below}`
}
