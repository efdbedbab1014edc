import type { CallParameters } from '../../domain/call.ts'
import { catalogue } from '../catalogue.ts'
import type { Visit } from '../visit.ts'
import { periodInWords } from '../words/period-words.ts'
import { wordOf, words } from '../words/words.ts'

interface Props {
  readonly visit: Visit
  readonly parameters: CallParameters
}

/** Budget, dates and terms of a call, in words. */
export function Parameters({ visit, parameters }: Props) {
  const t = texts[visit.locale]
  return (
    <>
      <div class="columns">
        <Facts title={t.money} facts={moneyFacts(visit, parameters)} />
        <Facts title={t.dates} facts={dateFacts(visit, parameters)} />
        <Facts title={t.terms} facts={termFacts(visit, parameters)} />
      </div>
      <Actions visit={visit} parameters={parameters} />
      {parameters.source !== null && <p class="faint">{t.source(parameters.source)}</p>}
    </>
  )
}

type Fact = readonly [label: string, text: string]

function Facts({ title, facts }: { readonly title: string; readonly facts: readonly Fact[] }) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <dl class="facts">
        {facts.map(([label, text]) => (
          <>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </>
        ))}
      </dl>
    </section>
  )
}

function moneyFacts({ locale, format }: Visit, parameters: CallParameters): readonly Fact[] {
  const t = texts[locale]
  const { budget, advance, payments, accounts, stimuli, eligibility } = parameters
  return [
    [t.ceiling, format.euro(budget.ceilingCents)],
    [t.article, budget.article],
    [t.advance, t.advanceOf(String(advance.percent), day(format, advance.notBefore))],
    [t.payments, t.paidBy[payments]],
    [t.ownShare, accounts.ownShare === 1 ? t.ownShareAsked : t.ownShareNot],
    [t.codes, accounts.codes.join(', ')],
    ...(stimuli.length === 0
      ? []
      : [
          [
            t.stimuli,
            stimuli.map((each) => wordOf(words[locale].stimulus, each)).join(', '),
          ] as const,
        ]),
    ...(eligibility === null
      ? []
      : [[t.eligibility, t.inhabitants(format.number(eligibility.minimum))] as const]),
  ]
}

function dateFacts({ locale, format }: Visit, parameters: CallParameters): readonly Fact[] {
  const t = texts[locale]
  const { timeline, accounts } = parameters
  return [
    [t.launch, format.date(timeline.launchMs)],
    [t.submission, format.due(timeline.submissionDeadlineMs)],
    [t.project, t.fromTo(day(format, timeline.projectStart), day(format, timeline.projectEnd))],
    ...Object.entries(accounts.due).map(([year, due]): Fact => [
      t.accountsOf(year),
      day(format, due),
    ]),
    [t.roll, parameters.roll === 'none' ? t.rollNone : t.rollNext],
  ]
}

function termFacts({ locale }: Visit, parameters: CallParameters): readonly Fact[] {
  const t = texts[locale]
  const { ifReview, reports, terms, reminders, retention } = parameters
  const period = (text: string) => periodInWords(locale, text)
  return [
    [
      t.ifReview,
      t.workingDays(String(ifReview.workingDays), String(ifReview.urgentWorkingDays)) +
        ` ${t.silence[ifReview.silence]}`,
    ],
    [t.interim, t.after(period(reports.interim), t.anchor[reports.anchor])],
    [
      t.final,
      t.after(period(reports.final), t.anchor[reports.anchor]) +
        ` ${t.grace(period(reports.finalGrace))}`,
    ],
    [t.clarification, period(terms.clarification)],
    [t.hearing, period(terms.hearing)],
    [t.repayment, period(terms.repayment)],
    [
      t.reminders,
      reminders.ladder
        .map((step) => (step.startsWith('-') ? t.before(period(step)) : t.later(period(step))))
        .join(', '),
    ],
    [t.retention, t.afterClosing(period(retention))],
  ]
}

