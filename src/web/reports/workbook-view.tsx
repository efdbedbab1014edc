import type { DocumentStanding } from '../../programme/completeness.ts'
import { catalogue, locales } from '../catalogue.ts'
import { pathOf } from '../paths.ts'
import { page } from '../shell.tsx'
import type { Visit } from '../visit.ts'
import { documentName, DocumentState, isAsked } from './documents.tsx'
import { workbookFilePath, workbookPath } from './paths.ts'
import { ProblemTable, type FileProblem } from './problems.tsx'

export interface WorkbookPageParts {
  /** Of the project, and what its applicant is called. */
  readonly id: string
  readonly name: string
  readonly documents: readonly DocumentStanding[]
  readonly mayHandIn: boolean
  /** Why the form was not read; null when it was, or none was sent. */
  readonly error: string | null
  /** What is wrong in the workbook that was sent; none when nothing is. */
  readonly problems: readonly FileProblem[]
  readonly fileName: string
}

/** Fetch a workbook, fill it in, hand it in again. */
export function workbookPage(visit: Visit, parts: WorkbookPageParts): string {
  const { id, name, documents, mayHandIn, error, problems, fileName } = parts
  const t = texts[visit.locale]
  const open = documents.filter(isAsked)
  return page(visit, {
    title: t.title,
    ...(visit.isAgency ? { current: 'reports' as const } : { current: 'own' as const }),
    children: (
      <>
        <p>
          <a href={pathOf(id)}>← {name}</a>
        </p>
        <h1>{t.title}</h1>
        <p class="lead">{t.lead}</p>
        {error !== null && (
          <p class="message bad" role="alert">
            ⚠ {error}
          </p>
        )}
        {problems.length > 0 && (
          <>
            <div class="message bad" role="alert">
              <p>
                <strong>⚠ {t.notStored(fileName)}</strong>
              </p>
              <p>{t.mend}</p>
            </div>
            <ProblemTable visit={visit} title={t.problems} problems={problems} />
          </>
        )}
        {mayHandIn && <HandIn visit={visit} id={id} isAgain={problems.length > 0} />}
        <h2>{t.fetch}</h2>
        {open.length === 0 ? <p>{t.nothing}</p> : <Workbooks visit={visit} id={id} open={open} />}
      </>
    ),
  })
}

function HandIn({
  visit,
  id,
  isAgain,
}: {
  readonly visit: Visit
  readonly id: string
  readonly isAgain: boolean
}) {
  const t = texts[visit.locale]
  return (
    <form class="panel" method="post" action={workbookPath(id)} encType="multipart/form-data">
      <h2>{isAgain ? t.handInAgain : t.handIn}</h2>
      <input type="hidden" name="csrf" value={visit.csrf} />
      <div class="field">
        <label for="workbook-file">{t.file}</label>
        <input id="workbook-file" type="file" name="file" accept=".xlsx" required />
      </div>
      <div class="buttons">
        <button name="step" value="check">
          {t.next}
        </button>
      </div>
      <p class="faint">{t.nothingYet}</p>
    </form>
  )
}

function Workbooks({
  visit,
  id,
  open,
}: {
  readonly visit: Visit
  readonly id: string
  readonly open: readonly DocumentStanding[]
}) {
  const { locale } = visit
  const t = texts[locale]
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={t.fetch}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t.document}</th>
            <th scope="col">{t.state}</th>
            <th scope="col">{t.workbook}</th>
          </tr>
        </thead>
        <tbody>
          {open.map((document) => (
            <tr>
              <th scope="row">{documentName(locale, document.name)}</th>
              <td>
                <DocumentState visit={visit} document={document} />
              </td>
              <td>
                {locales.map((language) => (
                  <span class="line">
                    <a href={workbookFilePath(id, document.name, language)}>
                      {t.in[language]}
                      <span class="hidden">: {documentName(locale, document.name)}</span>
                    </a>
                  </span>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const texts = catalogue(
  {
    title: 'Met Excel werken',
    lead:
      'Haal het werkboek van uw project op, vul de gele cellen in en dien het hier weer in. U ' +
      'ziet eerst wat erin staat; pas daarna verstuurt u het.',
    notStored: (name: string) => `Er is niets bewaard: in ${name} klopt iets niet.`,
    mend: 'Verbeter de cellen hieronder en dien het werkboek opnieuw in.',
    problems: 'Te verbeteren',
    handIn: 'Een ingevuld werkboek indienen',
    handInAgain: 'Het verbeterde werkboek indienen',
    file: 'Ingevuld werkboek (.xlsx)',
    next: 'Verder: bekijk wat erin staat',
    nothingYet: 'Er gebeurt nog niets: eerst wordt het werkboek nagekeken.',
    fetch: 'Werkboeken ophalen',
    nothing: 'Er is nu niets in te vullen.',
    document: 'Document',
    state: 'Stand',
    workbook: 'Werkboek',
    in: { nl: 'Ophalen in het Nederlands', en: 'Ophalen in het Engels' },
  },
  {
    title: 'Work in Excel',
    lead:
      'Fetch the workbook of your project, fill in the yellow cells and hand it in again here. ' +
      'First you see what it holds; only then you send it.',
    notStored: (name: string) => `Nothing was stored: something in ${name} is not right.`,
    mend: 'Mend the cells below and hand in the workbook again.',
    problems: 'To mend',
    handIn: 'Hand in a filled workbook',
    handInAgain: 'Hand in the mended workbook',
    file: 'Filled workbook (.xlsx)',
    next: 'Next: see what it holds',
    nothingYet: 'Nothing happens yet: the workbook is checked first.',
    fetch: 'Fetch workbooks',
    nothing: 'There is nothing to fill in now.',
    document: 'Document',
    state: 'Status',
    workbook: 'Workbook',
    in: { nl: 'Fetch in Dutch', en: 'Fetch in English' },
  },
)
