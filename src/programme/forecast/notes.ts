import type { CallParameters } from '../../domain/call.ts'

/** Something that a forecast leaves out, for people. */
export interface ForecastNote {
  readonly code: string
  readonly nl: string
  readonly en: string
}

const always: readonly ForecastNote[] = [
  {
    code: 'people',
    nl:
      'Wat mensen doen is aangenomen, niet voorspeld: iedereen handelt na het aangegeven ' +
      'aantal kalenderdagen, ook in het weekend.',
    en:
      'What people do is assumed, not predicted: everybody acts after the number of ' +
      'calendar days given, on weekends too.',
  },
  {
    code: 'no-returns',
    nl:
      'Niets wordt teruggestuurd: geen vragen bij aanvragen, verslagen of jaarrekeningen, ' +
      'geen verduidelijking, geen hoorzitting.',
    en:
      'Nothing is sent back: no questions about applications, reports or accounts, no ' +
      'clarification, no hearing.',
  },
  {
    code: 'no-interventions',
    nl:
      'Geen ingrepen: geen termijn wordt verplaatst, geen project verlengd of stopgezet, ' +
      'niemand trekt zich terug, geen nieuwe fusie. Wat al gepland is, gebeurt wel.',
    en:
      'No interventions: no deadline is moved, no project extended or terminated, nobody ' +
      'withdraws, no new merger. What is planned already does happen.',
  },
  {
    code: 'no-excuses',
    nl:
      'Geen enkele motivatie voor een gemiste KPI volstaat, elke stimulus wordt gebruikt, ' +
      'en het bestuur volgt het voorstel van het systeem.',
    en:
      'No reason for a missed KPI suffices, every stimulus is used, and the agency follows ' +
      'what the system proposes.',
  },
  {
    code: 'claims',
    nl:
      'Elke terugvordering wordt geëist zoals aangekondigd en op de laatste dag volledig ' +
      'terugbetaald; niets wordt kwijtgescholden.',
    en:
      'Every claim is demanded as announced and repaid in full on the last day; nothing is ' +
      'written off.',
  },
  {
    code: 'equal-accounts',
    nl: 'De uitgaven zijn gelijk verdeeld over de jaren en komen op tijd in de jaarrekening.',
    en: 'Spending is spread evenly over the years and comes in the accounts on time.',
  },
]

const applications: ForecastNote = {
  code: 'applications',
  nl:
    'Wie nog niet aanvroeg, vraagt alle lijnen van jaar 2 opnieuw aan, en elke aanvraag ' +
    'wordt ontvankelijk verklaard.',
  en: 'Who has not applied yet continues all lines of year 2, and every application is admitted.',
}

const award: ForecastNote = {
  code: 'award',
  nl:
    'De toekenning volgt de aanvragen; overschrijden ze samen het plafond, dan wordt elk ' +
    'bedrag in verhouding verlaagd.',
  en:
    'The award follows the applications; if together they exceed the ceiling, every ' +
    'amount is lowered in proportion.',
}

const batches: ForecastNote = {
  code: 'batches',
  nl:
    'Betalingen vertrekken in batches: alle opdrachten die wachten samen, voorgesteld en ' +
    'goedgekeurd na het aantal dagen van de administratie.',
  en:
    'Payments leave in batches: all orders that wait together, proposed and approved ' +
    'after the days that the agency takes.',
}

const accounts: ForecastNote = {
  code: 'accounts-unknown',
  nl:
    'Wie nog geen rekeningnummer heeft, wordt niet betaald, en zijn project komt niet ' +
    'verder dan dat.',
  en: 'Who has no account number yet is not paid, and the project gets no further than that.',
}

const unfavourable: ForecastNote = {
  code: 'if-advice',
  nl: 'De Inspectie van Financiën laat haar termijn verstrijken; wat dat betekent, zegt de oproep.',
  en: 'The Inspectie van Financiën lets its term pass; what that means, the call says.',
}

/** What a forecast of this call leaves out; `phase` is that in which the call stands. */
export function notesOf(
  { payments }: CallParameters,
  { phase, lacksIban }: { readonly phase: string; readonly lacksIban: boolean },
): readonly ForecastNote[] {
  const isBeforeReview = ['scheduled', 'submission', 'assessment'].includes(phase)
  const isBeforeAward = isBeforeReview || phase === 'ifReview' || phase === 'award'
  return [
    ...always,
    ...(isBeforeReview ? [applications] : []),
    ...(isBeforeReview || phase === 'ifReview' ? [unfavourable] : []),
    ...(isBeforeAward ? [award] : []),
    ...(payments === 'batch' ? [batches] : []),
    ...(lacksIban ? [accounts] : []),
  ]
}
