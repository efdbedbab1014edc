import { projectPhases } from '../../../machines/project/phase.ts'
import { endOfDay } from '../../domain/calendar.ts'
import { moneyKinds, type MoneyKind, type ProjectListRow } from '../../programme/queries.ts'
import { catalogue } from '../catalogue.ts'
import { timeZone } from '../format.ts'
import { pathOf } from '../paths.ts'
import { page } from '../shell.tsx'
import type { Visit } from '../visit.ts'
import { deadlineName } from '../words/deadline-name.ts'
import { wordOf, words } from '../words/words.ts'
import { tablePath } from './board.tsx'
import { NextDate } from './next-date.tsx'
import type { Question } from './question.ts'

export function tablePage(
  visit: Visit,
  question: Question,
  rows: readonly ProjectListRow[],
  next: string | null,
): string {
  const { locale, format } = visit
  const t = texts[locale]
  const { view: _, cursor, ...filters } = question
  const extra = question.money === '' || question.money === 'awarded' ? null : question.money
  const sum = (amount: (row: ProjectListRow) => number) =>
    format.euro(rows.reduce((cents, row) => cents + amount(row), 0))
  return page(visit, {
    title: t.title,
    current: 'portfolio',
    children: (
      <>
        <h1>{t.title}</h1>
        <p>
          <a href="/">{t.board}</a>
        </p>
        <Filters visit={visit} question={question} />
        <DeadlineFilter visit={visit} question={question} />
        <div
          id="rows"
          hx-get={visit.path}
          hx-select="#rows"
          hx-swap="outerHTML"
          hx-trigger="changed from:body"
        >
          <div class="scroll" tabindex={0} role="region" aria-label={t.title}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t.applicant}</th>
                  <th scope="col">{t.phase}</th>
                  <th scope="col">{t.next}</th>
                  <th scope="col" class="number">
                    {t.requested}
                  </th>
                  <th scope="col" class="number">
                    {t.awarded}
                  </th>
                  <th scope="col" class="number">
                    {t.paid}
                  </th>
                  {extra !== null && (
                    <th scope="col" class="number">
                      {t.money[extra]}
                    </th>
                  )}
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr>
                    <th scope="row">
                      <a href={pathOf(row.id)}>{row.name}</a>
                    </th>
                    <td>{wordOf(words[locale].phase, row.phase)}</td>
                    <td>
                      <NextDate visit={visit} row={row} />
                    </td>
                    <td class="number">{format.euro(row.requested_cents)}</td>
                    <td class="number">{format.euro(row.awarded_cents)}</td>
                    <td class="number">{format.euro(paidOf(row))}</td>
                    {extra !== null && (
                      <td class="number">{format.euro(extraCents[extra](row))}</td>
                    )}
                  </tr>
                ))}
              </tbody>
              <tfoot>
                <tr>
                  <th scope="row" colSpan={3}>
                    {t.onPage(format.number(rows.length))}
                  </th>
                  <td class="number">{sum((row) => row.requested_cents)}</td>
                  <td class="number">{sum((row) => row.awarded_cents)}</td>
                  <td class="number">{sum(paidOf)}</td>
                  {extra !== null && <td class="number">{sum(extraCents[extra])}</td>}
                </tr>
              </tfoot>
            </table>
          </div>
          {rows.length === 0 && <p>{t.none}</p>}
          <p class="buttons">
            {next !== null && (
              <a class="button" href={tablePath({ ...filled(filters), cursor: next })}>
                {t.more}
              </a>
            )}
            {cursor !== '' && <a href={tablePath(filled(filters))}>{t.first}</a>}
            <a href={`/projects.csv?${new URLSearchParams(filled(filters)).toString()}`}>{t.csv}</a>
          </p>
        </div>
      </>
    ),
  })
}

function paidOf(row: ProjectListRow): number {
  return row.advance_paid_cents + row.balance_paid_cents
}

/** What a filter by amount adds to the table. */
const extraCents: Readonly<Record<Exclude<MoneyKind, 'awarded'>, (row: ProjectListRow) => number>> =
  {
    advancePaid: (row) => row.advance_paid_cents,
    balancePaid: (row) => row.balance_paid_cents,
    unpaid: (row) => row.awarded_cents - paidOf(row) - row.released_cents,
    released: (row) => row.released_cents,
    demanded: (row) => row.clawback_demanded_cents,
    recovered: (row) => row.recovered_cents,
    writtenOff: (row) => row.written_off_cents,
    owed: (row) => row.clawback_demanded_cents - row.recovered_cents - row.written_off_cents,
  }

/** A filter that other pages link to, in words, with the way out of it. */
function DeadlineFilter({
  visit,
  question,
}: {
  readonly visit: Visit
  readonly question: Question
}) {
  const { locale, format } = visit
  const { view: _, cursor: _cursor, deadline, on, ...others } = question
  if (deadline === '') return null
  const t = texts[locale]
  const date = on === '' ? null : format.date(endOfDay(on, timeZone))
  return (
    <p class="message">
      {t.deadline(deadlineName(locale, deadline), date)}{' '}
      <a href={tablePath(filled(others))}>{t.anyDeadline}</a>
    </p>
  )
}

