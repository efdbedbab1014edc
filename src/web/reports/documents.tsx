import type { DocumentStanding, DocumentState } from '../../programme/completeness.ts'
import { catalogue, type Locale } from '../catalogue.ts'
import type { Visit } from '../visit.ts'
import { wordOf } from '../words/words.ts'

/** What a document is called: "eindrapport", "rekeningen 2024". */
export function documentName(locale: Locale, name: string): string {
  const [kind = '', year] = name.split('.')
  const word = wordOf(texts[locale].document, kind)
  return year === undefined ? word : `${word} ${year}`
}

/** Whether a workbook of it can still be handed in. */
export function isAsked({ state }: DocumentStanding): boolean {
  return ['open', 'overdue', 'returned', 'handedIn', 'late'].includes(state)
}

const looks: Readonly<Record<DocumentState, readonly [sign: string, tone: string]>> = {
  notAsked: ['–', ''],
  open: ['◷', ''],
  overdue: ['⚠', 'bad'],
  handedIn: ['✓', 'good'],
  late: ['✓', 'warn'],
  accepted: ['✔', 'good'],
  returned: ['↩', 'warn'],
  rejected: ['✗', 'bad'],
  missed: ['✗', 'bad'],
  cancelled: ['–', ''],
}

/** Where a document stands: by sign and word, with its date where something is still asked. */
export function DocumentState({
  visit: { locale, format },
  document: { state, due, isLate },
}: {
  readonly visit: Visit
  readonly document: DocumentStanding
}) {
  const t = texts[locale]
  const [sign, tone] = looks[state]
  return (
    <>
      <span class={`tag ${tone}`.trim()}>
        {sign} {t.state[state]}
      </span>
      {due !== null && <small class="line">{t.due(format.due(Date.parse(due)))}</small>}
      {isLate && state !== 'late' && state !== 'overdue' && <small class="line">{t.wasLate}</small>}
    </>
  )
}

const texts = catalogue(
  {
    document: {
      application: 'Aanvraag',
      interimReport: 'Tussentijds rapport',
      finalReport: 'Eindrapport',
      accounts: 'Rekeningen',
    },
    state: {
      notAsked: 'niet gevraagd',
      open: 'verwacht',
      overdue: 'te laat',
      handedIn: 'ingediend',
      late: 'te laat ingediend',
      accepted: 'aanvaard',
      returned: 'teruggestuurd',
      rejected: 'niet ontvankelijk',
      missed: 'niet gekomen',
      cancelled: 'vervallen',
    },
    due: (date: string) => `tot en met ${date}`,
    wasLate: 'kwam te laat',
  },
  {
    document: {
      application: 'Application',
      interimReport: 'Interim report',
      finalReport: 'Final report',
      accounts: 'Accounts',
    },
    state: {
      notAsked: 'not asked',
      open: 'expected',
      overdue: 'late',
      handedIn: 'handed in',
      late: 'handed in late',
      accepted: 'accepted',
      returned: 'returned',
      rejected: 'not admissible',
      missed: 'did not come',
      cancelled: 'cancelled',
    },
    due: (date: string) => `due ${date}`,
    wasLate: 'came late',
  },
)
