import type { ProjectShape } from '../../programme/queries.ts'
import { catalogue } from '../catalogue.ts'
import type { Visit } from '../visit.ts'
import { deadlineName } from '../words/deadline-name.ts'

/** Where a project stands, in one or two sentences: what is going on, and the date that matters. */
export function standingOf({ locale, format, nowMs }: Visit, shape: ProjectShape): string {
  const t = texts[locale]
  const { applicant, amounts, phase, deadlines } = shape
  const main = t.phase[phase](applicant.name, format.euro(amounts.awardedCents))
  const overdue = deadlines.filter(({ status }) => status === 'overdue')
  const [next] = deadlines
    .filter(({ name, status, due }) => status === 'open' && due !== undefined && name !== 'period')
    .toSorted((one, other) => (one.due ?? '').localeCompare(other.due ?? ''))
  const late = overdue.map(({ name, due = '' }) =>
    t.late(deadlineName(locale, name), format.due(Date.parse(due))),
  )
  const coming =
    next?.due === undefined
      ? ''
      : t.coming(
          deadlineName(locale, next.name),
          format.due(Date.parse(next.due)),
          format.distance(Date.parse(next.due), nowMs),
        )
  return [main, ...late, coming].filter((sentence) => sentence !== '').join(' ')
}

const texts = catalogue(
  {
    phase: {
      scheduled: (name: string, _award: string) => `De oproep is voor ${name} nog niet begonnen.`,
      submission: (name: string, _award: string) => `${name} kan een aanvraag indienen.`,
      assessment: (name: string, _award: string) =>
        `Het agentschap beoordeelt de aanvraag van ${name}.`,
      ifReview: (name: string, _award: string) =>
        `De aanvraag van ${name} ligt bij de Inspectie van Financiën.`,
      award: (name: string, _award: string) =>
        `De aanvraag van ${name} wacht op de beslissing van de Vlaamse Regering.`,
      execution: (name: string, award: string) =>
        `${name} kreeg ${award} toegekend en voert het project uit.`,
      balanceDecision: (name: string, award: string) =>
        `Het agentschap beslist over het saldo van ${name}, dat ${award} toegekend kreeg.`,
      balance: (name: string, _award: string) => `Het saldo van ${name} wordt uitbetaald.`,
      endControl: (name: string, _award: string) =>
        `Het saldo van ${name} is geregeld; de eindcontrole van de rekeningen volgt.`,
      clawback: (name: string, _award: string) =>
        `De eindcontrole van ${name} is klaar; er loopt nog een terugvordering.`,
      closed: (name: string, award: string) =>
        `Het project van ${name}, met een toekenning van ${award}, is afgesloten.`,
      lapsed: (name: string, _award: string) =>
        `${name} diende niet tijdig in; de deelname is vervallen.`,
      rejected: (name: string, _award: string) => `De aanvraag van ${name} is niet ontvankelijk.`,
      refused: (name: string, _award: string) => `De aanvraag van ${name} is geweigerd.`,
      withdrawn: (name: string, _award: string) => `De aanvraag van ${name} is ingetrokken.`,
    },
    late: (name: string, due: string) => `Te laat: ${name}, dat er moest zijn op ${due}.`,
    coming: (name: string, due: string, distance: string) =>
      `Volgende datum: ${name}, uiterlijk ${due} (${distance}).`,
  },
  {
    phase: {
      scheduled: (name: string, _award: string) => `The call has not begun yet for ${name}.`,
      submission: (name: string, _award: string) => `${name} may submit an application.`,
      assessment: (name: string, _award: string) =>
        `The agency assesses the application of ${name}.`,
      ifReview: (name: string, _award: string) =>
        `The application of ${name} is with the Inspectorate of Finance.`,
      award: (name: string, _award: string) =>
        `The application of ${name} waits for the decision of the Flemish Government.`,
      execution: (name: string, award: string) =>
        `${name} was awarded ${award} and carries out the project.`,
      balanceDecision: (name: string, award: string) =>
        `The agency decides on the balance of ${name}, which was awarded ${award}.`,
      balance: (name: string, _award: string) => `The balance of ${name} is being paid.`,
      endControl: (name: string, _award: string) =>
        `The balance of ${name} is settled; the end control of the accounts follows.`,
      clawback: (name: string, _award: string) =>
        `The end control of ${name} is done; a clawback is still open.`,
      closed: (name: string, award: string) =>
        `The project of ${name}, with an award of ${award}, is closed.`,
      lapsed: (name: string, _award: string) => `${name} did not submit in time; it has lapsed.`,
      rejected: (name: string, _award: string) => `The application of ${name} was rejected.`,
      refused: (name: string, _award: string) => `The application of ${name} was refused.`,
      withdrawn: (name: string, _award: string) => `The application of ${name} was withdrawn.`,
    },
    late: (name: string, due: string) => `Overdue: ${name}, which was due on ${due}.`,
    coming: (name: string, due: string, distance: string) =>
      `Next date: ${name}, by ${due} (${distance}).`,
  },
)
