import type { CallParameters } from '../../domain/call.ts'
import type { Instance } from '../../engine/index.ts'
import { catalogue } from '../catalogue.ts'
import { lineTitle } from '../forms/project-plans.ts'
import { nameOf } from '../forms/subject-name.ts'
import { pathOf } from '../paths.ts'
import { page } from '../shell.tsx'
import type { Visit } from '../visit.ts'
import { wordOf, words } from '../words/words.ts'
import type { SimulatedResult, SimulatedSettlement } from './simulation.ts'

interface Parts {
  readonly target: Instance
  readonly parameters: CallParameters
  /** Null while nothing is awarded. */
  readonly simulation: SimulatedSettlement | null
}

/** What results would mean for the balance: per line what is not earned, and who then owes what. */
export function settlementView(visit: Visit, parts: Parts): string {
  const { target, simulation } = parts
  const { locale } = visit
  const t = texts[locale]
  return page(visit, {
    title: t.title,
    ...(visit.isAgency ? {} : { current: 'own' as const }),
    children: (
      <>
        <p>
          <a href={pathOf(target.id)}>← {nameOf(locale, target)}</a>
        </p>
        <h1>{t.title}</h1>
        {simulation === null ? (
          <p class="lead">{t.noAward}</p>
        ) : (
          <>
            <p class="lead">{t.explained}</p>
            <Result visit={visit} simulation={simulation} />
            <h2>{t.results}</h2>
            <Form visit={visit} parts={parts} simulation={simulation} />
          </>
        )}
      </>
    ),
  })
}

function Form({
  visit,
  parts: { target, parameters },
  simulation: { lines, stimuli },
}: {
  readonly visit: Visit
  readonly parts: Parts
  readonly simulation: SimulatedSettlement
}) {
  const { locale, format } = visit
  const t = texts[locale]
  return (
    <form method="get" action="/simulator/settlement">
      <input type="hidden" name="project" value={target.id} />
      <input type="hidden" name="chosen" value="yes" />
      {lines.map((result, index) => (
        <fieldset>
          <legend>{lineTitle({ parameters, locale }, result.line)}</legend>
          <p class="faint">
            {result.units === null
              ? t.plan(format.euro(result.amountCents))
              : t.granted(
                  format.number(result.kpi),
                  format.number(result.line.currentReach),
                  format.euro(result.amountCents),
                )}
          </p>
          <div class="row">
            <div class="field">
              <label for={`achieved-${index}`}>{result.units === null ? t.made : t.achieved}</label>
              <input
                id={`achieved-${index}`}
                name={`kpis.${index}.achieved`}
                inputMode="numeric"
                autocomplete="off"
                value={result.choice.achieved}
              />
            </div>
            <div class="field">
              <label>
                <input
                  type="checkbox"
                  name={`kpis.${index}.motivated`}
                  value="yes"
                  checked={result.choice.isMotivated}
                />{' '}
                {t.motivated}
              </label>
            </div>
          </div>
          <p>
            {t.unearned} <strong>{format.euro(result.unearnedCents)}</strong>{' '}
            <Worked visit={visit} result={result} />
          </p>
        </fieldset>
      ))}
      {stimuli.map(({ stimulus, amountCents, isUsed }, index) => (
        <fieldset>
          <legend>{wordOf(words[locale].stimulus, stimulus)}</legend>
          <label>
            <input type="checkbox" name={`stimuli.${index}.used`} value="yes" checked={isUsed} />
            {` ${t.used(format.euro(amountCents))}`}
          </label>
        </fieldset>
      ))}
      <div class="buttons">
        <button>{t.calculate}</button>
      </div>
    </form>
  )
}

/** How what is not earned comes about. Source: nota §2.5; domain §5. */
function Worked({ visit, result }: { readonly visit: Visit; readonly result: SimulatedResult }) {
  const { locale, format } = visit
  const t = texts[locale]
  const { units, amountCents, unearnedCents, choice, isMissing } = result
  if (isMissing) return <small>{t.countsAsNothing}</small>
  if (unearnedCents === 0)
    return <small>{choice.isMotivated ? t.reachedOrMotivated : t.reached}</small>
  if (units === null || units.promised === 0) return <small>{t.all}</small>
  return (
    <small>
      {t.formula(
        format.euro(amountCents),
        format.number(units.promised),
        format.number(units.earned),
      )}
    </small>
  )
}

