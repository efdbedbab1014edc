import type { ProjectListRow } from '../../programme/queries.ts'
import { catalogue } from '../catalogue.ts'
import type { Visit } from '../visit.ts'
import { deadlineName } from '../words/deadline-name.ts'

/** The next date of a project and what stands in its way, said by sign and word. */
export function NextDate({ visit, row }: { readonly visit: Visit; readonly row: ProjectListRow }) {
  const { locale, format, nowMs } = visit
  const t = texts[locale]
  const { next_due_ms: dueMs, next_deadline: deadline, overdue } = row
  return (
    <>
      {dueMs !== null && deadline !== null && (
        <p>
          {deadlineName(locale, deadline)}: {format.due(dueMs)}{' '}
          <span class={overdue === 1 || dueMs < nowMs ? 'tag bad' : 'tag'}>
            {dueMs < nowMs ? '⚠ ' : '◷ '}
            {format.distance(dueMs, nowMs)}
          </span>
        </p>
      )}
      {overdue === 1 && (dueMs === null || dueMs >= nowMs) && (
        <p>
          <span class="tag bad">⚠ {t.overdue}</span>
        </p>
      )}
      {row.needs_attention === 1 && (
        <p>
          <span class="tag warn">⚙ {t.attention}</span>
        </p>
      )}
    </>
  )
}

const texts = catalogue(
  { overdue: 'iets is te laat', attention: 'wacht op de systeembeheerder' },
  { overdue: 'something is overdue', attention: 'waits for the system administrator' },
)
