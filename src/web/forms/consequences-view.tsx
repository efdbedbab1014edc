import type { Consequences } from '../../programme/consequences.ts'
import { catalogue, type Locale } from '../catalogue.ts'
import type { Visit } from '../visit.ts'
import { deadlineName } from '../words/deadline-name.ts'
import { wordOf, words } from '../words/words.ts'

interface Props {
  readonly visit: Visit
  readonly consequences: Consequences
  /** The call or project that the event goes to. */
  readonly about: string
}

/** What would come of an event: where projects go, which dates change, what money moves. */
export function ConsequencesView({ visit, consequences, about }: Props) {
  const t = texts[visit.locale]
  const { changes, deadlines, payments, mails } = consequences
  const phases = changes.filter(({ phase }) => phase.before !== phase.after)
  const isNothing = phases.length + deadlines.length + payments.length + mails.length === 0
  if (isNothing) return <p>{t.onlyNoted}</p>
  const money = sums(payments)
  const phaseRows = alike(phases, ({ phase }) => ({
    before: phase.before === null ? '' : wordOf(words[visit.locale].phase, phase.before),
    after: wordOf(words[visit.locale].phase, phase.after ?? ''),
  }))
  const deadlineRows = alike(deadlines, ({ name, before, after }) => ({
    what: `${deadlineName(visit.locale, name)}: `,
    before: before === null ? '' : standing(visit, before),
    after: standing(visit, after),
  }))
  return (
    <div class="panel">
      <Folded count={phases.length} rows={phaseRows.length} title={t.phases}>
        <Rows visit={visit} rows={phaseRows} about={about} />
      </Folded>
      <Folded count={deadlines.length} rows={deadlineRows.length} title={t.deadlines}>
        <Rows visit={visit} rows={deadlineRows} about={about} />
      </Folded>
      <Folded count={payments.length} rows={money.length} title={t.payments}>
        <ul>
          {money.map(({ debit, credit, cents, count }) => (
            <li>
              {moneyWords(visit.locale, debit, credit)}: <strong>{visit.format.euro(cents)}</strong>
              {count > 1 && ` (${t.projects(visit.format.number(count))})`}
            </li>
          ))}
        </ul>
      </Folded>
      <Folded count={mails.length} rows={mails.length} title={t.mails}>
        <ul>
          {mails.map(({ template, to }) => (
            <li>
              {wordOf(t.mail, template)} → {wordOf(words[visit.locale].role, to)}
            </li>
          ))}
        </ul>
      </Folded>
    </div>
  )
}

const SHOWN_OPEN = 12

function Folded({
  count,
  rows,
  title,
  children,
}: {
  readonly count: number
  /** How many are listed, as what is alike stands together. */
  readonly rows: number
  readonly title: string
  readonly children: preact.ComponentChildren
}) {
  if (count === 0) return null
  return (
    <details open={rows <= SHOWN_OPEN}>
      <summary>
        <strong>{title}</strong> ({count})
      </summary>
      {children}
    </details>
  )
}

/** A change, and the projects or calls in which it happens alike. */
interface Change {
  readonly what: string
  readonly before: string
  readonly after: string
  readonly ids: readonly string[]
}

/** What happens alike to many is told once. */
function alike<T extends { readonly id: string }>(
  items: readonly T[],
  tell: (item: T) => { readonly what?: string; readonly before: string; readonly after: string },
): readonly Change[] {
  const found = new Map<string, Change>()
  for (const item of items) {
    const { what = '', before, after } = tell(item)
    const key = JSON.stringify([what, before, after])
    found.set(key, { what, before, after, ids: [...(found.get(key)?.ids ?? []), item.id] })
  }
  return [...found.values()]
}

/** Ids that are written out. */
const NAMED = 3

function Rows({
  visit,
  rows,
  about,
}: {
  readonly visit: Visit
  readonly rows: readonly Change[]
  readonly about: string
}) {
  const t = texts[visit.locale]
  return (
    <ul>
      {rows.map(({ what, before, after, ids }) => (
        <li>
          {ids.length > NAMED
            ? `${t.projects(visit.format.number(ids.length))}: `
            : ids.map((id) => nameIn(id, about)).join('')}
          {what}
          {before !== '' && `${before} → `}
          <strong>{after}</strong>
        </li>
      ))}
    </ul>
  )
}

/** Other projects are named; the one that the page is about need not be. */
function nameIn(id: string, about: string): string {
  return id === about ? '' : `${id.split('/').slice(1).join('/') || id}: `
}

function standing(
  { locale, format }: Visit,
  { due, status }: { readonly due: string | null; readonly status: string },
): string {
  const word = wordOf(words[locale].status, status)
  if (due === null) return word
  return status === 'open' ? format.due(Date.parse(due)) : `${format.due(Date.parse(due))}, ${word}`
}

interface Sum {
  readonly debit: string
  readonly credit: string
  readonly cents: number
  readonly count: number
}

/** Postings of the same kind together. */
function sums(payments: Consequences['payments']): readonly Sum[] {
  const found = new Map<string, Sum>()
  for (const { debit, credit, cents } of payments) {
    const key = `${debit} ${credit}`
    const before = found.get(key)
    found.set(key, {
      debit,
      credit,
      cents: cents + (before?.cents ?? 0),
      count: 1 + (before?.count ?? 0),
    })
  }
  return [...found.values()]
}

function moneyWords(locale: Locale, debit: string, credit: string): string {
  const t = texts[locale].money
  return wordOf(t, `${credit}-${debit}`) === `${credit}-${debit}`
    ? `${credit} → ${debit}`
    : wordOf(t, `${credit}-${debit}`)
}

const texts = catalogue(
  {
    onlyNoted: 'Dit wordt genoteerd in de geschiedenis; verder verandert er niets.',
    phases: 'Fase',
    deadlines: 'Termijnen',
    payments: 'Geld',
    mails: 'Mails die meteen vertrekken',
    projects: (count: string) => `${count} projecten`,
    mail: {
      receipt: 'Ontvangstbewijs',
      letter: 'Brief',
      reminder: 'Herinnering',
      digest: 'Weekoverzicht',
    },
    money: {
      'committed-reserved': 'toegekend en gereserveerd',
      'reserved-payable': 'betaalopdracht gegeven',
      'payable-paid': 'betaald',
      'paid-payable': 'betaling teruggekeerd',
      'reserved-released': 'vrijgegeven, wordt niet meer betaald',
      'clawback-receivable': 'terug te betalen door de aanvrager',
      'receivable-recovered': 'terugbetaald',
      'receivable-writtenOff': 'kwijtgescholden',
      'unmatchedReceipts-bank': 'ontvangst zonder terugvordering',
    },
  },
  {
    onlyNoted: 'This is noted in the history; nothing else changes.',
    phases: 'Phase',
    deadlines: 'Deadlines',
    payments: 'Money',
    mails: 'Mails that leave at once',
    projects: (count: string) => `${count} projects`,
    mail: { receipt: 'Receipt', letter: 'Letter', reminder: 'Reminder', digest: 'Weekly overview' },
    money: {
      'committed-reserved': 'awarded and reserved',
      'reserved-payable': 'payment ordered',
      'payable-paid': 'paid',
      'paid-payable': 'payment came back',
      'reserved-released': 'released, will no longer be paid',
      'clawback-receivable': 'to be repaid by the applicant',
      'receivable-recovered': 'repaid',
      'receivable-writtenOff': 'written off',
      'unmatchedReceipts-bank': 'receipt without a claim',
    },
  },
)
