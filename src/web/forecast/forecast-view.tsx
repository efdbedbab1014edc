import { assumptionLimits, type AssumedValues } from '../../programme/forecast/assumptions.ts'
import type { CallForecast } from '../../programme/forecast/forecasts.ts'
import type { CallVisit } from '../agency-visit.ts'
import { MonthBars } from '../charts/month-bars.tsx'
import { page } from '../shell.tsx'
import { texts } from './forecast-texts.ts'
import { deadlineName } from '../words/deadline-name.ts'
import { wordOf, words } from '../words/words.ts'

export interface ForecastQuestion {
  /** Whether the form was sent; before that nothing is worked out. */
  readonly asked: boolean
  /** A date; '' for as far as the call goes. */
  readonly until: string
  readonly assumed: AssumedValues
}

type NumberName = keyof typeof assumptionLimits

const numbers = Object.keys(assumptionLimits) as readonly NumberName[]

/** The form of a forecast, and what comes of it: nothing of it has happened. */
export function forecastPage(
  visit: CallVisit,
  question: ForecastQuestion,
  forecast: CallForecast | null,
  wrong: string | null,
): string {
  const t = texts[visit.locale]
  return page(visit, {
    title: t.title,
    current: 'forecast',
    children: (
      <>
        <h1>{t.title}</h1>
        <p class="lead">{t.lead}</p>
        {wrong !== null && (
          <div class="message bad" role="alert">
            <p>{t.wrongUntil}</p>
          </div>
        )}
        <Assumptions visit={visit} question={question} />
        {forecast !== null && <Outcome visit={visit} forecast={forecast} />}
      </>
    ),
  })
}

function Assumptions({
  visit,
  question,
}: {
  readonly visit: CallVisit
  readonly question: ForecastQuestion
}) {
  const t = texts[visit.locale]
  return (
    <form class="panel" method="get" action="/forecast">
      <input type="hidden" name="call" value={visit.call.id} />
      <div class="row">
        <div class="field">
          <label for="until">{t.until}</label>
          <input id="until" type="date" name="until" value={question.until} />
        </div>
        {numbers.map((name) => (
          <div class="field">
            <label for={name}>{t.assume[name]}</label>
            <input
              id={name}
              name={name}
              inputMode="numeric"
              value={String(question.assumed[name])}
            />
          </div>
        ))}
        <div class="field">
          <label for="awardOn">{t.awardOn}</label>
          <input id="awardOn" type="date" name="awardOn" value={question.assumed.awardOn ?? ''} />
        </div>
      </div>
      <button>{t.workOut}</button>
    </form>
  )
}

interface Props {
  readonly visit: CallVisit
  readonly forecast: CallForecast
}

