import type { Budget, MoneyKind, MoneyMonth } from '../../programme/queries.ts'
import { Bar } from '../charts/bar.tsx'
import { MonthBars } from '../charts/month-bars.tsx'
import { catalogue } from '../catalogue.ts'
import type { CallVisit } from '../agency-visit.ts'
import type { Visit } from '../visit.ts'
import { tablePath } from '../portfolio/board.tsx'
import { page } from '../shell.tsx'

/** Where the money of a call stands, as a waterfall, and month by month. */
export function budgetPage(
  visit: CallVisit,
  budget: Budget,
  months: readonly MoneyMonth[],
): string {
  const { locale, format } = visit
  const t = texts[locale]
  const { ceilingCents, amounts, unmatchedCents } = budget
  const paidCents = amounts.advancePaidCents + amounts.balancePaidCents
  return page(visit, {
    title: t.title,
    current: 'budget',
    children: (
      <div
        id="budget"
        hx-get={visit.path}
        hx-select="#budget"
        hx-swap="outerHTML"
        hx-trigger="changed from:body"
      >
        <h1>{t.title}</h1>
        <p class="lead">
          {t.lead(
            format.euro(ceilingCents),
            format.euro(amounts.awardedCents),
            format.euro(paidCents),
          )}
        </p>
        <h2>{t.awards}</h2>
        <Waterfall visit={visit} name={t.awards} of={ceilingCents} steps={awardSteps(t, budget)} />
        <h2>{t.claims}</h2>
        <Waterfall
          visit={visit}
          name={t.claims}
          of={amounts.clawbackDemandedCents}
          steps={claimSteps(t, budget)}
        />
        {unmatchedCents > 0 && <p>{t.unmatched(format.euro(unmatchedCents))}</p>}
        <p>
          {budget.agreesWithLedger ? (
            <span class="tag good">✓ {t.agrees}</span>
          ) : (
            <span class="tag bad">⚠ {t.differs}</span>
          )}
        </p>
        <h2>{t.byMonth}</h2>
        <Months visit={visit} months={months} />
      </div>
    ),
  })
}

interface Step {
  readonly label: string
  readonly cents: number
  /** Where its bar begins; it ends `cents` further. */
  readonly fromCents: number
  readonly tone: 'plain' | 'good' | 'warn' | 'bad'
  /** The projects that it opens, with their number; null for what is of no project. */
  readonly of: { readonly money: MoneyKind; readonly count: number } | null
}

type Texts = (typeof texts)['nl']

/** The award falls apart into what was paid, what is still to come and what was released. */
function awardSteps(t: Texts, budget: Budget): readonly Step[] {
  const { ceilingCents, amounts, unpaidCents, counts } = budget
  const { awardedCents, advancePaidCents, balancePaidCents, releasedCents } = amounts
  const whole = [
    { label: t.ceiling, cents: ceilingCents, fromCents: 0, tone: 'plain', of: null },
    {
      label: t.awarded,
      cents: awardedCents,
      fromCents: 0,
      tone: 'plain',
      of: { money: 'awarded', count: counts.awarded },
    },
  ] as const
  const parts = stacked(awardedCents, [
    { label: t.advancePaid, cents: advancePaidCents, tone: 'good', money: 'advancePaid' },
    { label: t.balancePaid, cents: balancePaidCents, tone: 'good', money: 'balancePaid' },
    { label: t.unpaid, cents: unpaidCents, tone: 'plain', money: 'unpaid' },
    { label: t.released, cents: releasedCents, tone: 'warn', money: 'released' },
  ])
  return [...whole, ...parts.map((part) => counted(part, counts))]
}

