import { formatEuro } from '../../src/domain/money.ts'
import { claimedCents, paidCents } from '../../machines/project/accounts.ts'
import { openCents } from '../../machines/project/claims.ts'
import { isReached } from '../../machines/project/judgement.ts'
import { dateOf, formatInstant } from '../../src/domain/calendar.ts'
import type { Story } from './story.ts'
import {
  aalst,
  bank,
  because,
  deRand,
  gent,
  given,
  parameters,
  ronse,
  type Setting,
} from './support.ts'

const DAY = 86_400_000

/** Numbers below a bound, from a seed. */
export type Chance = (below: number) => number

/** The same numbers for the same seed (mulberry32). */
export function chanceOf(seed: number): Chance {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

const oneOf = <T>(chance: Chance, ...all: readonly T[]): T => all[chance(all.length)] as T

/** A call whose settings and applicants are drawn, at its start, admitted, awarded, or with two claims. */
export function drawnCall(chance: Chance): Story {
  const setting: Setting = {
    applicants: [oneOf(chance, gent, { ...gent, iban: null }), oneOf(chance, aalst, ronse, deRand)],
    call: {
      payments: oneOf(chance, 'external', 'external', 'batch'),
      roll: oneOf(chance, 'none', 'nextWorkingDay'),
      advance: { percent: oneOf(chance, 80, 80, 0, 100), notBefore: '2024-10-01' },
      ifReview: {
        ...parameters.ifReview,
        silence: oneOf(chance, 'favourable', 'unfavourable', 'wait', 'wait'),
      },
      reports: {
        ...parameters.reports,
        anchor: oneOf(chance, 'award', 'projectStart'),
        extensionMovesFinal: oneOf(chance, true, false),
      },
    },
  }
  return chance(8) === 0
    ? given.twoClaims()
    : oneOf(chance, given.scheduled, given.admitted, given.award)(setting)
}

/** Goes on in time: to the next timer, to the very moment it is due, or some days. */
export function passTime(story: Story, chance: Chance): void {
  const [next = story.nowMs] = story.model.due()
  story.atMs(Math.max(story.nowMs, oneOf(chance, next, next, story.nowMs + chance(20) * DAY)))
}

/** What ends a story early, or takes its poverty away, is drawn less often. */
const ending = new Set([
  'application.withdraw',
  'application.reject',
  'project.terminate',
  'submission.reopen',
  'applicant.update',
])

/** Sends one event, as a rule one that the state listens to; says which, if it was taken. */
export function sendSomething(story: Story, chance: Chance): string | null {
  const isCall = chance(4) === 0
  const to = isCall ? '' : oneOf(chance, ...story.applicants).id
  const drawn = isCall ? drawnForCall(story, chance) : drawnForProject(story, chance, to)
  const { _nodes: nodes } = story.model.snapshot(isCall ? story.call : `${story.call}/${to}`)
  const heard = drawn
    .filter(([type]) => nodes.some((node) => node.ownEvents.includes(type)))
    .filter(([type]) => !ending.has(type) || chance(6) === 0)
  const [type, data] = oneOf(chance, ...(chance(8) === 0 ? drawn : heard))
  const by = oneOf(chance, 'ann', 'rik', 'mia', 'pol', 'els')
  return story.send(type, data, { to, by }) === null ? type : null
}

type Drawn = readonly [type: string, data: object]

function drawnForCall(story: Story, chance: Chance): readonly Drawn[] {
  const ids = story.applicants.map(({ id }) => `${story.call}/${id}`)
  const made = story.applicants.flatMap(({ id }) => {
    const { advance, balance } = story.context(id).orders
    return [advance, balance].flatMap((order) => order?.id ?? [])
  })
  const soon = dateOf(story.nowMs + (1 + chance(60)) * DAY, 'Europe/Brussels')
  return [
    ['ifReview.request', { urgent: chance(2) === 0 }],
    ['ifReview.suspend', { question: 'x' }],
    ['ifReview.suspend', { question: 'x' }],
    ['ifReview.resume', {}],
    ['ifReview.advise', { outcome: oneOf(chance, 'favourable', 'unfavourable'), reference: 'x' }],
    ['award.decide', drawnDecision(story, chance)],
    ['award.decide', drawnDecision(story, chance)],
    [
      'deadlineMove.propose',
      because({
        deadline: oneOf(chance, 'submission', 'interimReport', 'finalReport', 'accounts.2025'),
        to: soon,
      }),
    ],
    ['deadlineMove.approve', {}],
    ['deadlineMove.return', {}],
    [
      'paymentBatch.propose',
      {
        orders: [oneOf(chance, ...made, `${oneOf(chance, ...ids)}/advance`)],
        executionDate: soon,
      },
    ],
    ['paymentBatch.approve', {}],
    ['paymentBatch.return', because()],
    ['receipt.book', { amount: '1.00', date: soon, reference: 'x' }],
    ['note.add', { text: 'x' }],
  ]
}

function drawnDecision(story: Story, chance: Chance): object {
  const date = dateOf(story.nowMs - chance(300) * DAY, 'Europe/Brussels')
  const [id] = story.applicants.map((each) => `${story.call}/${each.id}`)
  const lowered = [{ project: id, lines: [{ line: 'g1', amount: '12345.67' }] }]
  const rest = oneOf<object>(
    chance,
    {},
    { grants: lowered },
    { refusals: [{ project: id, reason: 'x' }] },
  )
  return { date, reference: 'x', ...rest }
}

function drawnForProject(story: Story, chance: Chance, applicant: string): readonly Drawn[] {
  const context = story.context(applicant)
  const soon = dateOf(story.nowMs + (1 + chance(60)) * DAY, 'Europe/Brussels')
  const award = context.award ?? { lines: [], stimuli: [] }
  const { proposal } = story.shape(applicant)
  const part = (cents: number) => formatEuro(oneOf(chance, cents, Math.floor(cents / 3), 0))
  const order = `${context.id}/${oneOf(chance, 'advance', 'balance')}`
  const claim = oneOf(chance, context.claims.balance, context.claims.endControl)
  const named = oneOf<object>(chance, {}, {}, { claim: oneOf(chance, 'balance', 'endControl') })
  const achieved = award.lines.map(({ line, kpi }) => ({
    line,
    achieved: oneOf(chance, kpi, kpi, Math.floor(kpi / 2), 0),
  }))
  const year = oneOf(chance, 2024, 2025, 2026)
  const entries = [
    context.applicant.kind === 'de-rand'
      ? { chapter: 'x', amount: oneOf(chance, '5000.00', '90000.00') }
      : { code: 'ABB-SLV', amount: oneOf(chance, '5000.00', '90000.00') },
  ]
  const reason = because()
  const report = (rest: object) => ({ kpis: achieved.map((each) => ({ ...each, ...rest })) })
  const successor = { date: '2025-01-01', kbo: '0207437468', reference: 'x' }
  const before: readonly Drawn[] = [
    ['application.submit', drawnApplication(story, chance, applicant)],
    ['application.withdraw', reason],
    ['application.admit', {}],
    ['application.admit', {}],
    ['application.return', { question: 'x', until: soon }],
    ['application.reject', reason],
    ['application.reassess', reason],
    ['submission.reopen', because({ until: soon })],
  ]
  const running: readonly Drawn[] = [
    ['payment.execute', { order, date: soon }],
    ['payment.execute', { order, date: soon }],
    ['payment.fail', { order, ...reason }],
    ['payment.return', { order, date: soon, ...reason }],
    ['payment.retry', { order, ...oneOf<object>(chance, {}, { iban: bank.three }) }],
    ['interimReport.submit', report({})],
    ['interimReport.accept', {}],
    ['interimReport.return', { question: 'x' }],
    [
      'finalReport.submit',
      {
        ...report({ actionsTaken: 'x', motivation: 'y' }),
        stimuli: award.stimuli.map(({ stimulus }) => ({ stimulus, account: 'x' })),
      },
    ],
    ['finalReport.return', { question: 'x', until: soon }],
    [
      'finalReport.accept',
      {
        lines: (context.final?.kpis ?? [])
          .filter((each) => context.award && !isReached(context.award, each.line, each.achieved))
          .map(({ line }) => ({ line, sufficient: chance(2) === 0 })),
        stimuli: award.stimuli.map(({ stimulus }) => ({ stimulus, used: chance(3) > 0 })),
      },
    ],
    ['learningNetwork.attend', { network: 'x', date: soon }],
    ['period.extend', because({ until: soon })],
    ['project.terminate', reason],
    ['accounts.submit', { year, entries }],
    ['accounts.confirm', {}],
    [
      'balance.propose',
      because({ pay: part(proposal?.payCents ?? 0), clawback: part(proposal?.clawbackCents ?? 0) }),
    ],
    ['balance.propose', because({ pay: '0.00', clawback: '0.00' })],
    ['balance.approve', {}],
    ['balance.return', reason],
    ['accounts.requestClarification', { question: 'x', until: soon }],
    ['accounts.clarify', { answer: 'x', year, entries }],
    ['endControl.propose', because({ clawback: part(paidCents(context) - claimedCents(context)) })],
    ['endControl.approve', {}],
    ['endControl.return', reason],
    ['clawback.hear', { statement: 'x', ...named }],
    ['clawback.decide', because({ amount: part(claim?.announcedCents ?? 0), ...named })],
    ['clawback.repay', { amount: part(claim ? openCents(claim) : 1), date: soon, ...named }],
    ['clawback.writeOff', because({ amount: part(claim ? openCents(claim) : 1), ...named })],
    ['clawback.approveWriteOff', named],
    ['clawback.approveWriteOff', {}],
  ]
  const always: readonly Drawn[] = [
    [
      'deadline.move',
      because({
        deadline: oneOf(chance, 'x', ...Object.keys(context.deadlines)),
        to: formatInstant(story.nowMs + 1 + chance(60 * DAY)),
      }),
    ],
    ['applicant.update', { iban: oneOf(chance, bank.one, bank.two) }],
    ['applicant.succeed', { ...successor, name: `x${chance(1_000_000_000)}` }],
    ['project.assign', { person: `p${chance(1_000_000_000)}` }],
    ['note.add', { text: 'x' }],
  ]
  return [...before, ...running, ...always]
}

function drawnApplication(story: Story, chance: Chance, id: string): object {
  const applicant = story.applicants.find((each) => each.id === id)
  return {
    lines: applicant?.lines.map(({ line, kpi }) =>
      oneOf<object>(
        chance,
        { line, decision: 'continue' },
        { line, decision: 'continue' },
        { line, decision: 'reduce', kpi: kpi - 1 },
        { line, decision: 'stop' },
      ),
    ),
    stimuli: applicant?.stimuli.map(({ stimulus }) => ({
      stimulus,
      decision: oneOf(chance, 'continue', 'continue', 'stop'),
    })),
  }
}
