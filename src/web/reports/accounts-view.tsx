import type { AccountsCheck, CheckedAccounts, LeftRow } from '../../programme/accounts/check.ts'
import type { CallVisit } from '../agency-visit.ts'
import { catalogue } from '../catalogue.ts'
import { pathOf } from '../paths.ts'
import { page } from '../shell.tsx'
import { CoFinancingTable } from './co-financing-table.tsx'
import { accountsPath, reportsPath } from './paths.ts'
import { ProblemTable, type FileProblem } from './problems.tsx'

export interface AccountsParts {
  readonly check: AccountsCheck
  /** Projects of which accounts are still to come: their outcome is provisional. */
  readonly awaited: ReadonlySet<string>
  /** The extract that was checked; null for none. */
  readonly fileName: string | null
  /** Why the form was not read; null when it was, or none was sent. */
  readonly error: string | null
  /** What is wrong in the extract; none when nothing is. */
  readonly problems: readonly FileProblem[]
}

/** What applicants booked, held against an extract and against their award. */
export function accountsPage(visit: CallVisit, parts: AccountsParts): string {
  const { check, fileName, error, problems } = parts
  const t = texts[visit.locale]
  return page(visit, {
    title: t.title,
    current: 'reports',
    children: (
      <>
        <p>
          <a href={reportsPath(visit.call.id)}>← {t.reports}</a>
        </p>
        <h1>{t.title}</h1>
        {error !== null && (
          <p class="message bad" role="alert">
            ⚠ {error}
          </p>
        )}
        {problems.length > 0 && (
          <>
            <div class="message bad" role="alert">
              <p>
                <strong>⚠ {t.notUsed(fileName ?? '')}</strong>
              </p>
            </div>
            <ProblemTable visit={visit} title={t.problems} problems={problems} />
          </>
        )}
        {fileName !== null && problems.length === 0 && (
          <Found visit={visit} check={check} fileName={fileName} />
        )}
        <ExtractForm visit={visit} />
        <h2>{t.coFinancing}</h2>
        <p>{t.coFinancingMeans}</p>
        <CoFinancingTable visit={visit} items={check.coFinancing} awaited={parts.awaited} />
      </>
    ),
  })
}

function ExtractForm({ visit }: { readonly visit: CallVisit }) {
  const t = texts[visit.locale]
  return (
    <form
      class="panel"
      method="post"
      action={accountsPath(visit.call.id)}
      encType="multipart/form-data"
    >
      <h2>{t.extract}</h2>
      <input type="hidden" name="csrf" value={visit.csrf} />
      <div class="field">
        <label for="extract-file">{t.file}</label>
        <span class="hint" id="extract-hint">
          {t.columns}
        </span>
        <input
          id="extract-file"
          type="file"
          name="file"
          accept=".csv,.xlsx"
          aria-describedby="extract-hint"
          required
        />
      </div>
      <button>{t.compare}</button>
      <p class="faint">{t.storesNothing}</p>
    </form>
  )
}

function Found({
  visit,
  check,
  fileName,
}: {
  readonly visit: CallVisit
  readonly check: AccountsCheck
  readonly fileName: string
}) {
  const t = texts[visit.locale]
  const different = check.accounts.filter(({ differences }) => differences.length > 0)
  const isFine = different.length === 0 && check.left.length === 0
  return (
    <>
      <div class={isFine ? 'message good' : 'message warn'} role="status">
        <p>
          <strong>
            {isFine ? '✓' : '⚠'} {t.found(fileName, check.matchedRows, check.left.length)}
          </strong>
        </p>
        <p>{t.different(different.length)}</p>
      </div>
      {check.accounts.length > 0 && <Compared visit={visit} items={check.accounts} />}
      {check.left.length > 0 && <Left visit={visit} rows={check.left} />}
    </>
  )
}

