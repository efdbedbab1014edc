import type { CallVisit } from '../agency-visit.ts'
import { catalogue } from '../catalogue.ts'
import { pathOf } from '../paths.ts'
import { page } from '../shell.tsx'
import { documentName } from './documents.tsx'
import { dropPath, reportsPath } from './paths.ts'
import type { FileProblem } from './problems.tsx'

/** What became, or would become, of one of many workbooks. */
export interface DroppedFile {
  readonly name: string
  readonly project: string | null
  readonly kind: string | null
  readonly isTaken: boolean
  readonly problems: readonly FileProblem[]
  readonly notes: readonly FileProblem[]
}

export interface DropParts {
  /** Why the form was not read; null when it was, or none was sent. */
  readonly error: string | null
  readonly files: readonly DroppedFile[]
  /** Whether they were only looked at. */
  readonly isTry: boolean
}

/** Hands in many workbooks, and tells of each what was done with it. */
export function dropPage(visit: CallVisit, parts: DropParts): string {
  const { error, files, isTry } = parts
  const t = texts[visit.locale]
  const taken = files.filter(({ isTaken }) => isTaken).length
  const left = files.length - taken
  return page(visit, {
    title: t.title,
    current: 'reports',
    children: (
      <>
        <p>
          <a href={reportsPath(visit.call.id)}>← {t.reports}</a>
        </p>
        <h1>{t.title}</h1>
        <p class="lead">{t.lead}</p>
        {error !== null && (
          <p class="message bad" role="alert">
            ⚠ {error}
          </p>
        )}
        {files.length > 0 && (
          <>
            <div
              class={left === 0 ? 'message good' : 'message warn'}
              role={left === 0 ? 'status' : 'alert'}
            >
              <p>
                <strong>
                  {left === 0 ? '✓' : '⚠'} {isTry ? t.wouldTake(taken, left) : t.took(taken, left)}
                </strong>
              </p>
              {isTry && <p>{t.onlyLooked}</p>}
            </div>
            <Files visit={visit} parts={parts} />
          </>
        )}
        <DropForm visit={visit} />
      </>
    ),
  })
}

function DropForm({ visit }: { readonly visit: CallVisit }) {
  const t = texts[visit.locale]
  return (
    <form
      class="panel"
      method="post"
      action={dropPath(visit.call.id)}
      encType="multipart/form-data"
    >
      <input type="hidden" name="csrf" value={visit.csrf} />
      <div class="field">
        <label for="drop-files">{t.files}</label>
        <span class="hint" id="drop-hint">
          {t.most}
        </span>
        <input
          id="drop-files"
          type="file"
          name="files"
          accept=".xlsx"
          aria-describedby="drop-hint"
          multiple
          required
        />
      </div>
      <div class="buttons">
        <button class="quiet" name="step" value="check">
          {t.check}
        </button>
        <button name="step" value="send">
          {t.send}
        </button>
      </div>
      <p class="faint">{t.eachWhole}</p>
    </form>
  )
}

function Files({ visit, parts }: { readonly visit: CallVisit; readonly parts: DropParts }) {
  const { locale } = visit
  const t = texts[locale]
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={t.perFile}>
      <table>
        <caption>{t.perFile}</caption>
        <thead>
          <tr>
            <th scope="col">{t.file}</th>
            <th scope="col">{t.outcome}</th>
            <th scope="col">{t.about}</th>
            <th scope="col">{t.remarks}</th>
          </tr>
        </thead>
        <tbody>
          {parts.files.map(({ name, project, kind, isTaken, problems, notes }) => (
            <tr>
              <th scope="row">{name}</th>
              <td>
                <span class={isTaken ? 'tag good' : 'tag bad'}>
                  {isTaken ? `✓ ${parts.isTry ? t.possible : t.taken}` : `⚠ ${t.notTaken}`}
                </span>
              </td>
              <td>
                {project === null ? '–' : <a href={pathOf(project)}>{project.split('/')[1]}</a>}
                {kind !== null && <small class="line">{documentName(locale, kind)}</small>}
              </td>
              <td>
                <Remarks items={[...problems, ...notes]} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Remarks of one file that are written out. */
const SHOWN = 20

function Remarks({ items }: { readonly items: readonly FileProblem[] }) {
  return (
    <>
      {items.slice(0, SHOWN).map(({ place, text }) => (
        <span class="line">
          {place !== null && <strong>{place}: </strong>}
          {text}
        </span>
      ))}
      {items.length > SHOWN && <span class="line">… (+{items.length - SHOWN})</span>}
    </>
  )
}

const texts = catalogue(
  {
    title: 'Ingevulde werkboeken indienen',
    reports: 'Rapporten en rekeningen',
    lead:
      'Voor werkboeken die per mail kwamen. Elk wordt ingediend in naam van zijn aanvrager; in ' +
      'het logboek staat dat u het deed.',
    files: 'Werkboeken (.xlsx)',
    most: 'Hoogstens 100 tegelijk, samen hoogstens 8 MB.',
    check: 'Bekijk eerst',
    send: 'Dien in',
    eachWhole: 'Elk werkboek wordt in zijn geheel overgenomen of helemaal niet.',
    wouldTake: (taken: number, left: number) =>
      `${taken} van ${taken + left} werkboeken kunnen worden overgenomen.`,
    took: (taken: number, left: number) =>
      `${taken} van ${taken + left} werkboeken zijn overgenomen.`,
    onlyLooked:
      'Er is alleen gekeken; er is niets ingediend. Kies de bestanden opnieuw om ze in te dienen.',
    perFile: 'Per bestand',
    file: 'Bestand',
    outcome: 'Uitkomst',
    about: 'Project',
    remarks: 'Opmerkingen',
    possible: 'in orde',
    taken: 'ingediend',
    notTaken: 'niet overgenomen',
  },
  {
    title: 'Hand in filled workbooks',
    reports: 'Reports and accounts',
    lead:
      'For workbooks that came by mail. Each is handed in for its applicant; the log says that ' +
      'you did it.',
    files: 'Workbooks (.xlsx)',
    most: 'At most 100 at once, of at most 8 MB together.',
    check: 'Look first',
    send: 'Hand in',
    eachWhole: 'Each workbook is taken whole or not at all.',
    wouldTake: (taken: number, left: number) =>
      `${taken} of ${taken + left} workbooks can be taken.`,
    took: (taken: number, left: number) => `${taken} of ${taken + left} workbooks were taken.`,
    onlyLooked: 'They were only looked at; nothing was handed in. Choose the files again to do so.',
    perFile: 'By file',
    file: 'File',
    outcome: 'Outcome',
    about: 'Project',
    remarks: 'Remarks',
    possible: 'in order',
    taken: 'handed in',
    notTaken: 'not taken',
  },
)
