import type { AnyMachineSnapshot } from 'xstate'
import { ladder } from '../../../machines/deadlines.ts'
import { endControlFigures } from '../../../machines/project/accounts.ts'
import { claimNames, claimReference } from '../../../machines/project/claims.ts'
import type { ClaimName, ProjectContext } from '../../../machines/project/context.ts'
import { balanceCents, judgementOf, lineOf } from '../../../machines/project/judgement.ts'
import { phaseOf } from '../../../machines/project/phase.ts'
import { amountsOf } from '../../../machines/project/shape.ts'
import { centsOf, present } from '../../../machines/present.ts'
import { splitAward } from '../../domain/award.ts'
import { sumCents } from '../../domain/money.ts'
import type { AppliedStep } from '../../engine/draft.ts'
import type {
  LetterFacts,
  LetterLine,
  LetterStimulus,
  ReportDueFacts,
  SettlementFacts,
} from './facts.ts'

/** A letter that an event causes. */
export interface CausedLetter {
  readonly name: string
  readonly deadline: string | null
  /** What may be written once only; null: one for each event. */
  readonly once: string | null
  readonly facts: LetterFacts
}

/** The letters that an event of a project causes, from the project as the event left it. */
export function lettersOf({
  machine,
  event,
  at,
  revision,
  snapshot,
}: Pick<
  AppliedStep,
  'machine' | 'event' | 'at' | 'revision' | 'snapshot'
>): readonly CausedLetter[] {
  if (machine !== 'project' || revision === 1) return []
  const context = snapshot.context as ProjectContext
  return [
    ...ofEvent(context, snapshot, event),
    ...ofReminder(context, event.type, at),
    ...ofEnd(context, snapshot, at),
  ]
}

function ofEvent(
  context: ProjectContext,
  snapshot: AnyMachineSnapshot,
  { type, data }: AppliedStep['event'],
): readonly CausedLetter[] {
  switch (type) {
    case 'application.submit':
      return [plain('receipt', receipt(context, snapshot))]
    case 'call.awarded':
      return [plain('award', award(context))]
    case 'call.refused':
      return [plain('refusal', refusal(context, 'government'))]
    // Until the call goes to the Inspectie a rejection can be undone; then it is one for good.
    case 'call.ifReviewRequested':
      return phaseOf(snapshot) === 'rejected' ? [plain('refusal', refusal(context, 'agency'))] : []
    case 'balance.approve':
      return [plain('settlement', settlement(context)), ...hearings(context, 'balance')]
    case 'endControl.approve':
      return hearings(context, 'endControl')
    case 'clawback.decide':
      return demands(context, (data as { readonly amount: string }).amount)
    default:
      return []
  }
}

const REMINDER = 'xstate.after.nextReminder.'
const reports = ['interimReport', 'finalReport'] as const

/** A report is asked for with the first step of its ladder, once for each due date. */
function ofReminder(context: ProjectContext, type: string, at: number): readonly CausedLetter[] {
  if (!type.startsWith(REMINDER)) return []
  return reports.flatMap((report): CausedLetter[] => {
    const { dueMs = null, status } = context.deadlines[report] ?? {}
    if (dueMs === null || (status !== 'open' && status !== 'overdue')) return []
    if (!ladder(dueMs, context.terms).some(({ atMs }) => atMs === at)) return []
    const name = `reportDue.${report}`
    const facts = reportDue(context, report, dueMs, at)
    return [{ name, deadline: report, once: `${context.id} ${name} ${dueMs}`, facts }]
  })
}

function ofEnd(
  context: ProjectContext,
  snapshot: AnyMachineSnapshot,
  at: number,
): readonly CausedLetter[] {
  if (context.reached['settlement'] !== at || phaseOf(snapshot) !== 'closed') return []
  return [{ ...plain('closure', closure(context)), once: `${context.id} closure` }]
}

function plain(name: string, facts: LetterFacts): CausedLetter {
  return { name, deadline: null, once: null, facts }
}

function addressed({ applicant: { name, kbo } }: ProjectContext) {
  return { applicant: { name, kbo } }
}

function receipt(context: ProjectContext, snapshot: AnyMachineSnapshot): LetterFacts {
  const { requestedCents } = present(context.application, 'application')
  const { dueMs = null } = context.deadlines['submission'] ?? {}
  return {
    kind: 'receipt',
    ...addressed(context),
    ...linesOf(context),
    requestedCents,
    replaceableUntilMs: phaseOf(snapshot) === 'submission' ? dueMs : null,
  }
}

function award(context: ProjectContext): LetterFacts {
  const { date, reference, totalCents } = present(context.award, 'award')
  const { percent, notBefore } = context.terms.advance
  return {
    kind: 'award',
    ...addressed(context),
    date,
    reference,
    ...linesOf(context),
    totalCents,
    percent,
    ...splitAward(totalCents, percent),
    advanceNotBefore: notBefore,
    interimDueMs: context.deadlines['interimReport']?.dueMs ?? null,
    finalDueMs: context.deadlines['finalReport']?.dueMs ?? null,
    periodEnd: context.periodEnd,
  }
}

function refusal(context: ProjectContext, by: 'government' | 'agency'): LetterFacts {
  const requestedCents = context.application?.requestedCents ?? 0
  return { kind: 'refusal', ...addressed(context), by, requestedCents }
}

