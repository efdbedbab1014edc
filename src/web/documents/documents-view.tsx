import type { AttachedFile } from '../../programme/documents/files.ts'
import { fileRules, type FileKind } from '../../programme/documents/kinds.ts'
import { takenEnds } from '../../programme/documents/media-type.ts'
import type { Letter } from '../../programme/letters/letter-book.ts'
import { catalogue } from '../catalogue.ts'
import { page } from '../shell.tsx'
import { pathOf } from '../paths.ts'
import type { Visit } from '../visit.ts'
import { letterName } from '../words/letter-name.ts'
import { filesPath, letterPath } from './paths.ts'

/** The papers of a call or project, as a visitor may see them. */
export interface ShownPapers {
  readonly id: string
  readonly letters: readonly Letter[]
  readonly files: readonly AttachedFile[]
  /** What people who attached files are called. */
  readonly names: ReadonlyMap<string, string>
  /** Kinds that the visitor may attach; none for who attaches nothing here. */
  readonly kinds: readonly FileKind[]
  /** Most bytes of a file. */
  readonly maxBytes: number
}

interface Props {
  readonly visit: Visit
  readonly papers: ShownPapers
}

/** Letters and files, each to be had as it is, and a form for one more file. */
export function Documents({ visit, papers }: Props) {
  const { id, letters, files, kinds } = papers
  const t = texts[visit.locale]
  return (
    <section aria-labelledby="documents">
      <h2 id="documents">{t.title}</h2>
      {letters.length > 0 && <Letters visit={visit} id={id} letters={letters} />}
      {files.length > 0 && <Files visit={visit} papers={papers} />}
      {letters.length + files.length === 0 && <p>{t.none}</p>}
      {kinds.length > 0 && (
        <details>
          <summary>{t.add}</summary>
          <FileForm visit={visit} papers={papers} />
        </details>
      )}
    </section>
  )
}

function Letters({
  visit: { locale, format },
  id,
  letters,
}: {
  readonly visit: Visit
  readonly id: string
  readonly letters: readonly Letter[]
}) {
  const t = texts[locale]
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={t.letters}>
      <table>
        <caption>{t.letters}</caption>
        <thead>
          <tr>
            <th scope="col">{t.what}</th>
            <th scope="col">{t.date}</th>
            <th scope="col">{t.asPdf}</th>
          </tr>
        </thead>
        <tbody>
          {letters.map((letter) => {
            const name = letterName(locale, letter.name)
            return (
              <tr>
                <th scope="row">{name}</th>
                <td>{format.date(letter.atMs)}</td>
                <td>
                  <a href={letterPath(id, letter.id, 'nl')} hreflang="nl">
                    {t.dutch}
                    <span class="hidden">: {name}</span>
                  </a>
                  {' · '}
                  <a href={letterPath(id, letter.id, 'en')} hreflang="en">
                    {t.english}
                    <span class="hidden">: {name}</span>
                  </a>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function Files({ visit, papers: { id, files, names } }: Props) {
  const { locale, format, isAgency } = visit
  const t = texts[locale]
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={t.files}>
      <table>
        <caption>{t.files}</caption>
        <thead>
          <tr>
            <th scope="col">{t.what}</th>
            <th scope="col">{t.kind}</th>
            <th scope="col">{t.date}</th>
            <th scope="col" class="number">
              {t.size}
            </th>
            {isAgency && <th scope="col">{t.by}</th>}
          </tr>
        </thead>
        <tbody>
          {files.map((file) => (
            <tr>
              <th scope="row">
                <a href={`${filesPath(id)}/${file.id}`}>{file.name}</a>
              </th>
              <td>
                {fileRules[file.kind].label[locale]}
                {isAgency && !fileRules[file.kind].isForApplicant && (
                  <>
                    {' '}
                    <span class="tag">{t.agencyOnly}</span>
                  </>
                )}
              </td>
              <td>{format.date(file.atMs)}</td>
              <td class="number">{sizeText(visit, file.sizeBytes)}</td>
              {isAgency && <td>{names.get(file.person) ?? file.person}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function sizeText({ format }: Visit, bytes: number): string {
  return bytes >= 1e6
    ? `${format.number(Math.round(bytes / 1e5) / 10)} MB`
    : `${format.number(Math.max(1, Math.round(bytes / 1e3)))} kB`
}

function FileForm({ visit, papers: { id, kinds, maxBytes } }: Props) {
  const { locale, csrf } = visit
  const t = texts[locale]
  return (
    <form class="panel" method="post" action={filesPath(id)} encType="multipart/form-data">
      <input type="hidden" name="csrf" value={csrf} />
      <div class="field">
        <label for="file-kind">{t.kind}</label>
        <select id="file-kind" name="kind">
          {kinds.map((kind) => (
            <option value={kind}>{fileRules[kind].label[locale]}</option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="file">{t.file}</label>
        <span class="hint" id="file-hint">
          {t.takes(takenEnds.join(', '), String(maxBytes / 1e6))}
        </span>
        <input
          id="file"
          type="file"
          name="file"
          required
          accept={takenEnds.map((end) => `.${end}`).join(',')}
          aria-describedby="file-hint"
        />
      </div>
      <p>
        <button>{t.attach}</button>
      </p>
    </form>
  )
}

/** The form again, with why the file was not taken. */
export function filePage(visit: Visit, papers: ShownPapers, error: string): string {
  const t = texts[visit.locale]
  return page(visit, {
    title: t.add,
    children: (
      <>
        <p>
          <a href={`${pathOf(papers.id)}#documents`}>← {t.back}</a>
        </p>
        <h1>{t.add}</h1>
        <div class="message bad" role="alert">
          <p>
            <strong>⚠ {t.notTaken}</strong> {error}
          </p>
        </div>
        {papers.kinds.length > 0 && <FileForm visit={visit} papers={papers} />}
      </>
    ),
  })
}

const texts = catalogue(
  {
    title: 'Documenten',
    none: 'Er zijn nog geen brieven of bestanden.',
    letters: 'Brieven',
    files: 'Bestanden',
    what: 'Wat',
    date: 'Datum',
    asPdf: 'Als PDF',
    dutch: 'Nederlands',
    english: 'Engels',
    kind: 'Soort',
    size: 'Grootte',
    by: 'Door',
    agencyOnly: 'niet voor de aanvrager',
    add: 'Een bestand toevoegen',
    file: 'Bestand',
    takes: (ends: string, megabytes: string) => `${ends}; ten hoogste ${megabytes} MB`,
    attach: 'Toevoegen',
    back: 'Terug',
    notTaken: 'Het bestand is niet toegevoegd.',
  },
  {
    title: 'Documents',
    none: 'There are no letters or files yet.',
    letters: 'Letters',
    files: 'Files',
    what: 'What',
    date: 'Date',
    asPdf: 'As PDF',
    dutch: 'Dutch',
    english: 'English',
    kind: 'Kind',
    size: 'Size',
    by: 'By',
    agencyOnly: 'not for the applicant',
    add: 'Add a file',
    file: 'File',
    takes: (ends: string, megabytes: string) => `${ends}; at most ${megabytes} MB`,
    attach: 'Add',
    back: 'Back',
    notTaken: 'The file was not added.',
  },
)
