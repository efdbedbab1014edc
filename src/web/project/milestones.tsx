import type { ProjectShape } from '../../programme/queries.ts'
import type { Visit } from '../visit.ts'
import { words } from '../words/words.ts'

const signs = {
  done: '✓',
  current: '▶',
  upcoming: '○',
  overdue: '⚠',
  missed: '✗',
  skipped: '–',
} as const

/** The eight steps of a project, each with its state in a sign, a word and a date. */
export function Milestones({
  visit,
  shape,
}: {
  readonly visit: Visit
  readonly shape: ProjectShape
}) {
  const { locale, format } = visit
  return (
    <ol class="track">
      {shape.milestones.map(({ name, status, at, due }) => (
        <li class={status} aria-current={status === 'current' ? 'step' : undefined}>
          <strong>
            <span aria-hidden="true">{signs[status]}</span> {words[locale].milestone[name]}
          </strong>
          {words[locale].step[status]}
          {at !== undefined && <small> {format.shortDate(Date.parse(at))}</small>}
          {at === undefined && due !== undefined && (
            <small> {format.shortDate(Date.parse(due))}</small>
          )}
        </li>
      ))}
    </ol>
  )
}
