import type {
  CompletenessRow,
  DocumentStanding,
  DocumentState as State,
} from '../../programme/completeness.ts'
import type { CallVisit } from '../agency-visit.ts'
import { catalogue } from '../catalogue.ts'
import { pathOf } from '../paths.ts'
import { page } from '../shell.tsx'
import { documentName, DocumentState, isAsked } from './documents.tsx'
import { accountsPath, dropPath, matrixFilePath, reportsPath, workbookFilePath } from './paths.ts'

/** Which rows are shown: all, with something still to come, or with something late or missing. */
export const matrixShows = ['all', 'asked', 'late'] as const

export type MatrixShow = (typeof matrixShows)[number]

export interface MatrixParts {
  /** Of all applicants. */
  readonly rows: readonly CompletenessRow[]
  readonly show: MatrixShow
  /** From 1. */
  readonly pageNumber: number
}

/** Rows of a page. */
const ROWS = 100

/** Who handed in what, who must still, and who is late. */
export function matrixPage(visit: CallVisit, parts: MatrixParts): string {
  const { rows, show, pageNumber } = parts
  const t = texts[visit.locale]
  const names = [...new Set(rows.flatMap(({ documents }) => documents.map(({ name }) => name)))]
  const order = (name: string) => `${kinds.indexOf(name.split('.')[0] ?? '')} ${name}`
  const columns = names.toSorted((one, other) => (order(one) < order(other) ? -1 : 1))
  const wanted = rows.filter(({ documents }) => documents.some((each) => isShown(show, each)))
  const shown = wanted.slice((pageNumber - 1) * ROWS, pageNumber * ROWS)
  return page(visit, {
    title: t.title,
    current: 'reports',
    children: (
      <>
        <h1>{t.title}</h1>
        <Ways visit={visit} />
        <div
          id="matrix"
          hx-get={visit.path}
          hx-select="#matrix"
          hx-swap="outerHTML"
          hx-trigger="changed from:body"
        >
          <h2>{t.counts}</h2>
          <Counts visit={visit} rows={rows} columns={columns} />
          <h2>{t.perApplicant}</h2>
          <Choice visit={visit} show={show} />
          {shown.length === 0 ? (
            <p>{t.none}</p>
          ) : (
            <Matrix visit={visit} rows={shown} columns={columns} />
          )}
          {wanted.length > pageNumber * ROWS && (
            <p class="buttons">
              <a
                class="button"
                href={reportsPath(visit.call.id, { show, page: String(pageNumber + 1) })}
              >
                {t.more}
              </a>
            </p>
          )}
        </div>
      </>
    ),
  })
}

const kinds: readonly string[] = ['application', 'interimReport', 'finalReport', 'accounts']
const asked: readonly State[] = ['open', 'overdue', 'returned']
const isIn: readonly State[] = ['handedIn', 'late', 'accepted']

function isLateOrMissing({ state, isLate }: DocumentStanding): boolean {
  return state === 'overdue' || state === 'missed' || isLate
}

function isShown(show: MatrixShow, document: DocumentStanding): boolean {
  if (show === 'all') return true
  return show === 'asked' ? asked.includes(document.state) : isLateOrMissing(document)
}

function Ways({ visit }: { readonly visit: CallVisit }) {
  const { call, locale, roles } = visit
  const t = texts[locale]
  return (
    <ul class="actions">
      {roles.includes('manager') && (
        <li>
          <a class="button quiet" href={dropPath(call.id)}>
            {t.drop}
          </a>
        </li>
      )}
      <li>
        <a class="button quiet" href={accountsPath(call.id)}>
          {t.accounts}
        </a>
      </li>
      {(['xlsx', 'csv'] as const).map((format) => (
        <li>
          <a class="button quiet" href={matrixFilePath(call.id, format, locale)}>
            {t.fetch(`.${format}`)}
          </a>
        </li>
      ))}
    </ul>
  )
}