function reportDue(
  context: ProjectContext,
  report: ReportDueFacts['report'],
  dueMs: number,
  at: number,
): LetterFacts {
  const { lines, stimuli } = present(context.award, 'award')
  return {
    kind: 'reportDue',
    ...addressed(context),
    report,
    dueMs,
    isOverdue: at > dueMs,
    lines: lines.map(({ line, kpi }) => {
      const { action, kpiType } = lineOf(context, line)
      return { line, action, kpiType, kpi }
    }),
    stimuli: stimuli.map(({ stimulus }) => stimulus),
  }
}

function settlement(context: ProjectContext): LetterFacts {
  const { date, reference, lines, stimuli, totalCents } = present(context.award, 'award')
  const judgement = judgementOf(context)
  const settledLines = lines.map(({ line, kpi, amountCents }): SettlementFacts['lines'][number] => {
    const { action, kpiType, currentReach } = lineOf(context, line)
    const judged = judgement.lines.find((each) => each.line === line)
    return {
      line,
      action,
      kpiType,
      currentReach,
      kpi,
      achieved: judged?.achieved ?? 0,
      grantedCents: amountCents,
      unearnedCents: judged?.unearnedCents ?? 0,
    }
  })
  const settledStimuli = stimuli.map(({ stimulus, amountCents }) => {
    const judged = judgement.stimuli.find((each) => each.stimulus === stimulus)
    return { stimulus, grantedCents: amountCents, unearnedCents: judged?.unearnedCents ?? 0 }
  })
  return {
    kind: 'settlement',
    ...addressed(context),
    awardDate: date,
    awardReference: reference,
    isWithoutReport: context.judgement === null,
    lines: settledLines,
    stimuli: settledStimuli,
    totalCents,
    advanceCents: context.orders.advance?.cents ?? 0,
    balanceCents: balanceCents(context),
    unearnedCents: sumCents([...settledLines, ...settledStimuli].map((each) => each.unearnedCents)),
    payCents: balanceCents(context) - context.releasedCents,
    releasedCents: context.releasedCents,
    clawbackCents: context.claims.balance?.announcedCents ?? 0,
  }
}

/** The claim that the decision announced; none when it announced none. */
function hearings(context: ProjectContext, claim: ClaimName): readonly CausedLetter[] {
  const announced = context.claims[claim]
  const { dueMs = null } = context.deadlines[`hearing.${claim}`] ?? {}
  if (announced === null || dueMs === null) return []
  // As they were when it was decided, without the claim that came of it.
  const before = { ...context, claims: { ...context.claims, [claim]: null } }
  const { spentCents, linesAwardCents, paidForLinesCents, claimedForLinesCents } =
    endControlFigures(before)
  const facts: LetterFacts = {
    kind: 'hearing',
    ...addressed(context),
    claim,
    announcedCents: announced.announcedCents,
    dueMs,
    endControl:
      claim === 'balance'
        ? null
        : { spentCents, linesAwardCents, paidForLinesCents, claimedForLinesCents },
  }
  return [{ name: `hearing.${claim}`, deadline: `hearing.${claim}`, once: null, facts }]
}

/** Each claim is decided once; which one this was, the amount and {@link CausedLetter.once} say. */
function demands(context: ProjectContext, amount: string): readonly CausedLetter[] {
  return claimNames.flatMap((claim): CausedLetter[] => {
    const { announcedCents = 0, decidedCents = null } = context.claims[claim] ?? {}
    if (decidedCents === null || decidedCents !== centsOf(amount)) return []
    const name = `demand.${claim}`
    const deadline = `repayment.${claim}`
    const facts: LetterFacts = {
      kind: 'demand',
      ...addressed(context),
      claim,
      announcedCents,
      decidedCents,
      reference: claimReference(context.id, claim),
      dueMs: decidedCents === 0 ? null : (context.deadlines[deadline]?.dueMs ?? null),
    }
    return [{ name, deadline, once: `${context.id} ${name}`, facts }]
  })
}

function closure(context: ProjectContext): LetterFacts {
  const amounts = amountsOf(context)
  return {
    kind: 'closure',
    ...addressed(context),
    awardedCents: amounts.awardedCents,
    advancePaidCents: amounts.advancePaidCents,
    balancePaidCents: amounts.balancePaidCents,
    releasedCents: amounts.releasedCents,
    demandedCents: amounts.clawbackDemandedCents,
    recoveredCents: amounts.recoveredCents,
    writtenOffCents: amounts.writtenOffCents,
  }
}

/** Every line and stimulus of year 2, with what was asked and, once there is an award, granted. */
function linesOf(context: ProjectContext): {
  readonly lines: readonly LetterLine[]
  readonly stimuli: readonly LetterStimulus[]
} {
  const { yearTwo, application, award: granted } = context
  const amount = (funded: { readonly kpi: number; readonly amountCents: number } | undefined) =>
    funded === undefined ? null : { kpi: funded.kpi, cents: funded.amountCents }
  return {
    lines: yearTwo.lines.map(({ line, kpi, amountCents, ...rest }) => ({
      line,
      action: rest.action,
      kpiType: rest.kpiType,
      unitPriceCents: rest.unitPriceCents,
      currentReach: rest.currentReach,
      yearTwo: { kpi, cents: amountCents },
      requested: amount(application?.lines.find((each) => each.line === line)),
      granted: amount(granted?.lines.find((each) => each.line === line)),
    })),
    stimuli: yearTwo.stimuli.map(({ stimulus, amountCents }) => ({
      stimulus,
      yearTwoCents: amountCents,
      requestedCents:
        application?.stimuli.find((each) => each.stimulus === stimulus)?.amountCents ?? null,
      grantedCents:
        granted?.stimuli.find((each) => each.stimulus === stimulus)?.amountCents ?? null,
    })),
  }
}
