import type { CallParameters } from '../../domain/call.ts'
import type { Instance } from '../../engine/index.ts'
import { catalogue } from '../catalogue.ts'
import { lineTitle } from '../forms/project-plans.ts'
import { nameOf } from '../forms/subject-name.ts'
import { eventPath, pathOf } from '../paths.ts'
import { page } from '../shell.tsx'
import type { Visit } from '../visit.ts'
import { wordOf, words } from '../words/words.ts'
import { decisions, type SimulatedLine, type Simulation } from './simulation.ts'

interface Parts {
  readonly target: Instance
  readonly parameters: CallParameters
  readonly simulation: Simulation
  /** Whether the choices may go on into an application. */
  readonly mayApply: boolean
}

/** "Op welk bedrag heb ik recht?": a choice for each line, and what it comes to. */
export function simulatorView(visit: Visit, parts: Parts): string {
  const { target, simulation, mayApply, parameters } = parts
  const { locale, format } = visit
  const t = texts[locale]
  const { lines, stimuli, totalCents, advanceCents, balanceCents } = simulation
  const isWhole = lines.every(({ problem }) => problem === null)
  return page(visit, {
    title: t.title,
    ...(visit.isAgency ? {} : { current: 'own' as const }),
    children: (
      <>
        <p>
          <a href={pathOf(target.id)}>← {nameOf(locale, target)}</a>
        </p>
        <h1>{t.title}</h1>
        <p class="lead">{t.explained}</p>
        <section aria-labelledby="result">
          <h2 id="result">{t.result}</h2>
          {!isWhole && <p class="message warn">{t.incomplete}</p>}
          <dl class="totals">
            <div>
              <dt>{t.total}</dt>
              <dd>{format.euro(totalCents)}</dd>
            </div>
            <div>
              <dt>{t.advance(percentOf(target))}</dt>
              <dd>{format.euro(advanceCents)}</dd>
            </div>
            <div>
              <dt>{t.balance}</dt>
              <dd>{format.euro(balanceCents)}</dd>
            </div>
          </dl>
          <p class="faint">{t.noRight}</p>
          {mayApply && isWhole && (
            <p class="buttons">
              <a class="button" href={applicationPath(target.id, simulation)}>
                {t.takeOver}
              </a>
            </p>
          )}
        </section>
        <h2 id="choices">{t.choices}</h2>
        <form method="get" action="/simulator">
          <input type="hidden" name="project" value={target.id} />
          <input type="hidden" name="chosen" value="yes" />
          {lines.map((line, index) => (
            <LineFields visit={visit} parameters={parameters} index={index} simulated={line} />
          ))}
          {stimuli.map(({ stimulus, amountCents, isContinued }, index) => (
            <fieldset>
              <legend>{wordOf(words[locale].stimulus, stimulus)}</legend>
              <p class="faint">{t.fixed(format.euro(amountCents))}</p>
              <Decision
                name={`stimuli.${index}.decision`}
                label={t.decision}
                value={isContinued ? 'continue' : 'stop'}
                options={[
                  ['continue', t.decide.continue],
                  ['stop', t.decide.stop],
                ]}
              />
            </fieldset>
          ))}
          <div class="buttons">
            <button>{t.calculate}</button>
          </div>
        </form>
      </>
    ),
  })
}

function percentOf({ snapshot }: Instance): number {
  const { terms } = snapshot.context as { readonly terms: Pick<CallParameters, 'advance'> }
  return terms.advance.percent
}

/** The form of the application, filled in with these choices. */
function applicationPath(id: string, { lines, stimuli }: Simulation): string {
  const query = new URLSearchParams()
  for (const [index, { choice }] of lines.entries()) {
    query.set(`lines.${index}.decision`, choice.decision)
    query.set(`lines.${index}.kpi`, choice.decision === 'reduce' ? choice.kpi : '')
  }
  for (const [index, { isContinued }] of stimuli.entries()) {
    query.set(`stimuli.${index}.decision`, isContinued ? 'continue' : 'stop')
  }
  return `${eventPath(id, 'application.submit')}?${query.toString()}`
}

function LineFields({
  visit,
  parameters,
  index,
  simulated,
}: {
  readonly visit: Visit
  readonly parameters: CallParameters
  readonly index: number
  readonly simulated: SimulatedLine
}) {
  const { locale, format } = visit
  const t = texts[locale]
  const { line, choice, amountCents, problem } = simulated
  const unit = parameters.actions.find(({ code }) => code === line.action)?.kpi.unit[locale] ?? ''
  const isPlan = line.kpiType === 'plan'
  const kpiId = `kpi-${index}`
  return (
    <fieldset>
      <legend>{lineTitle({ parameters, locale }, line)}</legend>
      <p class="faint">
        {isPlan
          ? t.plan(format.euro(line.amountCents))
          : t.yearTwo(
              format.number(line.kpi),
              unit,
              format.number(line.currentReach),
              format.euro(line.unitPriceCents),
              format.euro(line.amountCents),
            )}
      </p>
      <div class="row">
        <Decision
          name={`lines.${index}.decision`}
          label={t.decision}
          value={choice.decision}
          options={decisions
            .filter((each) => !isPlan || each !== 'reduce')
            .map((each) => [each, t.decide[each]] as const)}
        />
        {!isPlan && (
          <div class={problem === null ? 'field' : 'field wrong'}>
            <label for={kpiId}>
              {t.kpi} <small>{t.onlyReduced}</small>
            </label>
            {problem !== null && (
              <span class="error" id={`${kpiId}-error`}>
                {t.problem[problem](format.number(line.kpi))}
              </span>
            )}
            <input
              id={kpiId}
              name={`lines.${index}.kpi`}
              inputMode="numeric"
              autocomplete="off"
              value={choice.kpi}
              aria-invalid={problem === null ? undefined : 'true'}
              aria-describedby={problem === null ? undefined : `${kpiId}-error`}
            />
          </div>
        )}
      </div>
      <p>
        <strong>{format.euro(amountCents)}</strong> <Formula visit={visit} simulated={simulated} />
      </p>
    </fieldset>
  )
}

