import { catalogue, type Locale } from '../catalogue.ts'
import { wordOf } from './words.ts'

/** What happened by itself: terms that ran out, and what calls and projects tell each other. */
export const happenings = catalogue(
  {
    timer: {
      launch: 'De oproep begon',
      submissionDeadline: 'De termijn voor de aanvraag verliep',
      resubmissionDeadline: 'De termijn voor de aangepaste aanvraag verliep',
      ifReviewTerm: 'De termijn van de Inspectie van Financiën verliep',
      advanceNotBefore: 'Het voorschot mocht besteld worden',
      interimDeadline: 'De termijn voor het tussentijdse rapport verliep',
      interimMissedDeadline: 'Het tussentijdse rapport geldt als niet ingediend',
      interimReturnTerm: 'De termijn voor het teruggestuurde tussentijdse rapport verliep',
      finalDeadline: 'De termijn voor het eindrapport verliep',
      finalGrace: 'De laatste termijn voor het eindrapport verliep',
      finalReturnTerm: 'De termijn voor het teruggestuurde eindrapport verliep',
      periodEnd: 'De projectperiode eindigde',
      clarificationDeadline: 'De termijn voor de toelichting verliep',
      balanceHearing: 'De termijn om te reageren op de terugvordering verliep',
      endControlHearing: 'De termijn om te reageren op de terugvordering verliep',
      balanceRepayment: 'De termijn voor de terugbetaling verliep',
      endControlRepayment: 'De termijn voor de terugbetaling verliep',
      nextReminder: 'Een herinnering was aan de beurt',
      nextDigest: 'Een weekoverzicht was aan de beurt',
      nextAccounts: 'De termijn voor de rekeningen verliep',
      nextSuccession: 'De rechtsopvolging ging in',
    },
    message: {
      'call.ifReviewRequested': 'Voorgelegd aan de Inspectie van Financiën',
      'call.ifReviewSuspended':
        'De Inspectie van Financiën stelde een vraag; de termijn is geschorst',
      'call.ifReviewResumed': 'De termijn van de Inspectie van Financiën loopt weer',
      'call.ifReviewLate': 'De Inspectie van Financiën antwoordde niet op tijd',
      'call.ifReviewAdvised': 'De Inspectie van Financiën gaf advies',
      'call.awarded': 'Toegekend',
      'call.refused': 'Geweigerd',
      'call.orderBatched': 'De betaalopdracht vertrok in een betaalbatch',
      'deadline.move': 'Een termijn werd verplaatst',
      'project.ended': 'Een project is afgelopen',
      'project.revived': 'Een project loopt weer',
    },
    start: 'Begonnen',
  },
  {
    timer: {
      launch: 'The call began',
      submissionDeadline: 'The term for the application ran out',
      resubmissionDeadline: 'The term for the amended application ran out',
      ifReviewTerm: 'The term of the Inspectorate of Finance ran out',
      advanceNotBefore: 'The advance could be ordered',
      interimDeadline: 'The term for the interim report ran out',
      interimMissedDeadline: 'The interim report counts as never submitted',
      interimReturnTerm: 'The term for the returned interim report ran out',
      finalDeadline: 'The term for the final report ran out',
      finalGrace: 'The last term for the final report ran out',
      finalReturnTerm: 'The term for the returned final report ran out',
      periodEnd: 'The project period ended',
      clarificationDeadline: 'The term for the clarification ran out',
      balanceHearing: 'The term to reply to the clawback ran out',
      endControlHearing: 'The term to reply to the clawback ran out',
      balanceRepayment: 'The term for the repayment ran out',
      endControlRepayment: 'The term for the repayment ran out',
      nextReminder: 'A reminder was due',
      nextDigest: 'A weekly overview was due',
      nextAccounts: 'The term for the accounts ran out',
      nextSuccession: 'The succession took effect',
    },
    message: {
      'call.ifReviewRequested': 'Presented to the Inspectorate of Finance',
      'call.ifReviewSuspended':
        'The Inspectorate of Finance asked a question; its term is suspended',
      'call.ifReviewResumed': 'The term of the Inspectorate of Finance runs again',
      'call.ifReviewLate': 'The Inspectorate of Finance did not answer in time',
      'call.ifReviewAdvised': 'The Inspectorate of Finance gave its advice',
      'call.awarded': 'Awarded',
      'call.refused': 'Refused',
      'call.orderBatched': 'The payment order left in a batch',
      'deadline.move': 'A deadline was moved',
      'project.ended': 'A project has ended',
      'project.revived': 'A project runs again',
    },
    start: 'Begun',
  },
)

/** What an event of the log was that no person sent. */
export function happeningName(locale: Locale, type: string): string {
  const { timer, message, start } = happenings[locale]
  const delay = /^xstate\.after\.([^.]+)\./.exec(type)?.[1]
  if (delay !== undefined) return wordOf(timer, delay)
  return type === 'start' || type.startsWith('xstate.init') ? start : wordOf(message, type)
}