function Compared({
  visit: { locale, format },
  items,
}: {
  readonly visit: CallVisit
  readonly items: readonly CheckedAccounts[]
}) {
  const t = texts[locale]
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={t.compared}>
      <table>
        <caption>{t.compared}</caption>
        <thead>
          <tr>
            <th scope="col">{t.applicant}</th>
            <th scope="col">{t.year}</th>
            <th scope="col" class="number">
              {t.inExtract}
            </th>
            <th scope="col" class="number">
              {t.submitted}
            </th>
            <th scope="col">{t.outcome}</th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ project, name, year, extractCents, submittedCents, differences }) => (
            <tr>
              <th scope="row">
                <a href={pathOf(project)}>{name}</a>
              </th>
              <td>{year}</td>
              <td class="number">{format.euro(extractCents)}</td>
              <td class="number">{submittedCents === null ? '–' : format.euro(submittedCents)}</td>
              <td>
                {differences.length === 0 ? (
                  <span class="tag good">✓ {t.same}</span>
                ) : (
                  <>
                    <span class="tag warn">
                      ⚠ {submittedCents === null ? t.nothingSubmitted : t.differs}
                    </span>
                    {submittedCents !== null &&
                      differences.map((each) => (
                        <small class="line">
                          {t.byCode(
                            each.code,
                            format.euro(each.extractCents),
                            format.euro(each.submittedCents),
                          )}
                        </small>
                      ))}
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Rows that are written out. */
const SHOWN = 500

function Left({
  visit: { locale, format },
  rows,
}: {
  readonly visit: CallVisit
  readonly rows: readonly LeftRow[]
}) {
  const t = texts[locale]
  return (
    <>
      <div class="scroll" tabindex={0} role="region" aria-label={t.left}>
        <table>
          <caption>{t.left}</caption>
          <thead>
            <tr>
              <th scope="col" class="number">
                {t.row}
              </th>
              <th scope="col">{t.why}</th>
              <th scope="col">KBO</th>
              <th scope="col">{t.year}</th>
              <th scope="col">{t.code}</th>
              <th scope="col" class="number">
                {t.amount}
              </th>
              <th scope="col">{t.maybe}</th>
            </tr>
          </thead>
          <tbody>
            {rows
              .slice(0, SHOWN)
              .map(({ row, reason, kbo, year, code, action, cents, projects }) => (
                <tr>
                  <th scope="row" class="number">
                    {row}
                  </th>
                  <td>
                    <span class="tag warn">⚠ {t.reason[reason]}</span>
                  </td>
                  <td>{kbo}</td>
                  <td>{year}</td>
                  <td>
                    {code}
                    {action !== null && <small class="line">{action}</small>}
                  </td>
                  <td class="number">{format.euro(cents)}</td>
                  <td>
                    {projects.length === 0
                      ? '–'
                      : projects.map((id) => (
                          <span class="line">
                            <a href={pathOf(id)}>{id.split('/')[1]}</a>
                          </span>
                        ))}
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
      {rows.length > SHOWN && <p>{t.more(format.number(rows.length - SHOWN))}</p>}
    </>
  )
}

const texts = catalogue(
  {
    title: 'Rekeningen en eigen inbreng',
    reports: 'Rapporten en rekeningen',
    notUsed: (name: string) => `${name} is niet gebruikt: er staan fouten in.`,
    problems: 'Te verbeteren in het uittreksel',
    extract: 'Een uittreksel van de jaarrekeningen vergelijken',
    file: 'Uittreksel (.csv of .xlsx)',
    columns: 'Met de kolommen KBO-nummer, jaar, code, actie en bedrag; de eerste rij noemt ze.',
    compare: 'Vergelijk',
    storesNothing: 'Er wordt niets bewaard: rekeningen dient de aanvrager in.',
    found: (name: string, matched: number, left: number) =>
      `${name}: ${matched} van ${matched + left} rijen ${matched === 1 ? 'hoort' : 'horen'} bij ` +
      'een project.',
    different: (count: number) =>
      count === 0
        ? 'Nergens verschilt het van wat werd ingediend.'
        : count === 1
          ? 'In één geval (project en boekjaar) verschilt het van wat werd ingediend.'
          : `In ${count} gevallen (project en boekjaar) verschilt het van wat werd ingediend.`,
    compared: 'Per project en boekjaar',
    applicant: 'Aanvrager',
    year: 'Jaar',
    inExtract: 'In het uittreksel',
    submitted: 'Ingediend',
    outcome: 'Uitkomst',
    same: 'gelijk',
    nothingSubmitted: 'nog niets ingediend',
    differs: 'verschilt',
    byCode: (code: string, extract: string, submitted: string) =>
      `${code}: ${extract} in het uittreksel, ${submitted} ingediend`,
    left: 'Rijen die bij geen project horen',
    row: 'Rij',
    why: 'Waarom',
    code: 'Code',
    amount: 'Bedrag',
    maybe: 'Misschien van',
    more: (count: string) => `En nog ${count} rijen.`,
    reason: {
      'foreign-code': 'andere code',
      duplicate: 'dubbel',
      'unknown-kbo': 'onbekend KBO-nummer',
      ambiguous: 'meer dan één project',
      'year-not-asked': 'jaar niet gevraagd',
      succeeded: 'opgevolgd na een fusie',
      'by-chapter': 'rapporteert per hoofdstuk',
    },
    coFinancing: 'De eigen inbreng, per project',
    coFinancingMeans:
      'Wat er onder de codes van de oproep geboekt is, naast wat voor lijnen werd toegekend: ' +
      'minder dan de toekenning wordt teruggevorderd, tot het dubbele vraagt toelichting, vanaf ' +
      'het dubbele is het in orde.',
  },
  {
    title: 'Accounts and own share',
    reports: 'Reports and accounts',
    notUsed: (name: string) => `${name} was not used: it has errors.`,
    problems: 'To mend in the extract',
    extract: 'Compare an extract of annual accounts',
    file: 'Extract (.csv or .xlsx)',
    columns:
      'With the columns KBO number, year, code, action and amount; the first row names them.',
    compare: 'Compare',
    storesNothing: 'Nothing is stored: accounts are the applicant’s to hand in.',
    found: (name: string, matched: number, left: number) =>
      `${name}: ${matched} of ${matched + left} rows ${matched === 1 ? 'belongs' : 'belong'} to ` +
      'a project.',
    different: (count: number) =>
      count === 0
        ? 'Nowhere does it differ from what was handed in.'
        : count === 1
          ? 'In one case (project and year) it differs from what was handed in.'
          : `In ${count} cases (project and year) it differs from what was handed in.`,
    compared: 'By project and year',
    applicant: 'Applicant',
    year: 'Year',
    inExtract: 'In the extract',
    submitted: 'Handed in',
    outcome: 'Outcome',
    same: 'the same',
    nothingSubmitted: 'nothing handed in yet',
    differs: 'differs',
    byCode: (code: string, extract: string, submitted: string) =>
      `${code}: ${extract} in the extract, ${submitted} handed in`,
    left: 'Rows that belong to no project',
    row: 'Row',
    why: 'Why',
    code: 'Code',
    amount: 'Amount',
    maybe: 'Perhaps of',
    more: (count: string) => `And ${count} more rows.`,
    reason: {
      'foreign-code': 'other code',
      duplicate: 'double',
      'unknown-kbo': 'unknown KBO number',
      ambiguous: 'more than one project',
      'year-not-asked': 'year not asked',
      succeeded: 'succeeded after a merger',
      'by-chapter': 'reports by chapter',
    },
    coFinancing: 'The own share, by project',
    coFinancingMeans:
      'What is booked under the codes of the call, beside what was awarded for lines: less than ' +
      'the award is claimed back, up to twice the award asks for clarification, from twice on it ' +
      'is in order.',
  },
)
