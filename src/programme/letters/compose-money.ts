import { fundedHalfUnits, unearned } from '../../domain/kpi.ts'
import { formatBba } from '../../domain/references.ts'
import { paragraph, reasonBlocks, type Composed, type Composing } from './composing.ts'
import type { Block, Row } from './document.ts'
import type { ClosureFacts, DemandFacts, HearingFacts, SettlementFacts } from './facts.ts'

/** The letters about money after the final report: balance, claims and the end. */

export function composeSettlement(composing: Composing, facts: SettlementFacts): Composed {
  const { texts, write } = composing
  const { applicant, awardDate, awardReference, isWithoutReport, payCents, clawbackCents } = facts
  const t = texts.settlement
  return {
    title: t.title,
    blocks: [
      paragraph(t.decided(applicant.name, write.date(awardDate), awardReference)),
      ...(isWithoutReport ? [paragraph(t.withoutReport)] : []),
      { is: 'heading', text: t.calculation },
      settlementTable(composing, facts),
      ...worked(composing, facts),
      ...lineReasons(composing, facts),
      { is: 'heading', text: t.outcome },
      {
        is: 'figures',
        label: t.outcome,
        rows: [
          [t.award, write.euro(facts.totalCents)],
          [t.advance, write.euro(facts.advanceCents)],
          [t.balance, write.euro(facts.balanceCents)],
          [t.unearned, write.euro(facts.unearnedCents)],
          [t.pay, write.euro(payCents)],
          [t.released, write.euro(facts.releasedCents)],
          ...(clawbackCents === 0 ? [] : [[t.clawback, write.euro(clawbackCents)] as const]),
        ],
      },
      paragraph(payCents === 0 ? t.notPaid : t.paid(write.euro(payCents))),
      ...(clawbackCents === 0 ? [] : [paragraph(t.claimed(write.euro(clawbackCents)))]),
    ],
  }
}

function settlementTable(composing: Composing, facts: SettlementFacts): Block {
  const { texts, write, actionName, stimulusName } = composing
  const { column, line: words } = texts
  return {
    is: 'table',
    table: {
      label: texts.settlement.table,
      columns: [
        { title: column.action, width: 4.4 },
        { title: column.kpi, width: 1.6, isNumber: true },
        { title: column.achieved, width: 1.8, isNumber: true },
        { title: column.granted, width: 2.4, isNumber: true },
        { title: column.unearned, width: 2.4, isNumber: true },
      ],
      rows: [
        ...facts.lines.map((line) => [
          actionName(line),
          line.kpiType === 'plan' ? words.planned : write.number(line.kpi),
          line.kpiType === 'plan'
            ? line.achieved > 0
              ? words.reached
              : words.notReached
            : write.number(line.achieved),
          write.euro(line.grantedCents),
          write.euro(line.unearnedCents),
        ]),
        ...facts.stimuli.map(({ stimulus, grantedCents, unearnedCents }) => [
          texts.stimulus(stimulusName(stimulus)),
          '–',
          '–',
          write.euro(grantedCents),
          write.euro(unearnedCents),
        ]),
      ],
      total: [texts.total, '', '', write.euro(facts.totalCents), write.euro(facts.unearnedCents)],
    },
  }
}

/** The formula, worked out for each line that lost something by it. Source: domain §5. */
function worked({ texts, write, actionName }: Composing, facts: SettlementFacts): readonly Block[] {
  const half = (reach: number, count: number) => fundedHalfUnits(reach, count) / 2
  const items = facts.lines.flatMap((line) => {
    const { kpiType, currentReach, kpi, achieved, grantedCents, unearnedCents } = line
    const byFormula = unearned(grantedCents, currentReach, kpi, achieved)
    if (kpiType === 'plan' || unearnedCents === 0 || byFormula !== unearnedCents) return []
    const promised = write.number(half(currentReach, kpi))
    const earned = write.number(half(currentReach, Math.min(achieved, kpi)))
    const how = `${write.euro(grantedCents)} × (${promised} − ${earned}) ÷ ${promised}`
    return [`${actionName(line)}: ${how} = ${write.euro(unearnedCents)}`]
  })
  if (items.length === 0) return []
  return [paragraph(texts.settlement.formula), { is: 'list', items }]
}

