import type { Refusal } from '../../engine/index.ts'
import { guardsIn, readRefusal } from '../../programme/refusals.ts'
import type { Locale } from '../catalogue.ts'
import { deadlineName } from './deadline-name.ts'
import { fileSentences, type Sentence } from './file-refusals.ts'

/** Why an event was refused, as the person reads it who sent it. */
export function refusalText(locale: Locale, id: string, refusal: Refusal): string {
  const { message } = refusal
  const shape = /^(?:The payload|\S+) (must .*)$/s.exec(message)?.[1]
  const sentence =
    shape === undefined
      ? readRefusal(id, refusal).sentence
      : `${capital(shape.replace(/\.$/, ''))}.`
  if (locale === 'en') return sentence
  const guards = guardsIn(message).flatMap((guard) => conditions[guard] ?? [])
  if (guards.length > 0) return `Dat kan nu niet. Daarvoor is nodig: ${guards.join(', of ')}.`
  return (
    inDutch(shape ?? message) ??
    inDutch(sentence) ??
    `${dutchCodes[refusal.code] ?? ''} (${sentence})`.trim()
  )
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** The Dutch of a sentence of machines and runtime; null for one that has none. */
export function inDutch(sentence: string): string | null {
  for (const [pattern, dutch] of dutchSentences) {
    const found = pattern.exec(sentence)
    if (found !== null) return dutch(...found.slice(1).map(amountInDutch))
  }
  return null
}

/** "1234.50" as it is written in Dutch; all else as it stands. */
function amountInDutch(text: string | undefined): string {
  const [, whole = '', cents = ''] = /^(\d+)\.(\d{2})$/.exec(text ?? '') ?? []
  return whole === '' ? (text ?? '') : `${whole.replaceAll(/\B(?=(\d{3})+$)/g, '.')},${cents}`
}

/** What must be so, by the name of the machine's condition. */
export const conditions: Readonly<Record<string, string>> = {
  hasApplication: 'er is een aanvraag ingediend',
  confirmsAccounts: 'er zijn rekeningen die op bevestiging wachten',
  accountsStayOpen: 'er mogen nog rekeningen worden ingediend',
  beforeBalanceApproval: 'het saldo is nog niet goedgekeurd',
  isAdvance: 'de opdracht is die van het voorschot',
  isBalance: 'de opdracht is die van het saldo',
  returnsAdvance: 'de opdracht is die van het voorschot, en het saldo is nog niet goedgekeurd',
  notTerminated: 'het project is niet stopgezet',
  terminates: 'het project wordt uitgevoerd en is niet stopgezet',
  wasAskedToClarify: 'er is toelichting gevraagd',
  isBalanceClaim: 'het gaat om de terugvordering bij het saldo',
  isEndControlClaim: 'het gaat om de terugvordering na de eindcontrole',
  paysInBatches: 'de oproep betaalt in betaalbatches',
}

const dutchCodes: Readonly<Record<string, string>> = {
  'not-found': 'Dit bestaat niet, of u mag het niet zien.',
  'invalid-payload': 'Hier klopt iets niet.',
  'not-authorised': 'Dat mag u niet doen.',
  'idempotency-conflict': 'Dit formulier werd al met een andere inhoud verzonden.',
  'needs-attention': 'Dit wacht op de systeembeheerder; er is niets veranderd.',
  'deadline-passed': 'De termijn is voorbij.',
  'event-not-allowed': 'Dat kan nu niet.',
  'line-unknown': 'Deze lijn of stimulans bestaat niet.',
  'amount-exceeds': 'Het bedrag is te hoog.',
  'budget-exceeded': 'Het budget wordt overschreden.',
  'four-eyes': 'Een andere persoon moet dit goedkeuren.',
  'version-conflict': 'Dit is intussen veranderd.',
}

/** A test holds that every sentence that a machine can refuse with stands here. */
const dutchSentences: readonly Sentence[] = [
  [/^must have required propert/, () => 'Vul dit in.'],
  [/^must not be blank/, () => 'Vul dit in.'],
  [
    /^must be an amount in EUR above 0\.00/,
    () => 'Geef een bedrag boven 0, met hoogstens twee decimalen, zoals 13.526,40.',
  ],
  [
    /^must be an amount in EUR/,
    () => 'Geef een bedrag met hoogstens twee decimalen, zoals 13.526,40.',
  ],
  [/^must be an existing date/, () => 'Geef een bestaande datum.'],
  [/^must be a date or a moment/, () => 'Geef een bestaande datum, eventueel met een uur.'],
  [/^must be a valid IBAN/, () => 'Dit is geen geldig rekeningnummer (IBAN).'],
  [/^must be a KBO number/, () => 'Dit is geen geldig KBO-nummer van tien cijfers.'],
  [/^must be a NIS code/, () => 'Dit is geen NIS-code van vijf cijfers.'],
  [/^must be an e-mail address/, () => 'Dit is geen e-mailadres.'],
  [/^must be integer/, () => 'Geef een geheel getal.'],
  [/^must be >= (\S+)/, (least = '') => `Geef ${least} of meer.`],
  [/^must be <= (\S+)/, (most = '') => `Geef hoogstens ${most}.`],
  [/^must be equal to one of/, () => 'Kies een van de mogelijkheden.'],
  [/^must be boolean/, () => 'Kies ja of nee.'],
  [/^must not have more than (\d+) char/, (most = '') => `Gebruik hoogstens ${most} tekens.`],
  [/^must not have fewer than (\d+) char/, () => 'Vul dit in.'],
  [/^must not have fewer than \d+ items/, () => 'Kies er minstens een.'],
  [/^must not have more than (\d+) items/, (most = '') => `Hoogstens ${most} rijen.`],
  [/^must (be|match|not)/, () => 'Dit heeft niet de juiste vorm.'],
  [
    /^Only a manager changes an IBAN/,
    () => 'Alleen een programmabeheerder wijzigt een rekeningnummer; vraag het aan het agentschap.',
  ],
  [
    /^An applicant acts for its own project only/,
    () => 'Een aanvrager handelt alleen voor het eigen project.',
  ],
  [/^The application came after its deadline, (\S+)\.$/, () => 'De aanvraag kwam na de termijn.'],
  [
    /^Banks do not settle on (\S+);/,
    (day = '') => `Banken verwerken niets op ${day}; kies een andere dag.`,
  ],
  [
    / is past; return the batch/,
    () => 'De uitvoeringsdag is voorbij: stuur de batch terug en stel ze voor een andere dag voor.',
  ],
  [/ is past; (choose|propose)/, () => 'Dit moment is al voorbij; kies een later.'],
  [
    /^Line (\S+) asks a KPI of (\d+), more than the (\d+) of year 2/,
    (line = '', asked = '', most = '') =>
      `Lijn ${line}: een KPI van ${asked} is meer dan de ${most} van jaar 2.`,
  ],
  [
    /^Line (\S+) is to be reduced; give a KPI below its (\d+)/,
    (line = '', most = '') => `Lijn ${line} wordt verminderd: geef een KPI lager dan ${most}.`,
  ],
  [
    /^Line (\S+) is to be reduced; give the KPI it is reduced to/,
    (line = '') => `Lijn ${line} wordt verminderd: geef de nieuwe KPI.`,
  ],
  [
    /^Line (\S+) had 0\.00 EUR in year 2/,
    (line = '') => `Lijn ${line} had 0 euro in jaar 2 en kan alleen worden stopgezet.`,
  ],
  [
    /^(\S+) is no partner of this applicant/,
    (partner = '') => `${partner} is geen partner van deze aanvrager.`,
  ],
  [/ names (\S+) more than once/, (name = '') => `${name} staat er meer dan eens.`],
  [
    / lacks (\S+); each one needs an answer/,
    (name = '') => `${name} ontbreekt; elk vraagt een antwoord.`,
  ],
  [
    /^(\S+) is no (line|stimulus) of this project/,
    (name = '', what = '') =>
      `${name} is geen ${what === 'line' ? 'lijn' : 'stimulans'} van dit project.`,
  ],
  [
    /^The period ends on (\S+); extend to a later day/,
    (end = '') => `De projectperiode eindigt op ${end}; kies een latere dag.`,
  ],
  [/^Entries need the financial year/, () => 'Geef het boekjaar waartoe deze uitgaven behoren.'],
  [
    /^The report was due at \S+ and counts as missed/,
    () => 'Het rapport geldt als niet ingediend; een programmabeheerder kan het heropenen.',
  ],
  [/^A yes\/no KPI is 1 or 0/, () => 'Vul 1 in als het plan er is, 0 als het er niet is.'],
  [
    /^Line (\S+) stays below its KPI; say why/,
    () => 'De KPI van deze lijn is niet gehaald: geef een motivering.',
  ],
  [/^Say how stimulus (\S+) was used/, () => 'Zeg hoe deze stimulans werd gebruikt.'],
  [/^Line (\S+) needs a judgement/, () => 'Beoordeel deze lijn: is de motivering afdoende?'],
  [/^Stimulus (\S+) needs a judgement/, () => 'Beoordeel deze stimulans.'],
  [
    /^An amount set by hand needs a reason/,
    () => 'Een bedrag dat u zelf bepaalt, vraagt een reden.',
  ],
  [
    /^Line (\S+) reached its KPI; nothing of it is unearned/,
    () => 'Deze lijn haalde haar KPI: alles is verdiend.',
  ],
  [
    /^At most the (\S+) EUR awarded can be unearned/,
    (most = '') => `Hoogstens de toegekende ${most} euro kan onverdiend zijn.`,
  ],
  [
    /^(\S+) is no financial year of this project/,
    (year = '') => `${year} is geen boekjaar van dit project.`,
  ],
  [
    /^This applicant reports by chapter/,
    () => 'Deze aanvrager rapporteert per hoofdstuk van de jaarrekening.',
  ],
  [
    /^Entries are booked under a code: (.+)\.$/,
    (codes = '') => `Uitgaven worden geboekt onder een code: ${codes.replace(' or ', ' of ')}.`,
  ],
  [
    /^(.+) is no code of this call; use (.+)\.$/,
    (code = '', codes = '') =>
      `${code} is geen code van deze oproep; gebruik ${codes.replace(' or ', ' of ')}.`,
  ],
  [/^(\S+) was never ordered/, () => 'Deze betaalopdracht is nooit gegeven.'],
  [/^Never ordered: (.+)\.$/, (orders = '') => `Nooit gegeven: ${orders}.`],
  [
    /^Only (\S+) EUR is still owed; propose the write-off anew/,
    (open = '') => `Er is nog maar ${open} euro verschuldigd; stel de kwijtschelding opnieuw voor.`,
  ],
  [
    /^Proposal \d+ is not open; \d+ is/,
    () => 'Dit voorstel is niet meer aan de orde; intussen ligt een ander voor.',
  ],
  [
    /^\S+ is (\S+) EUR, more than (.+): (\S+) EUR\.$/,
    (given = '', what = '', most = '') =>
      `${given} euro is te veel: ${limits[what] ?? 'het hoogste bedrag'} is ${most} euro.`,
  ],
  [
    /^These projects do not wait for an award: (.+)\.$/,
    (ids = '') => `Wachten niet op een toekenning: ${ids}.`,
  ],
  [/^The decision of \S+ is not taken yet/, () => 'Deze datum ligt in de toekomst.'],
  [/^(\S+) is named more than once/, (name = '') => `${name} staat er meer dan eens.`],
  [/^There is no (line|stimulus) (\S+)\.$/, (_what = '', name = '') => `${name} bestaat niet.`],
  [
    /^(?:line|stimulus) (\S+) is granted more than once/,
    (name = '') => `${name} staat er meer dan eens.`,
  ],
  [
    /^(?:line|stimulus) (\S+): at most (\S+) EUR was requested/,
    (name = '', most = '') => `${name}: hoogstens ${most} euro werd gevraagd.`,
  ],
  [
    /^(\S+) would be granted nothing; refuse it instead/,
    (id = '') => `${id} zou niets krijgen; weiger het dan.`,
  ],
  [
    /^The awards of (\S+) EUR exceed the ceiling of (\S+) EUR by (\S+) EUR/,
    (sum = '', ceiling = '', excess = '') =>
      `De toekenningen van ${sum} euro overschrijden het budget van ${ceiling} euro ` +
      `met ${excess} euro.`,
  ],
  [
    /^This call has no such project: (.+)\.$/,
    (ids = '') => `Deze oproep heeft geen zulk project: ${ids}.`,
  ],
  [
    /^The deadline (\S+) is open in none of the projects/,
    (name = '') => `De termijn ${deadlineName('nl', name)} loopt in geen van deze projecten.`,
  ],
  [
    /^These orders do not wait for a batch: (.+)\.$/,
    (orders = '') => `Deze opdrachten wachten niet op een betaalbatch: ${orders}.`,
  ],
  [/^An order stands in the batch more than once/, () => 'Een opdracht staat er meer dan eens.'],
  [
    /^The batch holds an IBAN that you changed/,
    () => 'U wijzigde een rekeningnummer van deze batch; een andere persoon moet goedkeuren.',
  ],
  [/^Another person than/, () => 'Een andere persoon dan wie dit voorstelde, moet het goedkeuren.'],
  [/^These applications still wait: (.+)\.$/, (ids = '') => `Deze aanvragen wachten nog: ${ids}.`],
  [
    /^(\S+) does not take (\S+) now\./,
    () => 'Dat kan nu niet: het project of de oproep is er niet aan toe, of is al verder.',
  ],
  [/ may be sent by .* only/, () => 'Dat mag u niet doen.'],
  [/^The deadline has moved again since/, () => 'De termijn is intussen opnieuw verplaatst.'],
  [/^The deadline had no date before/, () => 'De termijn had voordien geen datum.'],
  [/^The deadline is (\w+)\.$/, () => 'De termijn loopt niet meer.'],
  [/^It was due at \S+, which is past/, () => 'De eerdere datum is al voorbij.'],
  [/approved no move; its history/, () => 'Hier werd geen verplaatsing goedgekeurd.'],
  [
    /^You proposed this move yourself/,
    () => 'U stelde deze verplaatsing zelf voor; trek ze in in plaats van ze te weigeren.',
  ],
  [
    /^Another person proposed this move/,
    () => 'Iemand anders stelde deze verplaatsing voor; weiger ze in plaats van ze in te trekken.',
  ],
  [/ has changed meanwhile; read it again/, () => 'Dit is intussen gewijzigd; kijk het na.'],
  [
    /^A manager or an admin sets the clock/,
    () => 'Alleen een programmabeheerder of een systeembeheerder verzet de klok.',
  ],
  [/^This database is live/, () => 'Dit is een echte databank: niemand verzet haar klok.'],
  [/^The clock ends with the year/, () => 'De klok gaat tot het einde van 2099.'],
  [/^No deadline of this call is still to come/, () => 'In deze oproep komt geen termijn meer.'],
  [
    /^The form is no longer valid/,
    () =>
      'Dit formulier is niet meer geldig. Ga terug, laad de pagina opnieuw en probeer het ' +
      'nog eens.',
  ],
  [
    /^Only a manager hands over the files of others/,
    () => 'Alleen een programmabeheerder draagt dossiers van anderen over.',
  ],
  [/^An auditor or an admin verifies/, () => 'Het Rekenhof of een systeembeheerder kijkt het na.'],
  [
    /^A verification runs, or ended/,
    () =>
      'Het logboek wordt net nagekeken, of werd dat minder dan 30 seconden geleden. ' +
      'Probeer het straks opnieuw.',
  ],
  [/^Only an admin does this/, () => 'Alleen een systeembeheerder doet dit.'],
  [/^This effect is not parked/, () => 'Deze opdracht is intussen al opnieuw geprobeerd.'],
  [
    /^Say why the event is given up/,
    () => 'Zeg waarom de gebeurtenis wordt overgeslagen; ga daarvoor terug.',
  ],
  [/^Nobody asks to skip this/, () => 'Deze vraag om over te slaan geldt niet meer.'],
  [/ needs no attention$/, () => 'Dit is intussen opgelost.'],
  [/^The event failed again/, () => 'Het liep opnieuw mis; neem eerst de oorzaak weg.'],
  ...fileSentences,
  [/waits for an operator/, () => 'Dit wacht op de systeembeheerder; er is niets veranderd.'],
]

const limits: Readonly<Record<string, string>> = {
  'the balance': 'het saldo',
  'the advance that was paid': 'het betaalde voorschot',
  'what was paid and is not claimed back yet': 'wat betaald en nog niet teruggevorderd is',
  'what was announced': 'wat werd aangekondigd',
  'what is still owed': 'wat nog verschuldigd is',
}