function Result({
  visit,
  simulation,
}: {
  readonly visit: Visit
  readonly simulation: SimulatedSettlement
}) {
  const { locale, format } = visit
  const t = texts[locale]
  const { awardedCents, balanceCents, unearnedCents, payCents, clawbackCents } = simulation
  const amounts = [
    [t.awarded, awardedCents],
    [t.balance, balanceCents],
    [t.unearnedTotal, unearnedCents],
    [t.pay, payCents],
    [t.clawback, clawbackCents],
  ] as const
  return (
    <section aria-labelledby="result">
      <h2 id="result">{t.result}</h2>
      <dl class="totals">
        {amounts.map(([label, cents]) => (
          <div>
            <dt>{label}</dt>
            <dd>{format.euro(cents)}</dd>
          </div>
        ))}
      </dl>
      <p>
        {clawbackCents > 0
          ? t.owes(format.euro(clawbackCents))
          : payCents < balanceCents
            ? t.part(format.euro(payCents), format.euro(balanceCents))
            : t.whole(format.euro(payCents))}
      </p>
      <p class="faint">{t.noRight}</p>
    </section>
  )
}

const texts = catalogue(
  {
    title: 'Wat betekent het resultaat voor het saldo?',
    noAward: 'Er is nog niets toegekend; er valt nog geen saldo te berekenen.',
    explained:
      'Vul per lijn in wat bereikt is en zie wat het agentschap daarna zou voorstellen. ' +
      'Er wordt niets ingediend of bewaard.',
    granted: (kpi: string, reach: string, amount: string) =>
      `Toegekend: KPI ${kpi}, waarvan ${reach} al bereikt bij de aanvraag; ${amount}.`,
    plan: (amount: string) => `Toegekend: ${amount} voor een plan.`,
    achieved: 'Behaalde KPI (huidig bereik inbegrepen)',
    made: 'Is het plan er? 1 voor ja, 0 voor nee',
    motivated: 'De motivering voor wat niet gehaald is, wordt aanvaard',
    used: (amount: string) => `De stimulans van ${amount} werd gebruikt`,
    unearned: 'Niet verdiend:',
    countsAsNothing: 'niets ingevuld telt als 0 bereikt',
    reached: 'de KPI is gehaald',
    reachedOrMotivated: 'de KPI is gehaald of de motivering is afdoende',
    all: 'het hele bedrag van deze lijn',
    formula: (amount: string, promised: string, earned: string) =>
      `${amount} × (${promised} − ${earned}) / ${promised}: toegekend voor ${promised} eenheden, ` +
      `bereikt ${earned}`,
    calculate: 'Bereken',
    result: 'Samen',
    results: 'Uw resultaten',
    awarded: 'Toegekend',
    balance: 'Saldo',
    unearnedTotal: 'Niet verdiend',
    pay: 'Uit te betalen',
    clawback: 'Terug te betalen',
    owes: (cents: string) =>
      `Er is meer niet verdiend dan het saldo groot is: van het voorschot zou ${cents} worden ` +
      'teruggevorderd.',
    part: (pay: string, balance: string) =>
      `Van het saldo van ${balance} zou ${pay} worden uitbetaald.`,
    whole: (pay: string) => `Het hele saldo van ${pay} zou worden uitbetaald.`,
    noRight:
      'Dit is een berekening. Het agentschap beslist, na het eindrapport en met een tweede ' +
      'persoon.',
  },
  {
    title: 'What does the result mean for the balance?',
    noAward: 'Nothing is awarded yet; there is no balance to calculate.',
    explained:
      'Fill in for each line what was reached, and see what the agency would then propose. ' +
      'Nothing is handed in or kept.',
    granted: (kpi: string, reach: string, amount: string) =>
      `Granted: KPI ${kpi}, of which ${reach} reached before; ${amount}.`,
    plan: (amount: string) => `Granted: ${amount} for a plan.`,
    achieved: 'KPI reached (current reach included)',
    made: 'Is the plan there? 1 for yes, 0 for no',
    motivated: 'The motivation for what was not reached is accepted',
    used: (amount: string) => `The stimulus of ${amount} was used`,
    unearned: 'Not earned:',
    countsAsNothing: 'nothing filled in counts as 0 reached',
    reached: 'the KPI was reached',
    reachedOrMotivated: 'the KPI was reached or the motivation suffices',
    all: 'the whole amount of this line',
    formula: (amount: string, promised: string, earned: string) =>
      `${amount} × (${promised} − ${earned}) / ${promised}: granted for ${promised} units, ` +
      `reached ${earned}`,
    calculate: 'Calculate',
    result: 'Together',
    results: 'Your results',
    awarded: 'Awarded',
    balance: 'Balance',
    unearnedTotal: 'Not earned',
    pay: 'To be paid',
    clawback: 'To be paid back',
    owes: (cents: string) =>
      `More was not earned than the balance holds: ${cents} of the advance would be claimed back.`,
    part: (pay: string, balance: string) => `Of the balance of ${balance}, ${pay} would be paid.`,
    whole: (pay: string) => `The whole balance of ${pay} would be paid.`,
    noRight:
      'This is a calculation. The agency decides, after the final report and by two persons.',
  },
)
