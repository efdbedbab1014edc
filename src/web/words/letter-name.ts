import { catalogue, type Locale } from '../catalogue.ts'
import { deadlineName } from './deadline-name.ts'
import { wordOf } from './words.ts'

/** "Toekenning"; a request for a report says which, a letter about a claim does not. */
export function letterName(locale: Locale, name: string): string {
  const [kind = '', detail] = name.split('.')
  const word = wordOf(texts[locale], kind)
  return kind === 'reportDue' && detail !== undefined
    ? `${word}: ${deadlineName(locale, detail)}`
    : word
}

const texts = catalogue(
  {
    receipt: 'Ontvangst van de aanvraag',
    award: 'Toekenning',
    refusal: 'Weigering',
    reportDue: 'Vraag om een rapport',
    settlement: 'Beslissing over het saldo',
    hearing: 'Aankondiging van een terugvordering',
    demand: 'Beslissing over een terugvordering',
    closure: 'Afsluiting',
  },
  {
    receipt: 'Receipt of the application',
    award: 'Award',
    refusal: 'Refusal',
    reportDue: 'Request for a report',
    settlement: 'Decision on the balance',
    hearing: 'Announcement of a clawback',
    demand: 'Decision on a clawback',
    closure: 'Closure',
  },
)
