import type { FastifyReply } from 'fastify'
import { visibilityOf } from '../../api/access.ts'
import { taskReaderOf } from '../../api/task-reader.ts'
import { receiptsOf } from '../../programme/receipts.ts'
import type { InboxItem } from '../../programme/task-list.ts'
import { catalogue } from '../catalogue.ts'
import type { WebContext } from '../context.ts'
import { eventPath, pathOf } from '../paths.ts'
import { Milestones } from '../project/milestones.tsx'
import { standingOf } from '../project/standing.ts'
import { WorkbookLink } from '../reports/workbook-link.tsx'
import { page } from '../shell.tsx'
import { sendPage, type Visit } from '../visit.ts'
import { Receipts } from './receipts.tsx'
import { settlementPath, simulatorPath } from './simulator-paths.ts'

/** More than one organisation has. */
const PROJECTS = 20
const TASKS = 200

/** The first page of an applicant's people: where each project stands, and what they have to do. */
export async function ownProjectsPage(
  context: WebContext,
  visit: Visit,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { items } = await context.queries.page({
    filter: {},
    visibility: visibilityOf(visit.caller),
    sort: 'id',
    descending: true,
    after: null,
    limit: PROJECTS,
  })
  const reader = await taskReaderOf(context, visit.caller)
  const tasks = await context.queries.tasks({ reader, files: 'all', after: null, limit: TASKS })
  const receipts = await Promise.all(
    items.map(({ id }) => receiptsOf(context.engine, context.queries, id)),
  )
  const t = texts[visit.locale]
  const html = page(visit, {
    title: t.title,
    current: 'own',
    children: (
      <>
        <h1>{items.length > 1 ? t.several : t.title}</h1>
        {items.length === 0 && <p class="lead">{t.none}</p>}
        {items.map((shape, index) => (
          <section aria-label={shape.applicant.name}>
            <h2>
              <a href={pathOf(shape.id)}>{shape.applicant.name}</a>
            </h2>
            <p class="lead">{standingOf(visit, shape)}</p>
            <Milestones visit={visit} shape={shape} />
            <h3>{t.tasks}</h3>
            <Tasks visit={visit} items={tasks.items.filter(({ id }) => id === shape.id)} />
            <WorkbookLink visit={visit} id={shape.id} />
            <h3>{t.simulate}</h3>
            <ul>
              <li>
                <a href={simulatorPath(shape.id)}>{t.application}</a>
              </li>
              {shape.amounts.awardedCents > 0 && (
                <li>
                  <a href={settlementPath(shape.id)}>{t.settlement}</a>
                </li>
              )}
            </ul>
            <h3>{t.receipts}</h3>
            <Receipts visit={visit} receipts={receipts[index] ?? []} />
          </section>
        ))}
      </>
    ),
  })
  return sendPage(reply, html)
}

function Tasks({ visit, items }: { readonly visit: Visit; readonly items: readonly InboxItem[] }) {
  const { locale, format, nowMs } = visit
  const t = texts[locale]
  if (items.length === 0) return <p>{t.nothing}</p>
  return (
    <ul class="steps">
      {items.map(({ id, type, label, due, overdue }) => (
        <li>
          <a class="button" href={eventPath(id, type)}>
            {label[locale]}
          </a>{' '}
          {due !== null && (
            <span class={overdue ? 'tag bad' : 'tag'}>
              {overdue ? '⚠ ' : '◷ '}
              {format.due(Date.parse(due))}, {format.distance(Date.parse(due), nowMs)}
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}

const texts = catalogue(
  {
    title: 'Mijn project',
    several: 'Mijn projecten',
    simulate: 'Bereken',
    application: 'Op welk bedrag heb ik recht?',
    settlement: 'Wat betekent mijn resultaat voor het saldo?',
    receipts: 'Wat u indiende',
    none: 'Er is geen project waarvoor u optreedt.',
    tasks: 'Wat van u wordt verwacht',
    nothing: 'Er wordt nu niets van u verwacht.',
  },
  {
    title: 'My project',
    several: 'My projects',
    simulate: 'Calculate',
    application: 'Which amount am I entitled to?',
    settlement: 'What does my result mean for the balance?',
    receipts: 'What you handed in',
    none: 'There is no project that you act for.',
    tasks: 'What is expected of you',
    nothing: 'Nothing is expected of you now.',
  },
)