function claimSteps(t: Texts, budget: Budget): readonly Step[] {
  const { amounts, owedCents, counts } = budget
  const { clawbackDemandedCents: demandedCents, recoveredCents, writtenOffCents } = amounts
  const parts = stacked(demandedCents, [
    { label: t.recovered, cents: recoveredCents, tone: 'good', money: 'recovered' },
    { label: t.writtenOff, cents: writtenOffCents, tone: 'warn', money: 'writtenOff' },
    { label: t.owed, cents: owedCents, tone: 'bad', money: 'owed' },
  ])
  return [
    {
      label: t.demanded,
      cents: demandedCents,
      fromCents: 0,
      tone: 'bad',
      of: { money: 'demanded', count: counts.demanded },
    },
    ...parts.map((part) => counted(part, counts)),
  ]
}

interface Part {
  readonly label: string
  readonly cents: number
  readonly tone: Step['tone']
  readonly money: MoneyKind
}

/** Each begins where what is left after it ends: from the whole down to 0. */
function stacked(
  wholeCents: number,
  parts: readonly Part[],
): readonly (Part & { readonly fromCents: number })[] {
  let leftCents = wholeCents
  return parts.map((part) => {
    leftCents -= part.cents
    return { ...part, fromCents: leftCents }
  })
}

function counted(
  { money, ...part }: Part & { readonly fromCents: number },
  counts: Budget['counts'],
): Step {
  return { ...part, of: { money, count: counts[money] } }
}