/** How the amount comes about. Source: nota §2.4. */
function Formula({
  visit,
  simulated,
}: {
  readonly visit: Visit
  readonly simulated: SimulatedLine
}) {
  const { locale, format } = visit
  const t = texts[locale]
  const { line, choice, formula } = simulated
  if (choice.decision === 'continue') return <small>{t.continued}</small>
  if (choice.decision === 'stop') return <small>{t.stopped}</small>
  if (formula === null) return null
  const worked = t.formula(
    format.euro(line.unitPriceCents),
    format.number(formula.kpi / 2),
    `${format.number(formula.kpi)} − ${format.number(line.currentReach)}`,
    format.number(formula.units),
    format.euro(formula.formulaCents),
  )
  return (
    <small>
      {worked}
      {formula.formulaCents > line.amountCents && ` ${t.bounded(format.euro(line.amountCents))}`}
    </small>
  )
}

function Decision({
  name,
  label,
  value,
  options,
}: {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly options: readonly (readonly [value: string, label: string])[]
}) {
  const id = name.replaceAll('.', '-')
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} name={name}>
        {options.map(([each, text]) => (
          <option value={each} selected={each === value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}

const texts = catalogue(
  {
    title: 'Op welk bedrag heb ik recht?',
    explained:
      'Kies per lijn wat u wilt doen en zie welke subsidie daarbij hoort. ' +
      'Er wordt niets ingediend of bewaard.',
    decision: 'Beslissing',
    decide: { continue: 'Voortzetten', reduce: 'KPI verminderen', stop: 'Stopzetten' },
    kpi: 'Nieuwe KPI',
    onlyReduced: '(enkel bij vermindering)',
    problem: {
      'kpi-missing': (_kpi: string) => 'Geef de nieuwe KPI, een geheel getal.',
      'kpi-not-reduced': (kpi: string) => `Geef een KPI lager dan ${kpi}.`,
    },
    yearTwo: (kpi: string, unit: string, reach: string, price: string, amount: string) =>
      `In jaar 2: KPI ${kpi} (${unit}), huidig bereik ${reach}, trajectprijs ${price}, ` +
      `subsidie ${amount}.`,
    plan: (amount: string) => `Een plan: het is er of het is er niet. In jaar 2: ${amount}.`,
    fixed: (amount: string) => `Een vast bedrag: ${amount}.`,
    calculate: 'Bereken',
    continued: 'het bedrag van jaar 2',
    stopped: 'de lijn stopt',
    formula: (price: string, half: string, extra: string, units: string, result: string) =>
      `${price} × het kleinste van ${half} (de helft van de KPI) en ${extra} (KPI min huidig ` +
      `bereik) = ${price} × ${units} = ${result}.`,
    bounded: (most: string) => `Het is nooit meer dan in jaar 2: ${most}.`,
    result: 'Samen',
    choices: 'Uw keuzes',
    incomplete: 'Een lijn is nog niet goed ingevuld; ze telt voor 0 euro.',
    total: 'Subsidie',
    advance: (percent: number) => `Voorschot (${percent} %)`,
    balance: 'Saldo, na het eindrapport',
    noRight: 'Dit is een berekening. De Vlaamse Regering beslist over de toekenning.',
    takeOver: 'Neem deze keuzes over in de aanvraag',
  },
  {
    title: 'Which amount am I entitled to?',
    explained:
      'Choose for each line what you want to do, and see which subsidy goes with it. ' +
      'Nothing is handed in or kept.',
    decision: 'Decision',
    decide: { continue: 'Continue', reduce: 'Reduce the KPI', stop: 'Stop' },
    kpi: 'New KPI',
    onlyReduced: '(only if reduced)',
    problem: {
      'kpi-missing': (_kpi: string) => 'Give the new KPI, a whole number.',
      'kpi-not-reduced': (kpi: string) => `Give a KPI below ${kpi}.`,
    },
    yearTwo: (kpi: string, unit: string, reach: string, price: string, amount: string) =>
      `In year 2: KPI ${kpi} (${unit}), current reach ${reach}, unit price ${price}, ` +
      `subsidy ${amount}.`,
    plan: (amount: string) => `A plan: it is there or it is not. In year 2: ${amount}.`,
    fixed: (amount: string) => `A fixed amount: ${amount}.`,
    calculate: 'Calculate',
    continued: 'the amount of year 2',
    stopped: 'the line stops',
    formula: (price: string, half: string, extra: string, units: string, result: string) =>
      `${price} × the smaller of ${half} (half the KPI) and ${extra} (KPI less current reach) ` +
      `= ${price} × ${units} = ${result}.`,
    bounded: (most: string) => `It is never more than in year 2: ${most}.`,
    result: 'Together',
    choices: 'Your choices',
    incomplete: 'A line is not filled in well yet; it counts as 0 euro.',
    total: 'Subsidy',
    advance: (percent: number) => `Advance (${percent} %)`,
    balance: 'Balance, after the final report',
    noRight: 'This is a calculation. The Flemish Government decides on the award.',
    takeOver: 'Take these choices into the application',
  },
)
