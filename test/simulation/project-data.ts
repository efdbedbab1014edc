import { paidCents, proposedEndControl } from '../../machines/project/accounts.ts'
import { openCents } from '../../machines/project/claims.ts'
import type { ProjectContext } from '../../machines/project/context.ts'
import { isReached, proposedBalance } from '../../machines/project/judgement.ts'
import { formatEuro } from '../../src/domain/money.ts'
import type { Chance } from './chance.ts'

const dayMs = 86_400_000
const iban = 'BE15091000000130'

export const euro = formatEuro

export function dateAt(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}

type Build = (context: ProjectContext, chance: Chance, nowMs: number) => unknown

const reasoned: Build = () => ({ reason: 'Zo besloten' })
const approved: Build = ({ proposal }, chance) =>
  chance.percent(30) && proposal !== null ? { proposal: proposal.id } : {}

const builders: Readonly<Record<string, Build>> = {
  'application.submit': submission,
  'application.withdraw': reasoned,
  'application.reject': reasoned,
  'application.reassess': reasoned,
  'application.return': (_, chance, nowMs) => ({
    question: 'Welke KPI?',
    until: ahead(chance, nowMs),
  }),
  'submission.reopen': (_, chance, nowMs) => ({
    reason: 'Overmacht',
    until: ahead(chance, nowMs),
  }),
  'payment.execute': (context, chance, nowMs) => ({
    order: orderOf(context, chance),
    date: dateAt(nowMs),
  }),
  'payment.fail': (context, chance) => ({ order: orderOf(context, chance), reason: 'Geweigerd' }),
  'payment.return': (context, chance, nowMs) => ({
    order: orderOf(context, chance),
    date: dateAt(nowMs),
    reason: 'Rekening gesloten',
  }),
  'payment.retry': (context, chance) => ({
    order: orderOf(context, chance),
    ...(chance.percent(50) ? { iban } : {}),
  }),
  'interimReport.submit': ({ award, yearTwo }, chance) => ({
    kpis: (award?.lines ?? []).map(({ line, kpi }) => ({
      line,
      achieved: achieved(yearTwo, line, kpi, chance),
    })),
  }),
  'finalReport.submit': finalReport,
  'finalReport.accept': judgement,
  'interimReport.return': returned,
  'finalReport.return': returned,
  'learningNetwork.attend': (_, _chance, nowMs) => ({ network: 'Gent', date: dateAt(nowMs) }),
  'period.extend': ({ periodEnd }, chance) => ({
    until: dateAt(Date.parse(periodEnd) + chance.between(-5, 60) * dayMs),
    reason: 'Later begonnen',
  }),
  'accounts.submit': accounts,
  'accounts.requestClarification': (_, chance, nowMs) => ({
    question: 'Waar is het eigen aandeel?',
    until: ahead(chance, nowMs),
  }),
  'accounts.clarify': (context, chance) => ({
    answer: 'Op een andere code.',
    ...(chance.percent(50) ? accounts(context, chance) : {}),
  }),
  'project.terminate': reasoned,
  'balance.propose': (context, chance) => {
    const { payCents, clawbackCents } = proposedBalance(context)
    const isOwn = chance.percent(25)
    return {
      pay: euro(isOwn ? chance.int(payCents + 2) : payCents),
      clawback: euro(isOwn ? chance.int(500_000) : clawbackCents),
      reason: 'Volgens het rapport',
    }
  },
  'balance.approve': approved,
  'balance.return': reasoned,
  'endControl.propose': (context, chance) => ({
    clawback: euro(
      chance.percent(50)
        ? proposedEndControl(context).clawbackCents
        : chance.int(paidCents(context) + 1),
    ),
    reason: 'Volgens de rekening',
  }),
  'endControl.approve': approved,
  'endControl.return': reasoned,
  'clawback.hear': () => ({ statement: 'Wij aanvaarden dit.' }),
  'clawback.decide': (context, chance) => ({
    amount: euro(chance.percent(80) ? announced(context) : chance.int(announced(context) + 2)),
    reason: 'Gehoord',
  }),
  'clawback.repay': (context, chance, nowMs) => ({
    amount: euro(owed(context, chance)),
    date: dateAt(nowMs),
  }),
  'clawback.writeOff': (context, chance) => ({
    amount: euro(owed(context, chance)),
    reason: 'Oninbaar',
  }),
  'deadline.move': ({ deadlines }, chance, nowMs) => ({
    deadline: chance.pick([...Object.keys(deadlines), 'finalReport']),
    to: ahead(chance, nowMs),
    reason: 'Overmacht',
  }),
  'applicant.succeed': (_, chance, nowMs) => ({
    name: 'Fusiestad',
    kbo: '0207451227',
    date: ahead(chance, nowMs),
    reference: 'Fusiedecreet',
    ...(chance.percent(50) ? { iban } : {}),
  }),
  'applicant.update': (_, chance) =>
    chance.percent(50) ? { email: 'nieuw@stad.example' } : { iban },
  'project.assign': (_, chance) => ({ person: chance.pick(['rik', 'roos', 'rita']) }),
  'note.add': () => ({ text: 'Gebeld.' }),
}

