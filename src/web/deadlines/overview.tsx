import { dueOf } from '../../../machines/deadlines.ts'
import type { ShownGroup } from '../../programme/queries.ts'
import { Timeline, type TimelineLane, type TimelineTick } from '../charts/timeline.tsx'
import { catalogue } from '../catalogue.ts'
import { isoDay, timeZone, type Format } from '../format.ts'
import { eventPath, pathOf } from '../paths.ts'
import { tablePath } from '../portfolio/board.tsx'
import { page } from '../shell.tsx'
import { deadlineName } from '../words/deadline-name.ts'
import { wordOf, words } from '../words/words.ts'
import type { CallVisit } from '../agency-visit.ts'
import { OpenMoveBox, type OpenMove } from './open-move.tsx'
import { deadlinesPath, movePath, undoPath } from './paths.ts'

/** A move that was approved. */
export interface PastMove {
  /** Revision of the call that approved it. */
  readonly revision: number
  readonly deadline: string
  readonly to: string
  readonly approvedMs: number
  readonly approvedBy: string
}

export interface Overview {
  readonly kind: string
  readonly kinds: readonly string[]
  /** What the drawing shows: overdue first, then by date. */
  readonly drawn: readonly ShownGroup[]
  /** What the page of the table shows. */
  readonly groups: readonly ShownGroup[]
  readonly pageNumber: number
  readonly isMore: boolean
  /** Null without one, and where only the rest of the page is asked anew. */
  readonly open: OpenMove | null
  readonly past: readonly PastMove[]
  readonly done: string
}

/** All deadlines of a call that run: drawn, and as a table by date. */
export function overviewPage(visit: CallVisit, overview: Overview): string {
  const { locale } = visit
  const t = texts[locale]
  const { open, groups } = overview
  const mayMove = visit.roles.includes('manager') && visit.call.deadlineMove === null
  return page(visit, {
    title: t.title,
    current: 'deadlines',
    children: (
      <>
        {Object.hasOwn(t.done, overview.done) && (
          <div class="message good" role="status">
            <p>✓ {wordOf(t.done, overview.done)}</p>
          </div>
        )}
        <h1>{t.title}</h1>
        {open !== null && <OpenMoveBox visit={visit} move={open} />}
        <p class="lead">{summary(visit, overview)}</p>
        <Filter visit={visit} overview={overview} />
        {mayMove && (
          <p>
            <a class="button" href={movePath(visit.call.id)}>
              {t.moveMany}
            </a>
          </p>
        )}
        <div
          id="running"
          hx-get={visit.path}
          hx-select="#running"
          hx-swap="outerHTML"
          hx-trigger="changed from:body"
        >
          {groups.length === 0 ? (
            <p>{t.none}</p>
          ) : (
            <>
              <Drawing visit={visit} groups={overview.drawn} />
              <h2>{t.byDate}</h2>
              <Table visit={visit} groups={groups} mayMove={mayMove} />
              <Pages visit={visit} overview={overview} />
            </>
          )}
        </div>
        <Past visit={visit} past={overview.past} mayUndo={mayMove} />
      </>
    ),
  })
}

function summary({ locale, format }: CallVisit, { drawn }: Overview): string {
  const t = texts[locale]
  const overdue = drawn.filter(({ status }) => status === 'overdue')
  const late = overdue.reduce((sum, { count }) => sum + count, 0)
  const next = drawn.find(({ status, dueMs }) => status === 'open' && dueMs !== null)
  return [
    late === 0 ? t.nothingLate : t.late(format.number(late), late),
    next?.dueMs == null
      ? ''
      : t.next(deadlineName(locale, next.name), format.due(next.dueMs), format.number(next.count)),
  ].join(' ')
}

function Filter({ visit, overview }: { readonly visit: CallVisit; readonly overview: Overview }) {
  const { locale } = visit
  const t = texts[locale]
  return (
    <form class="filters" method="get" action="/deadlines">
      <input type="hidden" name="call" value={visit.call.id} />
      <div class="field">
        <label for="kind">{t.kind}</label>
        <select id="kind" name="kind">
          <option value="">{t.all}</option>
          {overview.kinds.map((kind) => (
            <option value={kind} selected={kind === overview.kind}>
              {wordOf(words[locale].deadline, kind)}
            </option>
          ))}
        </select>
      </div>
      <button class="quiet">{t.show}</button>
    </form>
  )
}

