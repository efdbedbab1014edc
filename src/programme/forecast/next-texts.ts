import type { ProjectTerms } from '../../../machines/project/context.ts'
import type { Role } from '../../../machines/event-table.ts'
import type { Texts } from '../../domain/call.ts'
import { periodWords } from './period-words.ts'

/** What people are told of a coming date of a project. */
export interface NextText {
  readonly label: Texts
  /** Where the date comes from, in words. */
  readonly rule: (terms: ProjectTerms) => Texts
  /** `nota §2.5`, or the rule of the programme that fills what the nota leaves open. */
  readonly source: string
  /** Who must act before it; null when nobody can. */
  readonly acts: Role | null
  /** What happens if nobody does. */
  readonly otherwise: Texts
}

const both = (nl: string, en: string): Texts => ({ nl, en })
const always = (nl: string, en: string) => () => both(nl, en)

/** A period after what it is counted from. */
const after =
  (period: (terms: ProjectTerms) => string, from: (terms: ProjectTerms) => Texts) =>
  (terms: ProjectTerms): Texts => {
    const { nl, en } = from(terms)
    return both(
      `${periodWords(period(terms), 'nl')} na ${nl}`,
      `${periodWords(period(terms), 'en')} after ${en}`,
    )
  }

const anchor = ({ reports }: ProjectTerms): Texts =>
  reports.anchor === 'award'
    ? both('de beslissing over de toekenning', 'the decision on the award')
    : both('het begin van het project', 'the start of the project')

const claimTexts = (ofClaim: Texts) =>
  ({
    hearing: {
      label: both(`Hoorrecht (${ofClaim.nl})`, `Hearing (${ofClaim.en})`),
      rule: after(
        ({ terms }) => terms.hearing,
        always('de aankondiging van de terugvordering', 'the announcement of the clawback'),
      ),
      source: 'domain §3.9',
      acts: 'applicant',
      otherwise: both(
        'Er mag over de terugvordering worden beslist zonder dat de aanvrager gehoord is.',
        'The clawback may be decided without the applicant having been heard.',
      ),
    },
    repayment: {
      label: both(`Terugbetaling (${ofClaim.nl})`, `Repayment (${ofClaim.en})`),
      rule: after(
        ({ terms }) => terms.repayment,
        always('de eis tot terugbetaling', 'the demand for repayment'),
      ),
      source: 'domain §3.9',
      acts: 'applicant',
      otherwise: both(
        'De terugbetaling is te laat en de programmabeheerder krijgt bericht; ze blijft open.',
        'The repayment is overdue and the programme manager is told; it stays owed.',
      ),
    },
  }) as const satisfies Record<string, NextText>

const ofBalance = claimTexts(both('saldo', 'balance'))
const ofEndControl = claimTexts(both('eindcontrole', 'end control'))