function Actions({ visit, parameters }: Props) {
  const { locale, format } = visit
  const t = texts[locale]
  return (
    <details>
      <summary>{t.actions(String(parameters.actions.length))}</summary>
      <div class="scroll" tabindex={0} role="region" aria-label={t.actionsTitle}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t.action}</th>
              <th scope="col">{t.unit}</th>
              <th scope="col" class="number">
                {t.price}
              </th>
            </tr>
          </thead>
          <tbody>
            {parameters.actions.map(({ title, kpi, unitPriceCents }) => (
              <tr>
                <th scope="row">{title[locale]}</th>
                <td>{kpi.unit[locale]}</td>
                <td class="number">{format.euro(unitPriceCents)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}

/** A date of the calendar, which is of no time zone. */
function day(format: Visit['format'], date: string): string {
  return format.date(Date.parse(`${date}T12:00:00Z`))
}

const texts = catalogue(
  {
    money: 'Geld',
    dates: 'Data',
    terms: 'Termijnen en herinneringen',
    ceiling: 'Budget',
    article: 'Begrotingsartikel',
    advance: 'Voorschot',
    advanceOf: (percent: string, date: string) => `${percent} % van de toekenning, vanaf ${date}`,
    payments: 'Betaling',
    paidBy: {
      external: 'in een ander systeem; hier wordt genoteerd wat betaald is',
      batch: 'in betaalbatches die een tweede persoon goedkeurt',
    },
    ownShare: 'Eigen aandeel',
    ownShareAsked: 'minstens evenveel als de subsidie; zo niet wordt toelichting gevraagd',
    ownShareNot: 'wordt niet gevraagd',
    codes: 'Codes in de rekeningen',
    stimuli: 'Stimulansen',
    eligibility: 'Doelgroep',
    inhabitants: (count: string) =>
      `meer dan ${count} inwoners met wortels buiten de EU14 (waarschuwing voor de behandelaar)`,
    launch: 'Start',
    submission: 'Uiterlijke indiening',
    project: 'Projectperiode',
    fromTo: (from: string, to: string) => `${from} tot en met ${to}`,
    accountsOf: (year: string) => `Rekeningen van ${year}`,
    roll: 'Valt een termijn in het weekend',
    rollNone: 'dan blijft hij op die dag',
    rollNext: 'dan schuift hij naar de volgende werkdag',
    ifReview: 'Advies Inspectie van Financiën',
    workingDays: (usual: string, urgent: string) =>
      `${usual} werkdagen, ${urgent} als het dringend is.`,
    silence: {
      favourable: 'Geen antwoord geldt als gunstig.',
      unfavourable: 'Geen antwoord geldt als ongunstig.',
      wait: 'Zonder antwoord wordt gewacht.',
    },
    interim: 'Tussentijds rapport',
    final: 'Eindrapport',
    anchor: { award: 'de toekenning', projectStart: 'de start van het project' },
    after: (period: string, anchor: string) => `${period} na ${anchor}.`,
    grace: (period: string) => `Daarna nog ${period}, dan geldt het als niet gekomen.`,
    clarification: 'Toelichting bij de rekeningen',
    hearing: 'Reactie op een terugvordering',
    repayment: 'Terugbetaling',
    reminders: 'Herinneringen',
    before: (period: string) => `${period} ervoor`,
    later: (period: string) => `${period} erna`,
    retention: 'Bewaring',
    afterClosing: (period: string) => `${period} na het afsluiten`,
    actions: (count: string) => `De ${count} acties met hun prijs per eenheid`,
    actionsTitle: 'Acties en prijzen',
    action: 'Actie',
    unit: 'Wat telt',
    price: 'Prijs per eenheid',
    source: (source: string) => `Bron: ${source}`,
  },
  {
    money: 'Money',
    dates: 'Dates',
    terms: 'Terms and reminders',
    ceiling: 'Budget',
    article: 'Budget article',
    advance: 'Advance',
    advanceOf: (percent: string, date: string) => `${percent} % of the award, from ${date}`,
    payments: 'Payment',
    paidBy: {
      external: 'in another system; here is recorded what was paid',
      batch: 'in payment batches that a second person approves',
    },
    ownShare: 'Own share',
    ownShareAsked: 'at least as much as the subsidy; if not, clarification is asked',
    ownShareNot: 'is not asked',
    codes: 'Codes in the accounts',
    stimuli: 'Stimuli',
    eligibility: 'Target group',
    inhabitants: (count: string) =>
      `more than ${count} inhabitants with roots outside the EU14 (a warning to the file handler)`,
    launch: 'Launch',
    submission: 'Last moment to submit',
    project: 'Project period',
    fromTo: (from: string, to: string) => `${from} until and including ${to}`,
    accountsOf: (year: string) => `Accounts of ${year}`,
    roll: 'A deadline in a weekend',
    rollNone: 'stays on that day',
    rollNext: 'moves to the next working day',
    ifReview: 'Advice of the Inspectorate of Finance',
    workingDays: (usual: string, urgent: string) => `${usual} working days, ${urgent} when urgent.`,
    silence: {
      favourable: 'No answer counts as favourable.',
      unfavourable: 'No answer counts as unfavourable.',
      wait: 'Without an answer one waits.',
    },
    interim: 'Interim report',
    final: 'Final report',
    anchor: { award: 'the award', projectStart: 'the start of the project' },
    after: (period: string, anchor: string) => `${period} after ${anchor}.`,
    grace: (period: string) => `After that another ${period}, then it counts as never come.`,
    clarification: 'Clarification of the accounts',
    hearing: 'Reply to a clawback',
    repayment: 'Repayment',
    reminders: 'Reminders',
    before: (period: string) => `${period} before`,
    later: (period: string) => `${period} after`,
    retention: 'Retention',
    afterClosing: (period: string) => `${period} after closing`,
    actions: (count: string) => `The ${count} actions with their price per unit`,
    actionsTitle: 'Actions and prices',
    action: 'Action',
    unit: 'What counts',
    price: 'Price per unit',
    source: (source: string) => `Source: ${source}`,
  },
)