function Drawing({
  visit,
  groups,
}: {
  readonly visit: CallVisit
  readonly groups: readonly ShownGroup[]
}) {
  const { locale, format, nowMs } = visit
  const t = texts[locale]
  const lanes = new Map<string, TimelineLane['marks'][number][]>()
  const dated = groups.flatMap((each) =>
    each.dueMs === null ? [] : [{ ...each, dueMs: each.dueMs }],
  )
  for (const { name, dueMs, count, status } of dated) {
    const marks = lanes.get(name) ?? []
    marks.push({ atMs: dueMs, count, isOverdue: status === 'overdue' })
    lanes.set(name, marks)
  }
  const times = [nowMs, ...dated.map(({ dueMs }) => dueMs)]
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={t.drawing}>
      <Timeline
        title={t.drawing}
        lanes={[...lanes].map(([name, marks]) => ({ label: deadlineName(locale, name), marks }))}
        ticks={monthTicks(Math.min(...times), Math.max(...times), format)}
        nowMs={nowMs}
        nowLabel={t.today}
      />
    </div>
  )
}

const TICKS = 9

/** The first of each month between two times, or of every few months. */
function monthTicks(fromMs: number, toMs: number, format: Format): readonly TimelineTick[] {
  const from = new Date(fromMs)
  const to = new Date(toMs)
  const monthOf = (date: Date) => date.getUTCFullYear() * 12 + date.getUTCMonth()
  const months = monthOf(to) - monthOf(from)
  const every = [1, 2, 3, 6, 12].find((each) => months / each <= TICKS) ?? 24
  const first = Math.ceil((monthOf(from) + 1) / every) * every
  const ticks: TimelineTick[] = []
  for (let month = first; month <= monthOf(to); month += every) {
    const atMs = Date.UTC(Math.floor(month / 12), month % 12, 1)
    ticks.push({ atMs, label: format.shortMonth(atMs) })
  }
  return ticks
}