/** By the name of the delay that the machine waits for, and `ifReview`. */
export const nextTexts: Readonly<Record<string, NextText>> = {
  launch: {
    label: both('Lancering van de oproep', 'Launch of the call'),
    rule: always('de dag die de oproep noemt', 'the day that the call names'),
    source: 'nota §4',
    acts: null,
    otherwise: both('Aanvragen is mogelijk.', 'Applications can be handed in.'),
  },
  submissionDeadline: {
    label: both('Aanvraag', 'Application'),
    rule: always('het tijdstip dat de oproep noemt', 'the moment that the call names'),
    source: 'nota §4',
    acts: 'applicant',
    otherwise: both(
      'Zonder aanvraag vervalt het project; een ingediende aanvraag gaat naar de administratie.',
      'Without an application the project lapses; one that was handed in goes to the agency.',
    ),
  },
  resubmissionDeadline: {
    label: both('Aangepaste aanvraag', 'Revised application'),
    rule: always(
      'de termijn die bij de terugzending werd gegeven',
      'the term that was given when it was returned',
    ),
    source: 'domain §3.2',
    acts: 'applicant',
    otherwise: both(
      'De vorige aanvraag gaat terug naar de behandelaar, met een merkteken.',
      'The earlier application goes back to the reviewer, flagged.',
    ),
  },
  ifReview: {
    label: both('Advies van de Inspectie van Financiën', 'Advice of the Inspectie van Financiën'),
    rule: always(
      'het aantal werkdagen dat de oproep voorziet, na de vraag om advies',
      'the working days that the call provides, after the advice was asked for',
    ),
    source: 'domain §3.3',
    acts: 'inspector',
    otherwise: both(
      'De oproep bepaalt wat zwijgen betekent; doorgaans een gunstig advies.',
      'The call says what silence means; mostly a favourable advice.',
    ),
  },
  advanceNotBefore: {
    label: both('Betaalopdracht van het voorschot', 'Order of the advance'),
    rule: always(
      'de vroegste dag voor voorschotten die de oproep noemt',
      'the earliest day for advances that the call names',
    ),
    source: 'nota §2.5',
    acts: null,
    otherwise: both('Het voorschot wordt betaalbaar gesteld.', 'The advance is ordered.'),
  },
  interimDeadline: {
    label: both('Tussentijds verslag', 'Interim report'),
    rule: after(({ reports }) => reports.interim, anchor),
    source: 'nota §2.5',
    acts: 'applicant',
    otherwise: both(
      'Het verslag is te laat; het kan nog tot de dag van het eindverslag.',
      'The report is overdue; it is still taken until the final report is due.',
    ),
  },
  interimMissedDeadline: {
    label: both('Laatste dag voor het tussentijds verslag', 'Last day for the interim report'),
    rule: always('de dag waarop het eindverslag moet zijn ingediend', 'the day the final is due'),
    source: 'domain §3.6',
    acts: 'applicant',
    otherwise: both(
      'Het tussentijds verslag telt als niet ingediend; een beheerder kan het heropenen.',
      'The interim report counts as missed; a manager can reopen it.',
    ),
  },
  interimReturnTerm: {
    label: both('Aangepast tussentijds verslag', 'Revised interim report'),
    rule: always(
      'de termijn die bij de terugzending werd gegeven',
      'the term that was given when it was returned',
    ),
    source: 'domain §3.6',
    acts: 'applicant',
    otherwise: both(
      'Het vorige verslag gaat terug naar de behandelaar, met een merkteken.',
      'The last version goes back to the reviewer, flagged.',
    ),
  },
  finalDeadline: {
    label: both('Eindverslag', 'Final report'),
    rule: after(({ reports }) => reports.final, anchor),
    source: 'nota §2.5',
    acts: 'applicant',
    otherwise: both(
      'Het eindverslag is te laat; de respijttermijn begint.',
      'The final report is overdue; its grace begins.',
    ),
  },
  finalGrace: {
    label: both('Laatste dag voor het eindverslag', 'Last day for the final report'),
    rule: after(
      ({ reports }) => reports.finalGrace,
      always('de termijn van het eindverslag', 'the final report was due'),
    ),
    source: 'domain §3.6',
    acts: 'applicant',
    otherwise: both(
      'Het eindverslag telt als niet ingediend: elke KPI telt als 0 bij het saldo.',
      'The final report counts as missed: every KPI counts as 0 at the balance decision.',
    ),
  },
  finalReturnTerm: {
    label: both('Aangepast eindverslag', 'Revised final report'),
    rule: always(
      'de termijn die bij de terugzending werd gegeven',
      'the term that was given when it was returned',
    ),
    source: 'domain §3.6',
    acts: 'applicant',
    otherwise: both(
      'Het vorige verslag gaat terug naar de behandelaar, met een merkteken.',
      'The last version goes back to the reviewer, flagged.',
    ),
  },
  periodEnd: {
    label: both('Einde van de projectperiode', 'End of the project period'),
    rule: always('de dag die de oproep noemt', 'the day that the call names'),
    source: 'domain §3.8',
    acts: null,
    otherwise: both(
      'De periode eindigt; daarna kan de eindcontrole beginnen.',
      'The period ends; the end control can begin after it.',
    ),
  },
  nextAccounts: {
    label: both('Jaarrekening', 'Annual accounts'),
    rule: always(
      'de dag die de oproep noemt, anders 31 juli van het volgende jaar',
      'the day that the call names, else 31 July of the next year',
    ),
    source: 'nota §2.5',
    acts: 'applicant',
    otherwise: both(
      'De eindcontrole gaat door zonder deze jaarrekening, met een merkteken.',
      'The end control goes on without these accounts, flagged.',
    ),
  },
  clarificationDeadline: {
    label: both('Verduidelijking van de jaarrekening', 'Clarification of the accounts'),
    rule: always(
      'de termijn die bij de vraag werd gegeven',
      'the term that was given with the question',
    ),
    source: 'nota §2.5',
    acts: 'applicant',
    otherwise: both(
      'Het dossier gaat zonder antwoord terug naar de behandelaar, met een merkteken.',
      'The file goes back to the reviewer without an answer, flagged.',
    ),
  },
  balanceHearing: ofBalance.hearing,
  endControlHearing: ofEndControl.hearing,
  balanceRepayment: ofBalance.repayment,
  endControlRepayment: ofEndControl.repayment,
  nextSuccession: {
    label: both('Opvolging', 'Succession'),
    rule: always('de dag die bij de fusie werd opgegeven', 'the day that was given of the merger'),
    source: 'domain §3.10',
    acts: null,
    otherwise: both(
      'De opvolger neemt alle rechten en plichten over.',
      'The successor takes over all rights and duties.',
    ),
  },
}