/** How many of each document are in, expected, late and missing. */
function Counts({
  visit,
  rows,
  columns,
}: {
  readonly visit: CallVisit
  readonly rows: readonly CompletenessRow[]
  readonly columns: readonly string[]
}) {
  const { locale, format } = visit
  const t = texts[locale]
  const countOf = (name: string, is: (document: DocumentStanding) => boolean) =>
    rows.flatMap(({ documents }) => documents).filter((each) => each.name === name && is(each))
      .length
  const groups = [
    ['in', ({ state }: DocumentStanding) => isIn.includes(state)],
    ['expected', ({ state }: DocumentStanding) => state === 'open' || state === 'returned'],
    ['overdue', ({ state }: DocumentStanding) => state === 'overdue'],
    ['missed', ({ state }: DocumentStanding) => state === 'missed' || state === 'rejected'],
  ] as const
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={t.counts}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t.document}</th>
            {groups.map(([name]) => (
              <th scope="col" class="number">
                {t.group[name]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {columns.map((name) => (
            <tr>
              <th scope="row">{documentName(locale, name)}</th>
              {groups.map(([, is]) => (
                <td class="number">{format.number(countOf(name, is))}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Choice({ visit, show }: { readonly visit: CallVisit; readonly show: MatrixShow }) {
  const t = texts[visit.locale]
  return (
    <ul class="choice" aria-label={t.which}>
      {matrixShows.map((each) => (
        <li>
          <a
            href={reportsPath(visit.call.id, { show: each })}
            aria-current={each === show ? 'page' : undefined}
          >
            {t.show[each]}
          </a>
        </li>
      ))}
    </ul>
  )
}

function Matrix({
  visit,
  rows,
  columns,
}: {
  readonly visit: CallVisit
  readonly rows: readonly CompletenessRow[]
  readonly columns: readonly string[]
}) {
  const { locale } = visit
  const t = texts[locale]
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={t.perApplicant}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t.applicant}</th>
            {columns.map((name) => (
              <th scope="col">{documentName(locale, name)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, name, documents }) => (
            <tr>
              <th scope="row">
                <a href={pathOf(id)}>{name}</a>
              </th>
              {columns.map((column) => {
                const document = documents.find((each) => each.name === column)
                return (
                  <td>
                    {document === undefined ? (
                      '–'
                    ) : (
                      <>
                        <DocumentState visit={visit} document={document} />
                        {isAsked(document) && (
                          <small class="line">
                            <a href={workbookFilePath(id, column, locale)}>
                              Excel
                              <span class="hidden">
                                : {name}, {documentName(locale, column)}
                              </span>
                            </a>
                          </small>
                        )}
                      </>
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const texts = catalogue(
  {
    title: 'Rapporten en rekeningen',
    drop: 'Ingevulde werkboeken indienen',
    accounts: 'Rekeningen en eigen inbreng nakijken',
    fetch: (kind: string) => `Overzicht ophalen (${kind})`,
    counts: 'Per document',
    document: 'Document',
    group: { in: 'Ingediend', expected: 'Verwacht', overdue: 'Te laat', missed: 'Niet gekomen' },
    perApplicant: 'Per aanvrager',
    which: 'Welke aanvragers',
    show: {
      all: 'Iedereen',
      asked: 'Wie nog iets moet indienen',
      late: 'Wie te laat is of was',
    },
    none: 'Niemand.',
    applicant: 'Aanvrager',
    more: 'Volgende bladzijde',
  },
  {
    title: 'Reports and accounts',
    drop: 'Hand in filled workbooks',
    accounts: 'Check accounts and the own share',
    fetch: (kind: string) => `Fetch the overview (${kind})`,
    counts: 'By document',
    document: 'Document',
    group: { in: 'Handed in', expected: 'Expected', overdue: 'Late', missed: 'Did not come' },
    perApplicant: 'By applicant',
    which: 'Which applicants',
    show: {
      all: 'Everybody',
      asked: 'Who must still hand in something',
      late: 'Who is or was late',
    },
    none: 'Nobody.',
    applicant: 'Applicant',
    more: 'Next page',
  },
)
