import type { ProjectContext } from '../../../machines/project/context.ts'
import type { CallParameters } from '../../domain/call.ts'
import { parseEuro } from '../../domain/money.ts'
import type { Instance } from '../../engine/index.ts'
import type { Consequences } from '../../programme/consequences.ts'
import { eventTypes } from '../../programme/event-types.ts'
import type { ReadWorkbook } from '../../programme/workbooks/workbooks.ts'
import { catalogue } from '../catalogue.ts'
import { ConsequencesView } from '../forms/consequences-view.tsx'
import { labels, options } from '../forms/field-texts.ts'
import { lineTitle } from '../forms/project-plans.ts'
import { pathOf } from '../paths.ts'
import { page } from '../shell.tsx'
import type { Visit } from '../visit.ts'
import { wordOf, words } from '../words/words.ts'
import { workbookPath } from './paths.ts'
import { problemTexts } from './problems.tsx'

export interface ConfirmParts {
  readonly target: Instance
  readonly read: ReadWorkbook
  readonly consequences: Consequences
  readonly parameters: CallParameters | undefined
  /** What the form carries along: the workbook itself in base64, and the key of the sending. */
  readonly carried: {
    readonly fileName: string
    readonly content: string
    readonly key: string
  }
}

/** What a workbook holds, what would come of it, and the button that sends it. */
export function workbookConfirmPage(visit: Visit, parts: ConfirmParts): string {
  const { locale } = visit
  const { target, read, consequences, carried } = parts
  const t = texts[locale]
  const { applicant } = target.snapshot.context as ProjectContext
  const type = read.event?.type ?? ''
  const label = eventTypes(target.machine, target.version)[type]?.label[locale] ?? type
  return page(visit, {
    title: label,
    current: 'own',
    children: (
      <>
        <p>
          <a href={pathOf(target.id)}>← {applicant.name}</a>
        </p>
        <h1>{label}</h1>
        <p class="lead">{t.lead(carried.fileName)}</p>
        {read.notes.length > 0 && (
          <ul class="message">
            {problemTexts(locale, read.notes).map(({ place, text }) => (
              <li>
                {place === null ? '' : `${place}: `}
                {text}
              </li>
            ))}
          </ul>
        )}
        <Held visit={visit} parts={parts} />
        <h2>{t.consequences}</h2>
        <ConsequencesView visit={visit} consequences={consequences} about={target.id} />
        <form method="post" action={workbookPath(target.id)} encType="multipart/form-data">
          <input type="hidden" name="csrf" value={visit.csrf} />
          {Object.entries(carried).map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          <div class="buttons">
            <button name="step" value="send">
              {label}
            </button>
            <a class="button quiet" href={workbookPath(target.id)}>
              {t.back}
            </a>
          </div>
        </form>
      </>
    ),
  })
}

type Item = Readonly<Record<string, unknown>>

/** Everything that the event would say, list by list. */
function Held({ visit, parts }: { readonly visit: Visit; readonly parts: ConfirmParts }) {
  const { locale } = visit
  const data = (parts.read.event?.data ?? {}) as Readonly<Record<string, unknown>>
  const lists = Object.entries(data).filter(
    (entry): entry is [string, readonly Item[]] => Array.isArray(entry[1]) && entry[1].length > 0,
  )
  return (
    <>
      {'year' in data && <p>{`${wordOf(labels[locale], 'year')}: ${String(data['year'])}`}</p>}
      {lists.map(([list, items]) => (
        <List visit={visit} parts={parts} title={wordOf(labels[locale], list)} items={items} />
      ))}
    </>
  )
}

function List({
  visit,
  parts,
  title,
  items,
}: {
  readonly visit: Visit
  readonly parts: ConfirmParts
  readonly title: string
  readonly items: readonly Item[]
}) {
  const columns = [...new Set(items.flatMap((item) => Object.keys(item)))]
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={title}>
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            {columns.map((name) => (
              <th scope="col">{wordOf(labels[visit.locale], name)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr>
              {columns.map((name, index) =>
                index === 0 ? (
                  <th scope="row">{shown(visit, parts, name, item[name])}</th>
                ) : (
                  <td>{shown(visit, parts, name, item[name])}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function shown(visit: Visit, parts: ConfirmParts, name: string, value: unknown): string {
  const { locale, format } = visit
  const { target, parameters } = parts
  if (typeof value === 'number') return format.number(value)
  const text = typeof value === 'string' ? value : '–'
  switch (name) {
    case 'line': {
      const { yearTwo } = target.snapshot.context as ProjectContext
      const line = yearTwo.lines.find((each) => each.line === text)
      return line === undefined || parameters === undefined
        ? text
        : lineTitle({ parameters, locale }, line)
    }
    case 'stimulus':
      return wordOf(words[locale].stimulus, text)
    case 'decision':
      return wordOf(options[locale], text)
    case 'amount':
      return format.euro(parseEuro(text) ?? 0)
    default:
      return text
  }
}

const texts = catalogue(
  {
    lead: (name: string) => `Dit staat in ${name}. Kijk het na en verstuur het.`,
    consequences: 'Wat er daarna gebeurt',
    back: 'Terug zonder iets te doen',
  },
  {
    lead: (name: string) => `This is what ${name} holds. Look through it and send it.`,
    consequences: 'What happens then',
    back: 'Back without doing anything',
  },
)
