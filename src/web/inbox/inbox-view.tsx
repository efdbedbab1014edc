import type { Task, TaskFiles } from '../../programme/task-list.ts'
import { catalogue } from '../catalogue.ts'
import type { WebContext } from '../context.ts'
import { eventPath, pathOf } from '../paths.ts'
import { batchPath } from '../payments/paths.ts'
import { page } from '../shell.tsx'
import type { Visit } from '../visit.ts'
import type { HandOver } from './hand-over.ts'
import { HandOverForm } from './hand-over-views.tsx'
import { taskKey } from './proposals.ts'

interface Parts {
  readonly files: TaskFiles
  readonly items: readonly Task[]
  /** What is proposed, by {@link taskKey}. */
  readonly proposals: ReadonlyMap<string, string>
  /** What those are called who handle files, by their random id. */
  readonly handlers: ReadonlyMap<string, string>
  readonly isFirst: boolean
  /** Where the next page begins; null on the last. */
  readonly next: string | null
  /** Null for who handles no files. */
  readonly handOver: HandOver | null
}

/** What those are called who handle the files of these tasks. */
export async function handlersOf(
  { engine, people }: WebContext,
  items: readonly Task[],
): Promise<ReadonlyMap<string, string>> {
  const ids = new Set(items.flatMap(({ assignee }) => assignee ?? []))
  const subjects = await engine.log.subjects([...ids])
  const names = await people.namesOf([...subjects.values()])
  return new Map([...subjects].map(([id, subject]) => [id, names.get(subject) ?? subject]))
}

export function inboxView(visit: Visit, parts: Parts): string {
  const { files, items, isFirst, next, handOver } = parts
  const t = texts[visit.locale]
  return page(visit, {
    title: t.title,
    current: 'inbox',
    children: (
      <>
        <h1>{t.title}</h1>
        {visit.isAgency && <Choice visit={visit} files={files} />}
        <div
          id="tasks"
          hx-get={visit.path}
          hx-select="#tasks"
          hx-swap="outerHTML"
          hx-trigger="changed from:body"
        >
          {items.length === 0 ? (
            <p class="lead">{t.none[files]}</p>
          ) : (
            <Tasks visit={visit} parts={parts} />
          )}
          <p class="buttons">
            {next !== null && (
              <a class="button" href={pathTo(files, next)}>
                {t.more}
              </a>
            )}
            {!isFirst && <a href={pathTo(files)}>{t.first}</a>}
          </p>
        </div>
        {handOver !== null && <HandOverForm visit={visit} form={handOver} />}
      </>
    ),
  })
}

function pathTo(files: TaskFiles, cursor?: string): string {
  const query = new URLSearchParams({
    ...(files === 'all' ? {} : { files }),
    ...(cursor === undefined ? {} : { cursor }),
  }).toString()
  return query === '' ? '/inbox' : `/inbox?${query}`
}

function Choice({ visit, files }: { readonly visit: Visit; readonly files: TaskFiles }) {
  const t = texts[visit.locale]
  return (
    <ul class="choice" aria-label={t.which}>
      {(['all', 'own', 'colleagues'] as const).map((each) => (
        <li>
          <a href={pathTo(each)} aria-current={each === files ? 'page' : undefined}>
            {t.files[each]}
          </a>
        </li>
      ))}
    </ul>
  )
}

function Tasks({ visit, parts }: { readonly visit: Visit; readonly parts: Parts }) {
  const { locale } = visit
  const { items, proposals, handlers } = parts
  const t = texts[locale]
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={t.title}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t.due}</th>
            <th scope="col">{t.what}</th>
            {visit.isAgency && <th scope="col">{t.handler}</th>}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr>
              <td>
                <Due visit={visit} item={item} />
              </td>
              <th scope="row">
                <a href={pathOf(item.id)}>{item.name}</a>
                <br />
                <a class="button quiet" href={decidedOn(item)}>
                  {item.label[locale]}
                  <span class="hidden">: {item.name}</span>
                </a>
                {proposals.has(taskKey(item)) && (
                  <p class="proposed">
                    {t.proposed} {proposals.get(taskKey(item))}
                  </p>
                )}
              </th>
              {visit.isAgency && (
                <td>{handlerOf(item, handlers, { you: t.you, nobody: t.nobody })}</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Where a task is done: a batch is decided on where it is seen whole. */
function decidedOn({ id, type, proposal }: Task): string {
  return type === 'paymentBatch.approve' && proposal !== null
    ? batchPath(id, proposal)
    : eventPath(id, type)
}

/** A call is nobody's file. */
function handlerOf(
  { id, assignee, assigned }: Task,
  handlers: ReadonlyMap<string, string>,
  words: { readonly you: string; readonly nobody: string },
): string {
  if (assigned) return words.you
  if (assignee !== null) return handlers.get(assignee) ?? words.nobody
  return id.includes('/') ? words.nobody : '–'
}

function Due({ visit, item }: { readonly visit: Visit; readonly item: Task }) {
  const { locale, format, nowMs } = visit
  const t = texts[locale]
  if (item.due === null) return <>{item.overdue ? <span class="tag bad">⚠ {t.late}</span> : '–'}</>
  const dueMs = Date.parse(item.due)
  const isLate = item.overdue || dueMs < nowMs
  return (
    <>
      {format.due(dueMs)}
      <br />
      <span class={isLate ? 'tag bad' : 'tag'}>
        {isLate ? `⚠ ${t.late}, ` : '◷ '}
        {format.distance(dueMs, nowMs)}
      </span>
    </>
  )
}

const texts = catalogue(
  {
    title: 'Te doen',
    which: 'Welke dossiers',
    files: {
      all: 'Alles',
      own: 'Alleen mijn dossiers',
      colleagues: 'Dossiers van collega’s',
    },
    none: {
      all: 'Er wacht niets op u.',
      own: 'In uw dossiers wacht niets op u.',
      colleagues: 'In dossiers van collega’s wacht niets.',
    },
    due: 'Uiterlijk',
    what: 'Wat',
    proposed: 'Voorstel:',
    handler: 'Behandelaar',
    you: 'u',
    nobody: 'nog niemand',
    late: 'te laat',
    more: 'Volgende pagina',
    first: 'Eerste pagina',
  },
  {
    title: 'To do',
    which: 'Which files',
    files: {
      all: 'Everything',
      own: 'Only my files',
      colleagues: 'Files of others',
    },
    none: {
      all: 'Nothing waits for you.',
      own: 'Nothing in your files waits for you.',
      colleagues: 'Nothing waits in the files of others.',
    },
    due: 'By',
    what: 'What',
    proposed: 'Proposed:',
    handler: 'File handler',
    you: 'you',
    nobody: 'nobody yet',
    late: 'late',
    more: 'Next page',
    first: 'First page',
  },
)
