import type { ProjectAmounts } from '../../../machines/project/shape.ts'
import type { ProjectListRow } from '../../programme/queries.ts'
import { catalogue } from '../catalogue.ts'
import { pathOf } from '../paths.ts'
import { page } from '../shell.tsx'
import type { Visit } from '../visit.ts'
import { wordOf, words } from '../words/words.ts'
import { NextDate } from './next-date.tsx'

/** A phase, with the projects in it whose dates come first. */
export interface Column {
  readonly phase: string
  readonly count: number
  readonly cents: number
  readonly rows: readonly ProjectListRow[]
}

export function boardPage(
  visit: Visit,
  { columns, totals }: { readonly columns: readonly Column[]; readonly totals: ProjectAmounts },
): string {
  const { locale, format, call } = visit
  const t = texts[locale]
  const count = columns.reduce((sum, column) => sum + column.count, 0)
  const paidCents = totals.advancePaidCents + totals.balancePaidCents
  return page(visit, {
    title: t.title,
    current: 'portfolio',
    children: (
      <div
        id="board"
        hx-get={visit.path}
        hx-select="#board"
        hx-swap="outerHTML"
        hx-trigger="changed from:body"
      >
        <h1>{t.title}</h1>
        <dl class="totals">
          <Total label={t.projects} value={format.number(count)} />
          <Total label={t.requested} value={format.roundEuro(totals.requestedCents)} />
          <Total label={t.awarded} value={format.roundEuro(totals.awardedCents)} />
          <Total label={t.paid} value={format.roundEuro(paidCents)} />
          <Total label={t.ceiling} value={format.roundEuro(call?.budget.ceilingCents ?? 0)} />
        </dl>
        <p>
          <a href={tablePath({})}>{t.table}</a> ·{' '}
          <a href={tablePath({ only: 'overdue' })}>{t.overdue}</a> ·{' '}
          {call !== null && <a href={pathOf(call.id)}>{t.call}</a>}
        </p>
        <div class="board" tabindex={0} role="region" aria-label={t.title}>
          {columns.map((column) => (
            <PhaseColumn visit={visit} column={column} />
          ))}
        </div>
      </div>
    ),
  })
}

function Total({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  )
}

/** The table with these filters. */
export function tablePath(filters: Readonly<Record<string, string>>): string {
  return `/?${new URLSearchParams({ view: 'table', ...filters }).toString()}`
}

function PhaseColumn({ visit, column }: { readonly visit: Visit; readonly column: Column }) {
  const { locale, format } = visit
  const { phase, count, cents, rows } = column
  const t = texts[locale]
  return (
    <section aria-label={wordOf(words[locale].phase, phase)}>
      <h2>
        {wordOf(words[locale].phase, phase)} <span class="tag">{format.number(count)}</span>
      </h2>
      <p class="faint">{format.roundEuro(cents)}</p>
      <ul>
        {rows.map((row) => (
          <li class="card">
            <a href={pathOf(row.id)}>{row.name}</a>
            <p>
              {format.roundEuro(row.awarded_cents === 0 ? row.requested_cents : row.awarded_cents)}
            </p>
            <NextDate visit={visit} row={row} />
          </li>
        ))}
      </ul>
      {count > rows.length && (
        <p>
          <a href={tablePath({ phase })}>{t.all(format.number(count))}</a>
        </p>
      )}
    </section>
  )
}

const texts = catalogue(
  {
    title: 'Projecten',
    projects: 'Projecten',
    requested: 'Gevraagd',
    awarded: 'Toegekend',
    paid: 'Betaald',
    ceiling: 'Budget',
    table: 'Als tabel, met filters',
    overdue: 'Alleen wat te laat is',
    call: 'De oproep zelf',
    all: (count: string) => `Alle ${count} bekijken`,
  },
  {
    title: 'Projects',
    projects: 'Projects',
    requested: 'Requested',
    awarded: 'Awarded',
    paid: 'Paid',
    ceiling: 'Budget',
    table: 'As a table, with filters',
    overdue: 'Only what is overdue',
    call: 'The call itself',
    all: (count: string) => `See all ${count}`,
  },
)
