import type { ProjectShape } from '../../programme/queries.ts'
import { catalogue } from '../catalogue.ts'
import type { Visit } from '../visit.ts'
import { deadlineName } from '../words/deadline-name.ts'
import { words } from '../words/words.ts'

/** Deadlines of a call or project, with where each stands. */
export function DeadlineTable({
  visit,
  deadlines,
}: {
  readonly visit: Visit
  readonly deadlines: ProjectShape['deadlines']
}) {
  const { locale, format, nowMs } = visit
  const t = texts[locale]
  if (deadlines.length === 0) return <p>{t.noDeadlines}</p>
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={t.title}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t.what}</th>
            <th scope="col">{t.due}</th>
            <th scope="col">{t.state}</th>
          </tr>
        </thead>
        <tbody>
          {deadlines.map(({ name, due, status }) => {
            const dueMs = due === undefined ? null : Date.parse(due)
            return (
              <tr>
                <th scope="row">{deadlineName(locale, name)}</th>
                <td>
                  {dueMs === null ? t.suspended : format.due(dueMs)}
                  {dueMs !== null && status === 'open' && (
                    <small> {format.distance(dueMs, nowMs)}</small>
                  )}
                </td>
                <td>
                  <span class={tagOf(status)}>{words[locale].status[status]}</span>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function tagOf(status: ProjectShape['deadlines'][number]['status']): string {
  switch (status) {
    case 'met':
      return 'tag good'
    case 'overdue':
    case 'missed':
      return 'tag bad'
    case 'late':
      return 'tag warn'
    case 'open':
    case 'cancelled':
      return 'tag'
  }
}

const texts = catalogue(
  {
    title: 'Tabel van de termijnen',
    noDeadlines: 'Er loopt nog geen termijn.',
    what: 'Wat',
    due: 'Uiterlijk',
    state: 'Stand',
    suspended: 'geschorst',
  },
  {
    title: 'Table of the deadlines',
    noDeadlines: 'No term is running yet.',
    what: 'What',
    due: 'By',
    state: 'State',
    suspended: 'suspended',
  },
)
