import { fundedHalfUnits } from '../../domain/kpi.ts'
import { paragraph, type Composed, type Composing } from './composing.ts'
import type { AwardFacts, LetterLine, LetterStimulus, ReceiptFacts } from './facts.ts'

/** The letters around an application: its receipt, and the award with its calculation. */

export function composeReceipt(composing: Composing, facts: ReceiptFacts): Composed {
  const { texts, write, call, parts, actionName, stimulusName } = composing
  const { applicant, lines, stimuli, requestedCents, replaceableUntilMs } = facts
  const { column } = texts
  const t = texts.receipt
  const kpi = ({ kpiType }: LetterLine, value: number) =>
    kpiType === 'plan' ? texts.line.planned : write.number(value)
  return {
    title: t.title,
    blocks: [
      paragraph(
        t.received(
          applicant.name,
          call,
          write.moment(parts.atMs),
          `${parts.instance}:${parts.revision}`,
        ),
      ),
      paragraph(t.asks(write.euro(requestedCents))),
      {
        is: 'table',
        table: {
          label: t.table,
          columns: [
            { title: column.action, width: 5 },
            { title: column.kpiYearTwo, width: 2, isNumber: true },
            { title: column.kpi, width: 2, isNumber: true },
            { title: column.requested, width: 2.4, isNumber: true },
          ],
          rows: [
            ...lines.map((line) => [
              actionName(line),
              kpi(line, line.yearTwo.kpi),
              line.requested === null ? texts.line.stopped : kpi(line, line.requested.kpi),
              write.euro(line.requested?.cents ?? 0),
            ]),
            ...stimuli.map(({ stimulus, requestedCents: cents }) => [
              texts.stimulus(stimulusName(stimulus)),
              '–',
              cents === null ? texts.line.stopped : '–',
              write.euro(cents ?? 0),
            ]),
          ],
          total: [texts.total, '', '', write.euro(requestedCents)],
        },
      },
      paragraph(
        replaceableUntilMs === null ? t.resubmitted : t.replaceable(write.due(replaceableUntilMs)),
      ),
      paragraph(t.proves),
    ],
  }
}

export function composeAward(composing: Composing, facts: AwardFacts): Composed {
  const { texts, write, call, actionName, stimulusName } = composing
  const { applicant, lines, stimuli, totalCents } = facts
  const { column } = texts
  const t = texts.award
  const total = write.euro(totalCents)
  return {
    title: t.title,
    blocks: [
      paragraph(t.decided(write.date(facts.date), applicant.name, total, call)),
      paragraph(t.decree(facts.reference)),
      { is: 'heading', text: t.calculation },
      {
        is: 'table',
        table: {
          label: t.table,
          columns: [
            { title: column.action, width: 5 },
            { title: column.kpi, width: 1.3, isNumber: true },
            { title: column.calculation, width: 4.4 },
            { title: column.granted, width: 2.4, isNumber: true },
          ],
          rows: [
            ...lines.map((line) => [
              actionName(line),
              line.granted === null || line.kpiType === 'plan'
                ? '–'
                : write.number(line.granted.kpi),
              calculationOf(composing, line),
              write.euro(line.granted?.cents ?? 0),
            ]),
            ...stimuli.map((stimulus) => [
              texts.stimulus(stimulusName(stimulus.stimulus)),
              '–',
              stimulusText(composing, stimulus),
              write.euro(stimulus.grantedCents ?? 0),
            ]),
          ],
          total: [texts.total, '', '', total],
        },
      },
      ...(lines.some(isReduced) ? [paragraph(t.formula)] : []),
      { is: 'heading', text: t.payment },
      {
        is: 'figures',
        label: t.payment,
        rows: [
          [t.advance(facts.percent), write.euro(facts.advanceCents)],
          [t.balance, write.euro(facts.balanceCents)],
          [t.total, total],
        ],
      },
      paragraph(t.when(write.date(facts.advanceNotBefore))),
      { is: 'heading', text: t.expects },
      {
        is: 'list',
        items: [
          ...(facts.interimDueMs === null ? [] : [t.interim(write.due(facts.interimDueMs))]),
          ...(facts.finalDueMs === null ? [] : [t.final(write.due(facts.finalDueMs))]),
          t.accounts,
        ],
      },
      paragraph(t.period(write.date(facts.periodEnd))),
    ],
  }
}

function isReduced({ kpiType, granted, yearTwo }: LetterLine): boolean {
  return kpiType === 'count' && granted !== null && granted.kpi < yearTwo.kpi
}

/** How a line came to its amount: "€ 120,00 × 250 = € 30.000,00". Source: nota §2.4. */
function calculationOf({ texts, write }: Composing, line: LetterLine): string {
  const { requested, granted, yearTwo } = line
  const t = texts.line
  if (requested === null) return t.stopped
  if (granted === null) return t.notGranted(write.euro(requested.cents))
  const lowered = granted.cents < requested.cents ? t.lowered(write.euro(requested.cents)) : ''
  return [isReduced(line) ? formulaOf({ write, texts }, line, requested) : t.continued, lowered]
    .filter((each) => each !== '')
    .join('; ')
    .concat(yearTwo.cents === requested.cents && isReduced(line) ? `; ${t.atMost}` : '')
}

function formulaOf(
  { write }: Pick<Composing, 'write' | 'texts'>,
  { unitPriceCents, currentReach }: LetterLine,
  { kpi }: { readonly kpi: number },
): string {
  const units = fundedHalfUnits(currentReach, kpi)
  const half = kpi <= 2 * (kpi - currentReach)
  const how = half
    ? `${write.number(kpi)} ÷ 2`
    : `(${write.number(kpi)} − ${write.number(currentReach)})`
  const price = write.euro(unitPriceCents)
  const cents = Math.floor((unitPriceCents * units + 1) / 2)
  return `${price} × ${how} = ${write.euro(cents)}`
}

function stimulusText({ texts, write }: Composing, stimulus: LetterStimulus): string {
  const { requestedCents, grantedCents } = stimulus
  if (requestedCents === null) return texts.line.stopped
  if (grantedCents === null) return texts.line.notGranted(write.euro(requestedCents))
  return grantedCents < requestedCents
    ? texts.line.lowered(write.euro(requestedCents))
    : texts.line.fixed
}
