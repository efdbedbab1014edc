import type { CallVisit } from '../agency-visit.ts'
import type { Undo } from '../../programme/move-undo.ts'
import { catalogue } from '../catalogue.ts'
import { pathOf } from '../paths.ts'
import { inDutch } from '../words/refusals.ts'
import { framed } from './move-form.tsx'
import { asTyped } from './move-request.ts'
import { moveInWords } from './open-move.tsx'

/** The moves that would put back what another moved; each is looked at and proposed by itself. */
export function undoPage(visit: CallVisit, { moves, left }: Undo): string {
  const { locale, format } = visit
  const t = texts[locale]
  return framed(
    visit,
    <>
      <h2>{t.title}</h2>
      <p>{moves.length === 0 ? t.nothing : t.how}</p>
      {moves.map(({ deadline, to, projects }) => {
        const { date, time } = asTyped(to)
        return (
          <form class="panel" method="post" action="/deadlines/move">
            <input type="hidden" name="csrf" value={visit.csrf} />
            <input type="hidden" name="call" value={visit.call.id} />
            <input type="hidden" name="deadline" value={deadline} />
            <input type="hidden" name="to" value={date} />
            <input type="hidden" name="to@time" value={time} />
            <input type="hidden" name="scope" value={projects === null ? 'all' : 'some'} />
            {(projects ?? []).map((id) => (
              <input type="hidden" name="projects" value={id} />
            ))}
            <input type="hidden" name="reason" value={t.reason} />
            <p>
              {moveInWords(visit, { deadline, to })}{' '}
              {projects === null ? t.all : t.some(format.number(projects.length))}
            </p>
            <button name="step" value="preview">
              {t.next}
            </button>
          </form>
        )
      })}
      {left.length > 0 && (
        <details open={left.length <= 10}>
          <summary>{t.left(format.number(left.length))}</summary>
          <ul>
            {left.map(({ id, reason }) => (
              <li>
                <a href={pathOf(id)}>{id.split('/').slice(1).join('/')}</a>:{' '}
                {locale === 'nl' ? (inDutch(reason) ?? reason) : reason}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>,
  )
}

const texts = catalogue(
  {
    title: 'Een verplaatsing ongedaan maken',
    how: 'Ongedaan maken is een nieuwe verplaatsing: u stelt ze voor, een ander keurt ze goed.',
    nothing: 'Er is niets meer dat kan worden teruggezet.',
    reason: 'De eerdere verplaatsing wordt ongedaan gemaakt.',
    all: 'Voor alle projecten.',
    some: (count: string) => `Voor ${count} projecten.`,
    next: 'Verder: bekijk het gevolg',
    left: (count: string) => `Wie niet terug kan (${count})`,
  },
  {
    title: 'Undo a move',
    how: 'Undoing is a new move: you propose it, another person approves.',
    nothing: 'There is nothing left to put back.',
    reason: 'The earlier move is undone.',
    all: 'For all projects.',
    some: (count: string) => `For ${count} projects.`,
    next: 'Next: see what follows',
    left: (count: string) => `Who cannot go back (${count})`,
  },
)