function Outcome({ visit, forecast }: Props) {
  const { locale, format } = visit
  const t = texts[locale]
  const { totals, from, until, endedBy, failures } = forecast
  return (
    <>
      <h2>{t.outcome(format.date(Date.parse(from)), format.date(Date.parse(until)))}</h2>
      {endedBy !== null && <p class="message warn">{t.ended}</p>}
      {failures.length > 0 && <p class="message bad">{t.failures(failures.join(', '))}</p>}
      <div class="scroll" tabindex={0} role="region" aria-label={t.totals}>
        <table>
          <caption>{t.totals}</caption>
          <thead>
            <tr>
              <th scope="col">{t.amount}</th>
              <th scope="col" class="number">
                {t.now}
              </th>
              <th scope="col" class="number">
                {t.atEnd}
              </th>
            </tr>
          </thead>
          <tbody>
            {totalRows.map((name) => (
              <tr>
                <th scope="row">{t.total[name]}</th>
                <td class="number">{format.euro(totals.before[name])}</td>
                <td class="number">{format.euro(totals.after[name])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Cash visit={visit} forecast={forecast} />
      <Phases visit={visit} forecast={forecast} />
      <Late visit={visit} forecast={forecast} />
      <h2>{t.notModelled}</h2>
      <ul>
        {forecast.notes.map((note) => (
          <li>{note[locale]}</li>
        ))}
        {forecast.refusals.map(({ type, count, code }) => (
          <li>{t.refused(type, format.number(count), code)}</li>
        ))}
      </ul>
    </>
  )
}

const totalRows = [
  'awardedCents',
  'advancePaidCents',
  'balancePaidCents',
  'openCents',
  'releasedCents',
  'clawbackDemandedCents',
  'recoveredCents',
  'writtenOffCents',
  'owedCents',
] as const

/** A month as `2025-07`, as the middle of it (ms): every time zone agrees which month that is. */
function monthMs(month: string): number {
  return Date.parse(`${month}-15T12:00:00Z`)
}

function Cash({ visit, forecast }: Props) {
  const { locale, format } = visit
  const t = texts[locale]
  const months = forecast.cash.filter(
    ({ advanceCents, balanceCents, demandedCents, recoveredCents }) =>
      advanceCents !== 0 || balanceCents !== 0 || demandedCents !== 0 || recoveredCents !== 0,
  )
  if (months.length === 0) return <p>{t.noCash}</p>
  return (
    <>
      <h2>{t.cash}</h2>
      <div class="scroll" tabindex={0} role="region" aria-label={t.chart}>
        <MonthBars
          title={t.chart}
          months={months.map(({ month, advanceCents, balanceCents, recoveredCents }) => ({
            label: format.shortMonth(monthMs(month)),
            up: Math.max(0, advanceCents + balanceCents),
            down: recoveredCents,
          }))}
          upLabel={t.paidOut}
          downLabel={t.cameBack}
          amount={(cents) => format.roundEuro(cents)}
        />
      </div>
      <div class="scroll" tabindex={0} role="region" aria-label={t.cash}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t.month}</th>
              {cashRows.map((name) => (
                <th scope="col" class="number">
                  {t.cashOf[name]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {months.map((row) => (
              <tr>
                <th scope="row">{format.month(monthMs(row.month))}</th>
                {cashRows.map((name) => (
                  <td class="number">{format.euro(row[name])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

const cashRows = [
  'advanceCents',
  'balanceCents',
  'releasedCents',
  'demandedCents',
  'recoveredCents',
] as const

function Phases({ visit, forecast }: Props) {
  const { locale, format } = visit
  const t = texts[locale]
  const seen = [
    ...new Set(forecast.phases.flatMap(({ phases }) => phases.map(({ phase }) => phase))),
  ]
  return (
    <>
      <h2>{t.phases}</h2>
      <div class="scroll" tabindex={0} role="region" aria-label={t.phases}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t.endOf}</th>
              {seen.map((phase) => (
                <th scope="col" class="number">
                  {wordOf(words[locale].phase, phase)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {forecast.phases.map(({ month, phases }) => (
              <tr>
                <th scope="row">{format.month(monthMs(month))}</th>
                {seen.map((each) => (
                  <td class="number">
                    {format.number(phases.find(({ phase }) => phase === each)?.projects ?? 0)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

function Late({ visit, forecast }: Props) {
  const { locale, format } = visit
  const t = texts[locale]
  if (forecast.overdue.length === 0) return <p>{t.noneLate}</p>
  return (
    <>
      <h2>{t.late}</h2>
      <div class="scroll" tabindex={0} role="region" aria-label={t.late}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t.month}</th>
              <th scope="col">{t.deadline}</th>
              <th scope="col" class="number">
                {words[locale].status.overdue}
              </th>
              <th scope="col" class="number">
                {words[locale].status.missed}
              </th>
            </tr>
          </thead>
          <tbody>
            {forecast.overdue.map(({ month, deadline, overdue, missed }) => (
              <tr>
                <th scope="row">{format.month(monthMs(month))}</th>
                <td>{deadlineName(locale, deadline)}</td>
                <td class="number">{format.number(overdue)}</td>
                <td class="number">{format.number(missed)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