/** A payload for an event of a project; mostly one that its rules accept. */
export function projectData(
  chance: Chance,
  type: string,
  context: ProjectContext | undefined,
  nowMs: number,
): unknown {
  if (context === undefined) return {}
  try {
    return builders[type]?.(context, chance, nowMs) ?? {}
  } catch {
    // Nothing is proposed for a project that is not there yet.
    return {}
  }
}

function ahead(chance: Chance, nowMs: number): string {
  return dateAt(nowMs + chance.between(chance.percent(5) ? -3 : 1, 45) * dayMs)
}

function submission({ yearTwo }: ProjectContext, chance: Chance): unknown {
  return {
    lines: yearTwo.lines.map(({ line, kpi }) => {
      const decision = chance.weighted({ continue: 60, reduce: 25, stop: 15 })
      const lower = chance.int(kpi + (chance.percent(5) ? 10 : 0))
      return { line, decision, ...(decision === 'reduce' ? { kpi: lower } : {}) }
    }),
    stimuli: yearTwo.stimuli.map(({ stimulus }) => ({
      stimulus,
      decision: chance.percent(80) ? 'continue' : 'stop',
    })),
  }
}

function orderOf({ id, orders }: ProjectContext, chance: Chance): string {
  const known = [orders.advance, orders.balance].flatMap((order) => order?.id ?? [])
  const open = [orders.advance, orders.balance].find((order) => order?.paidMs === null)
  if (open && chance.percent(80)) return open.id
  return chance.pick([...known, `${id}/advance`])
}

function achieved(
  yearTwo: ProjectContext['yearTwo'],
  line: string,
  kpi: number,
  chance: Chance,
): number {
  const isPlan = yearTwo.lines.find((each) => each.line === line)?.kpiType === 'plan'
  return isPlan ? chance.int(2) : chance.int(Math.ceil(kpi * 1.4) + 1)
}

function finalReport({ award, yearTwo }: ProjectContext, chance: Chance): unknown {
  return {
    kpis: (award?.lines ?? []).map(({ line, kpi }) => ({
      line,
      achieved: achieved(yearTwo, line, kpi, chance),
      actionsTaken: 'Praattafels',
      ...(chance.percent(90) ? { motivation: 'Te weinig begeleiders' } : {}),
    })),
    stimuli: (award?.stimuli ?? []).map(({ stimulus }) => ({ stimulus, account: 'Besteed' })),
  }
}

function judgement({ award, final }: ProjectContext, chance: Chance): unknown {
  if (award === null || final === null) return {}
  const missed = final.kpis.filter(({ line, achieved: count }) => !isReached(award, line, count))
  return {
    lines: missed.map(({ line }) =>
      chance.percent(20)
        ? { line, unearned: euro(chance.int(100_000)), reason: 'Deels' }
        : { line, sufficient: chance.percent(50) },
    ),
    stimuli: award.stimuli.map(({ stimulus }) => ({ stimulus, used: chance.percent(75) })),
  }
}

function returned(_: ProjectContext, chance: Chance, nowMs: number): unknown {
  return {
    question: 'Welke acties?',
    ...(chance.percent(50) ? { until: ahead(chance, nowMs) } : {}),
  }
}

function accounts({ terms, applicant, award }: ProjectContext, chance: Chance): object {
  const amount = euro(chance.int(3 * (award?.totalCents ?? 1) + 1))
  const entry =
    applicant.kind === 'de-rand'
      ? { chapter: 'Samenleven', amount }
      : { code: chance.pick(terms.accounts.codes), amount }
  return { year: Number(chance.pick(Object.keys(terms.accounts.due))), entries: [entry] }
}

function announced({ claims }: ProjectContext): number {
  const open = [claims.balance, claims.endControl].find((claim) => claim?.decidedCents === null)
  return open?.announcedCents ?? 0
}

function owed({ claims }: ProjectContext, chance: Chance): number {
  const open = [claims.balance, claims.endControl].find(
    (claim) => claim !== null && claim.decidedCents !== null && openCents(claim) > 0,
  )
  const cents = open ? openCents(open) : 0
  return chance.percent(60) ? cents : chance.int(cents + 2)
}