function Waterfall({
  visit,
  name,
  of,
  steps,
}: {
  readonly visit: CallVisit
  readonly name: string
  readonly of: number
  readonly steps: readonly Step[]
}) {
  const { locale, format } = visit
  const t = texts[locale]
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={name}>
      <table class="waterfall">
        <thead>
          <tr>
            <th scope="col">{t.what}</th>
            <th scope="col">{t.drawn}</th>
            <th scope="col" class="number">
              {t.amount}
            </th>
            <th scope="col" class="number">
              {t.projects}
            </th>
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <tr>
              <th scope="row">
                <Opens visit={visit} step={step}>
                  {step.label}
                </Opens>
              </th>
              <td>
                <Opens visit={visit} step={step} isSecond>
                  <Bar
                    title={`${step.label}: ${format.euro(step.cents)}`}
                    of={of}
                    from={step.fromCents}
                    to={step.fromCents + step.cents}
                    tone={step.tone}
                  />
                </Opens>
              </td>
              <td class="number">{format.euro(step.cents)}</td>
              <td class="number">{step.of === null ? '' : format.number(step.of.count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** A link to the projects behind an amount; the bar is a second one, which the keyboard passes. */
function Opens({
  visit,
  step,
  isSecond = false,
  children,
}: {
  readonly visit: CallVisit
  readonly step: Step
  readonly isSecond?: boolean
  readonly children: preact.ComponentChildren
}) {
  if (step.of === null || step.of.count === 0) return <>{children}</>
  const href = tablePath({ call: visit.call.id, money: step.of.money })
  return (
    <a href={href} tabindex={isSecond ? -1 : undefined}>
      {children}
    </a>
  )
}

function Months({
  visit,
  months,
}: {
  readonly visit: Visit
  readonly months: readonly MoneyMonth[]
}) {
  const { locale, format } = visit
  const t = texts[locale]
  if (months.length === 0) return <p>{t.noMonths}</p>
  const sum = (amount: (month: MoneyMonth) => number) =>
    format.euro(months.reduce((cents, month) => cents + amount(month), 0))
  return (
    <>
      <div class="scroll" tabindex={0} role="region" aria-label={t.chart}>
        <MonthBars
          title={t.chart}
          months={months.map(({ month, paidCents, recoveredCents }) => ({
            label: format.shortMonth(startOf(month)),
            up: paidCents,
            down: recoveredCents,
          }))}
          upLabel={t.paid}
          downLabel={t.recovered}
          amount={(cents) => format.roundEuro(cents)}
        />
      </div>
      <div class="scroll" tabindex={0} role="region" aria-label={t.byMonth}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t.month}</th>
              <th scope="col" class="number">
                {t.paid}
              </th>
              <th scope="col" class="number">
                {t.recovered}
              </th>
            </tr>
          </thead>
          <tbody>
            {months.map(({ month, paidCents, recoveredCents }) => (
              <tr>
                <th scope="row">{format.month(startOf(month))}</th>
                <td class="number">{paidCents === 0 ? '–' : format.euro(paidCents)}</td>
                <td class="number">{recoveredCents === 0 ? '–' : format.euro(recoveredCents)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t.together}</th>
              <td class="number">{sum(({ paidCents }) => paidCents)}</td>
              <td class="number">{sum(({ recoveredCents }) => recoveredCents)}</td>
            </tr>
          </tfoot>
        </table>
      </div>
      <p class="faint">{t.booked}</p>
    </>
  )
}

/** A moment in a month that is of it wherever one stands. */
function startOf(month: string): number {
  return Date.parse(`${month}-15`)
}

const texts = catalogue(
  {
    title: 'Budget',
    lead: (ceiling: string, awarded: string, paid: string) =>
      `Van het budget van ${ceiling} is ${awarded} toegekend; daarvan is ${paid} betaald.`,
    awards: 'Van budget tot betaling',
    claims: 'Terugvorderingen',
    what: 'Wat',
    drawn: 'Aandeel',
    amount: 'Bedrag',
    projects: 'Projecten',
    ceiling: 'Budget (plafond)',
    awarded: 'Toegekend',
    advancePaid: 'Voorschot betaald',
    balancePaid: 'Saldo betaald',
    unpaid: 'Nog te betalen (gereserveerd of opdracht gegeven)',
    released: 'Vrijgegeven: wordt niet meer betaald',
    demanded: 'Teruggevorderd',
    recovered: 'Terugbetaald',
    writtenOff: 'Kwijtgescholden',
    owed: 'Nog terug te betalen',
    unmatched: (amount: string) =>
      `Ontvangen zonder dat er een terugvordering bij hoort: ${amount}.`,
    agrees: 'Deze bedragen stemmen overeen met het grootboek.',
    differs: 'Deze bedragen wijken af van het grootboek; meld dit aan de systeembeheerder.',
    byMonth: 'Per maand',
    chart: 'Per maand betaald en terugbetaald; dezelfde cijfers staan in de tabel eronder',
    month: 'Maand',
    paid: 'Betaald',
    together: 'Samen',
    booked:
      'In de maand waarin het geboekt werd. Een betaling die terugkeerde, is ervan afgetrokken.',
    noMonths: 'Er is nog niets betaald.',
  },
  {
    title: 'Budget',
    lead: (ceiling: string, awarded: string, paid: string) =>
      `Of the budget of ${ceiling}, ${awarded} is awarded; of that, ${paid} is paid.`,
    awards: 'From budget to payment',
    claims: 'Claims',
    what: 'What',
    drawn: 'Share',
    amount: 'Amount',
    projects: 'Projects',
    ceiling: 'Budget (ceiling)',
    awarded: 'Awarded',
    advancePaid: 'Advance paid',
    balancePaid: 'Balance paid',
    unpaid: 'Still to be paid (reserved or ordered)',
    released: 'Released: will not be paid',
    demanded: 'Claimed back',
    recovered: 'Repaid',
    writtenOff: 'Written off',
    owed: 'Still to be repaid',
    unmatched: (amount: string) => `Received without a claim that it belongs to: ${amount}.`,
    agrees: 'These amounts agree with the ledger.',
    differs: 'These amounts differ from the ledger; tell the system administrator.',
    byMonth: 'By month',
    chart: 'Paid and repaid by month; the same figures are in the table below',
    month: 'Month',
    paid: 'Paid',
    together: 'Together',
    booked: 'In the month in which it was booked. A payment that came back is taken off.',
    noMonths: 'Nothing was paid yet.',
  },
)