function Table({
  visit,
  groups,
  mayMove,
}: {
  readonly visit: CallVisit
  readonly groups: readonly ShownGroup[]
  readonly mayMove: boolean
}) {
  const { locale, format, nowMs } = visit
  const t = texts[locale]
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={t.byDate}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t.what}</th>
            <th scope="col">{t.due}</th>
            <th scope="col">{t.state}</th>
            <th scope="col">{t.projects}</th>
            {mayMove && <th scope="col">{t.move}</th>}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr>
              <th scope="row">{deadlineName(locale, group.name)}</th>
              <td>
                {group.dueMs === null ? t.suspended : format.due(group.dueMs)}
                {group.dueMs !== null && <small> {format.distance(group.dueMs, nowMs)}</small>}
              </td>
              <td>
                <span class={group.status === 'overdue' ? 'tag bad' : 'tag'}>
                  {group.status === 'overdue' ? '⚠ ' : '◷ '}
                  {words[locale].status[group.status]}
                </span>
              </td>
              <td>
                <Which visit={visit} group={group} />
              </td>
              {mayMove && (
                <td>
                  <Move visit={visit} group={group} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Which({ visit, group }: { readonly visit: CallVisit; readonly group: ShownGroup }) {
  const { locale, format, call } = visit
  const { count, first, name, dueMs } = group
  if (count === 1) return <a href={pathOf(first.id)}>{first.name}</a>
  const on: Record<string, string> = dueMs === null ? {} : { on: isoDay(dueMs) }
  return (
    <a href={tablePath({ call: call.id, deadline: name, ...on })}>
      {texts[locale].andOthers(first.name, format.number(count - 1), count - 1)}
    </a>
  )
}

/** One project has its own form; what runs in many is moved by two persons. */
function Move({ visit, group }: { readonly visit: CallVisit; readonly group: ShownGroup }) {
  const { locale, call } = visit
  const { name, dueMs, count, first } = group
  const t = texts[locale]
  if (name === 'period' || dueMs === null) return <>–</>
  if (count === 1) {
    const query = new URLSearchParams({ deadline: name }).toString()
    return (
      <a href={`${eventPath(first.id, 'deadline.move')}?${query}`}>
        {t.moveOne}
        <span class="hidden">{`: ${deadlineName(locale, name)}, ${first.name}`}</span>
      </a>
    )
  }
  return (
    <a href={movePath(call.id, { deadline: name, on: isoDay(dueMs) })}>
      {t.moveThese}
      <span class="hidden">{`: ${deadlineName(locale, name)}`}</span>
    </a>
  )
}

function Pages({ visit, overview }: { readonly visit: CallVisit; readonly overview: Overview }) {
  const t = texts[visit.locale]
  const { kind, pageNumber, isMore } = overview
  const path = (number: number) =>
    deadlinesPath(visit.call.id, { kind, page: number > 1 ? String(number) : '' })
  if (pageNumber === 1 && !isMore) return null
  return (
    <p class="buttons">
      {isMore && (
        <a class="button" href={path(pageNumber + 1)}>
          {t.more}
        </a>
      )}
      {pageNumber > 1 && <a href={path(1)}>{t.first}</a>}
    </p>
  )
}

function Past({
  visit,
  past,
  mayUndo,
}: {
  readonly visit: CallVisit
  readonly past: readonly PastMove[]
  readonly mayUndo: boolean
}) {
  const { locale, format, call } = visit
  const t = texts[locale]
  if (past.length === 0) return null
  return (
    <section aria-labelledby="past">
      <h2 id="past">{t.past}</h2>
      <ul class="steps">
        {past.map(({ revision, deadline, to, approvedMs, approvedBy }) => (
          <li>
            {t.approved(deadlineName(locale, deadline), format.due(dueOf(to, timeZone)))}{' '}
            <span class="faint">
              {format.moment(approvedMs)} · {approvedBy}
            </span>{' '}
            {mayUndo && <a href={undoPath(call.id, revision)}>{t.undo}</a>}
          </li>
        ))}
      </ul>
    </section>
  )
}

const texts = catalogue(
  {
    title: 'Termijnen',
    done: {
      proposed: 'De verplaatsing is voorgesteld en wacht op een tweede persoon.',
      approved: 'De verplaatsing is goedgekeurd; de termijnen zijn verplaatst.',
      refused: 'De verplaatsing is geweigerd; er is niets verplaatst.',
      withdrawn: 'De verplaatsing is ingetrokken; er is niets verplaatst.',
    },
    nothingLate: 'Er is niets te laat.',
    late: (count: string, value: number) =>
      value === 1
        ? '1 termijn is voorbij en wacht nog.'
        : `${count} termijnen zijn voorbij en wachten nog.`,
    next: (name: string, due: string, count: string) =>
      `De volgende datum: ${name}, uiterlijk ${due} (projecten: ${count}).`,
    kind: 'Soort termijn',
    all: 'alle',
    show: 'Toon',
    moveMany: 'Een termijn voor veel projecten verplaatsen',
    none: 'Er loopt nu geen termijn.',
    drawing: 'Tijdlijn van de termijnen; dezelfde cijfers staan in de tabel eronder',
    today: 'vandaag',
    byDate: 'Per datum',
    what: 'Wat',
    due: 'Uiterlijk',
    state: 'Stand',
    projects: 'Projecten',
    move: 'Verplaatsen',
    suspended: 'geschorst',
    andOthers: (name: string, count: string, value: number) =>
      value === 1 ? `${name} en 1 ander` : `${name} en ${count} andere`,
    moveOne: 'Verplaats',
    moveThese: 'Verplaats voor deze',
    more: 'Volgende pagina',
    first: 'Eerste pagina',
    past: 'Eerdere verplaatsingen',
    approved: (name: string, to: string) => `“${name}” ging naar ${to}.`,
    undo: 'Maak ongedaan',
  },
  {
    title: 'Deadlines',
    done: {
      proposed: 'The move is proposed and waits for a second person.',
      approved: 'The move is approved; the deadlines have moved.',
      refused: 'The move is refused; nothing has moved.',
      withdrawn: 'The move is withdrawn; nothing has moved.',
    },
    nothingLate: 'Nothing is overdue.',
    late: (count: string, value: number) =>
      value === 1
        ? '1 deadline has passed and still waits.'
        : `${count} deadlines have passed and still wait.`,
    next: (name: string, due: string, count: string) =>
      `The next date: ${name}, by ${due} (projects: ${count}).`,
    kind: 'Kind of deadline',
    all: 'all',
    show: 'Show',
    moveMany: 'Move a deadline for many projects',
    none: 'No deadline is running now.',
    drawing: 'Timeline of the deadlines; the same figures are in the table below',
    today: 'today',
    byDate: 'By date',
    what: 'What',
    due: 'By',
    state: 'State',
    projects: 'Projects',
    move: 'Move',
    suspended: 'suspended',
    andOthers: (name: string, count: string, value: number) =>
      value === 1 ? `${name} and 1 other` : `${name} and ${count} others`,
    moveOne: 'Move',
    moveThese: 'Move for these',
    more: 'Next page',
    first: 'First page',
    past: 'Earlier moves',
    approved: (name: string, to: string) => `“${name}” went to ${to}.`,
    undo: 'Undo',
  },
)