/** Without the filters that ask nothing. */
function filled(filters: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ''))
}

function Filters({ visit, question }: { readonly visit: Visit; readonly question: Question }) {
  const t = texts[visit.locale]
  return (
    <form class="filters" method="get" action="/">
      <input type="hidden" name="view" value="table" />
      <div class="field">
        <label for="q">{t.search}</label>
        <input id="q" name="q" value={question.q} />
      </div>
      <Choice
        name="phase"
        label={t.phase}
        value={question.phase}
        options={projectPhases.map((phase) => [phase, wordOf(words[visit.locale].phase, phase)])}
        all={t.all}
      />
      <div class="field">
        <label for="due">{t.dueUntil}</label>
        <input id="due" type="date" name="due" value={question.due} />
      </div>
      <Choice
        name="only"
        label={t.only}
        value={question.only}
        options={[
          ['overdue', t.overdue],
          ['attention', t.attention],
        ]}
        all={t.all}
      />
      <Choice
        name="money"
        label={t.amount}
        value={question.money}
        options={moneyKinds.map((kind) => [kind, t.money[kind]])}
        all={t.all}
      />
      {(['deadline', 'on'] as const)
        .filter((name) => question[name] !== '')
        .map((name) => (
          <input type="hidden" name={name} value={question[name]} />
        ))}
      <Choice
        name="sort"
        label={t.sort}
        value={question.sort}
        options={[
          ['due', t.byDue],
          ['name', t.byName],
          ['-awarded', t.byAward],
        ]}
        all={null}
      />
      <button>{t.show}</button>
    </form>
  )
}

function Choice({
  name,
  label,
  value,
  options,
  all,
}: {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly options: readonly (readonly [value: string, label: string])[]
  readonly all: string | null
}) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name}>
        {all !== null && <option value="">{all}</option>}
        {options.map(([each, text]) => (
          <option value={each} selected={each === value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}

const texts = catalogue(
  {
    title: 'Projecten',
    board: 'Als bord, per fase',
    applicant: 'Aanvrager',
    phase: 'Fase',
    next: 'Volgende datum',
    requested: 'Gevraagd',
    awarded: 'Toegekend',
    paid: 'Betaald',
    onPage: (count: string) => `Samen (${count} op deze pagina)`,
    none: 'Geen enkel project past bij deze filters.',
    more: 'Volgende pagina',
    first: 'Eerste pagina',
    csv: 'Dit alles als CSV',
    search: 'Naam, KBO of NIS',
    dueUntil: 'Datum tot en met',
    only: 'Alleen',
    overdue: 'wat te laat is',
    attention: 'wat op de systeembeheerder wacht',
    amount: 'Met een bedrag',
    money: {
      awarded: 'toegekend',
      advancePaid: 'voorschot betaald',
      balancePaid: 'saldo betaald',
      unpaid: 'nog te betalen',
      released: 'vrijgegeven',
      demanded: 'teruggevorderd',
      recovered: 'terugbetaald',
      writtenOff: 'kwijtgescholden',
      owed: 'nog terug te betalen',
    },
    deadline: (name: string, date: string | null) =>
      date === null
        ? `Alleen projecten waar deze termijn loopt: ${name}.`
        : `Alleen projecten waar deze termijn loopt: ${name}, uiterlijk ${date}.`,
    anyDeadline: 'Toon ook de andere',
    sort: 'Volgorde',
    byDue: 'volgende datum',
    byName: 'naam',
    byAward: 'toegekend bedrag',
    all: 'alle',
    show: 'Toon',
  },
  {
    title: 'Projects',
    board: 'As a board, by phase',
    applicant: 'Applicant',
    phase: 'Phase',
    next: 'Next date',
    requested: 'Requested',
    awarded: 'Awarded',
    paid: 'Paid',
    onPage: (count: string) => `Together (${count} on this page)`,
    none: 'No project fits these filters.',
    more: 'Next page',
    first: 'First page',
    csv: 'All of this as CSV',
    search: 'Name, KBO or NIS',
    dueUntil: 'Date until',
    only: 'Only',
    overdue: 'what is overdue',
    attention: 'what waits for the system administrator',
    amount: 'With an amount',
    money: {
      awarded: 'awarded',
      advancePaid: 'advance paid',
      balancePaid: 'balance paid',
      unpaid: 'still to be paid',
      released: 'released',
      demanded: 'claimed back',
      recovered: 'repaid',
      writtenOff: 'written off',
      owed: 'still to be repaid',
    },
    deadline: (name: string, date: string | null) =>
      date === null
        ? `Only projects where this deadline runs: ${name}.`
        : `Only projects where this deadline runs: ${name}, due by ${date}.`,
    anyDeadline: 'Show the others too',
    sort: 'Order',
    byDue: 'next date',
    byName: 'name',
    byAward: 'amount awarded',
    all: 'all',
    show: 'Show',
  },
)