function lineReasons(
  { texts, parts, actionName, stimulusName }: Composing,
  facts: SettlementFacts,
) {
  if (parts.reasons.length === 0) return []
  const nameOf = (about: string | null) => {
    const line = facts.lines.find((each) => each.line === about)
    return line === undefined ? stimulusName(about ?? '') : actionName(line)
  }
  return [
    { is: 'heading', text: texts.settlement.reasons } as const,
    ...parts.reasons.map(({ about, text }): Block => ({
      is: 'quote',
      text: `${nameOf(about)}: ${text ?? texts.removed}`,
    })),
  ]
}

export function composeHearing(composing: Composing, facts: HearingFacts): Composed {
  const { texts, write, call } = composing
  const { applicant, announcedCents, endControl, dueMs } = facts
  const t = texts.hearing
  const announced = write.euro(announcedCents)
  const compared: readonly Row[] =
    endControl === null
      ? []
      : [
          [t.spent, write.euro(endControl.spentCents)],
          [t.award, write.euro(endControl.linesAwardCents)],
          [t.paid, write.euro(endControl.paidForLinesCents)],
          [t.claimed, write.euro(endControl.claimedForLinesCents)],
          [t.announced, announced],
        ]
  return {
    title: t.title,
    blocks: [
      paragraph(t.intends(announced, applicant.name, call)),
      paragraph(endControl === null ? t.balance : t.endControl),
      ...(compared.length === 0
        ? []
        : [{ is: 'figures', label: t.table, rows: compared } as const]),
      paragraph(t.react(write.due(dueMs))),
      paragraph(t.nothingYet),
    ],
  }
}

export function composeDemand(composing: Composing, facts: DemandFacts): Composed {
  const { texts, write, call, parts } = composing
  const { applicant, announcedCents, decidedCents, reference, dueMs } = facts
  const t = texts.demand
  const announced = write.euro(announcedCents)
  if (decidedCents === 0) {
    return {
      title: t.waivedTitle,
      blocks: [paragraph(t.waived(announced, applicant.name, call)), ...reasonBlocks(composing)],
    }
  }
  const { account } = parts.head
  return {
    title: t.title,
    blocks: [
      paragraph(t.decided(write.euro(decidedCents), applicant.name, call)),
      ...(decidedCents < announcedCents ? [paragraph(t.lower(announced))] : []),
      ...reasonBlocks(composing),
      { is: 'heading', text: t.how },
      {
        is: 'figures',
        label: t.how,
        rows: [
          [t.amount, write.euro(decidedCents)],
          [
            t.account,
            account === null ? t.accountUnknown : t.accountOf(spaced(account.iban), account.name),
          ],
          [t.reference, formatBba(reference)],
          ...(dueMs === null ? [] : [[t.due, write.due(dueMs)] as const]),
        ],
      },
      paragraph(t.exactly),
      paragraph(t.late),
    ],
  }
}

export function composeClosure(composing: Composing, facts: ClosureFacts): Composed {
  const { texts, write, call, parts } = composing
  const t = texts.closure
  const rows: readonly (readonly [label: string, cents: number])[] = [
    [t.award, facts.awardedCents],
    [t.advance, facts.advancePaidCents],
    [t.balance, facts.balancePaidCents],
    [t.released, facts.releasedCents],
    [t.demanded, facts.demandedCents],
    [t.recovered, facts.recoveredCents],
    [t.writtenOff, facts.writtenOffCents],
  ]
  return {
    title: t.title,
    blocks: [
      paragraph(t.closed(facts.applicant.name, call, write.day(parts.atMs))),
      {
        is: 'figures',
        label: t.table,
        rows: rows.map(([label, cents]) => [label, write.euro(cents)] as const),
      },
      paragraph(t.nothing),
    ],
  }
}

/** "BE68 5390 0754 7034". */
function spaced(iban: string): string {
  return iban.replaceAll(/(.{4})(?=.)/g, '$1 ')
}
