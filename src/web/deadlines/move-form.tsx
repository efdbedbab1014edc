import type { CallVisit } from '../agency-visit.ts'
import type { MovePreview } from '../../programme/move-preview.ts'
import { catalogue } from '../catalogue.ts'
import { page } from '../shell.tsx'
import { deadlineName } from '../words/deadline-name.ts'
import { MovePreviewView } from './move-preview-view.tsx'
import { termsOf, type MoveRequest } from './move-request.ts'
import { moveInWords } from './open-move.tsx'
import { deadlinesPath } from './paths.ts'

export interface RunningProject {
  readonly id: string
  readonly name: string
  readonly dueMs: number | null
}

interface FormParts {
  readonly request: MoveRequest
  /** The deadlines that may be moved, with the number of projects. */
  readonly names: readonly { readonly name: string; readonly count: number }[]
  /** Where the chosen deadline runs, as filtered. */
  readonly projects: readonly RunningProject[]
  /** Whether there are more than are listed. */
  readonly isMore: boolean
  readonly errors: ReadonlyMap<string, string>
}

/** Asks for what moves, where to, and why. */
export function moveFormPage(visit: CallVisit, parts: FormParts): string {
  const t = texts[visit.locale]
  const { request, errors } = parts
  return framed(
    visit,
    <>
      {errors.size > 0 && (
        <div class="message bad" role="alert">
          <p>
            <strong>{t.wrong}</strong>
          </p>
          <ul>
            {[...errors].map(([name, text]) => (
              <li>{name === '' ? text : <a href={`#move-${name}`}>{text}</a>}</li>
            ))}
          </ul>
        </div>
      )}
      <Choose visit={visit} parts={parts} />
      {request.deadline !== '' && <Terms visit={visit} parts={parts} />}
    </>,
  )
}

/** First step: which deadline, and which of its projects are listed. */
function Choose({ visit, parts }: { readonly visit: CallVisit; readonly parts: FormParts }) {
  const { locale, format } = visit
  const t = texts[locale]
  const { request, names } = parts
  return (
    <form class="filters" method="get" action="/deadlines/move">
      <input type="hidden" name="call" value={visit.call.id} />
      <div class="field">
        <label for="move-deadline">{t.deadline}</label>
        <select id="move-deadline" name="deadline">
          {names.map(({ name, count }) => (
            <option value={name} selected={name === request.deadline}>
              {t.runsIn(deadlineName(locale, name), format.number(count))}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="move-on">{t.on}</label>
        <input id="move-on" type="date" name="on" value={request.on} />
      </div>
      <div class="field">
        <label for="move-q">{t.q}</label>
        <input id="move-q" name="q" value={request.q} />
      </div>
      <button class="quiet">{t.show}</button>
    </form>
  )
}

function Terms({ visit, parts }: { readonly visit: CallVisit; readonly parts: FormParts }) {
  const { locale } = visit
  const t = texts[locale]
  const { request, errors } = parts
  return (
    <form method="post" action="/deadlines/move" data-keeps>
      <Carried visit={visit} request={request} names={['deadline', 'on', 'q']} />
      <fieldset id="move-projects">
        <legend>{t.forWhom(deadlineName(locale, request.deadline))}</legend>
        <ErrorText errors={errors} name="projects" />
        <Projects visit={visit} parts={parts} />
      </fieldset>
      <div class={errors.has('to') ? 'field wrong' : 'field'}>
        <label for="move-to">{t.to}</label>
        <span class="hint" id="move-to-hint">
          {t.endOfDay}
        </span>
        <ErrorText errors={errors} name="to" />
        <input
          id="move-to"
          type="date"
          name="to"
          value={request.date}
          aria-describedby="move-to-hint"
          required
        />{' '}
        <input type="time" name="to@time" value={request.time} aria-label={t.time} />
      </div>
      <div class={errors.has('reason') ? 'field wrong' : 'field'}>
        <label for="move-reason">{t.reason}</label>
        <ErrorText errors={errors} name="reason" />
        <textarea id="move-reason" name="reason" maxLength={20_000} required>
          {request.reason}
        </textarea>
      </div>
      <div class="buttons">
        <button name="step" value="preview">
          {t.next}
        </button>
        <a class="button quiet" href={deadlinesPath(visit.call.id)}>
          {t.back}
        </a>
      </div>
      <p class="faint">{t.nothingYet}</p>
    </form>
  )
}

function Projects({ visit, parts }: { readonly visit: CallVisit; readonly parts: FormParts }) {
  const { locale, format } = visit
  const t = texts[locale]
  const { request, projects, isMore } = parts
  const isFiltered = request.on !== '' || request.q !== ''
  const isSome = request.scope === 'some' || isFiltered
  const chosen = new Set(request.projects)
  const isFresh = chosen.size === 0
  const listed = new Set(projects.map(({ id }) => id))
  const unlisted = request.projects.filter((id) => !listed.has(id))
  return (
    <>
      <p>
        <label>
          <input type="radio" name="scope" value="all" checked={!isSome} /> {t.all}
        </label>
      </p>
      <p>
        <label>
          <input type="radio" name="scope" value="some" checked={isSome} />{' '}
          {t.some(format.number(projects.length))}
        </label>
      </p>
      <details open={isSome}>
        <summary>{t.choose}</summary>
        {isMore && <p>{t.more(format.number(projects.length))}</p>}
        <div class="checks">
          {projects.map(({ id, name, dueMs }) => (
            <label>
              <input
                type="checkbox"
                name="projects"
                value={id}
                checked={isFresh ? isFiltered : chosen.has(id)}
              />{' '}
              {name} <small>{dueMs === null ? t.suspended : format.due(dueMs)}</small>
            </label>
          ))}
        </div>
      </details>
      {unlisted.map((id) => (
        <input type="hidden" name="projects" value={id} />
      ))}
      {unlisted.length > 0 && <p class="faint">{t.unlisted(format.number(unlisted.length))}</p>}
    </>
  )
}

/** Second step: what it would do, and the button that proposes it. */
export function moveConfirmPage(
  visit: CallVisit,
  request: MoveRequest,
  { preview, replaces }: { readonly preview: MovePreview; readonly replaces: boolean },
): string {
  const t = texts[visit.locale]
  return framed(
    visit,
    <>
      <p class="lead">{moveInWords(visit, termsOf(request))}</p>
      <p>{t.because(request.reason)}</p>
      <MovePreviewView visit={visit} preview={preview} />
      {replaces && <p class="message warn">{t.otherOpen}</p>}
      <form method="post" action="/deadlines/move">
        <Carried
          visit={visit}
          request={request}
          names={['deadline', 'on', 'q', 'scope', 'reason', 'key']}
        />
        <input type="hidden" name="to" value={request.date} />
        <input type="hidden" name="to@time" value={request.time} />
        {request.projects.map((id) => (
          <input type="hidden" name="projects" value={id} />
        ))}
        <div class="buttons">
          {!replaces && (
            <button name="step" value="propose">
              {t.propose}
            </button>
          )}
          <button class="quiet" name="step" value="change">
            {t.change}
          </button>
          <a class="button quiet" href={deadlinesPath(visit.call.id)}>
            {t.back}
          </a>
        </div>
      </form>
      <p class="faint">{t.second}</p>
    </>,
  )
}

/** The frame of the pages on which a deadline of many is moved. */
export function framed(visit: CallVisit, children: preact.ComponentChildren): string {
  const t = texts[visit.locale]
  return page(visit, {
    title: t.title,
    current: 'deadlines',
    children: (
      <div class="narrow">
        <p>
          <a href={deadlinesPath(visit.call.id)}>← {t.deadlines}</a>
        </p>
        <h1>{t.title}</h1>
        {children}
      </div>
    ),
  })
}

function Carried({
  visit,
  request,
  names,
}: {
  readonly visit: CallVisit
  readonly request: MoveRequest
  readonly names: readonly ('deadline' | 'on' | 'q' | 'scope' | 'reason' | 'key')[]
}) {
  return (
    <>
      <input type="hidden" name="csrf" value={visit.csrf} />
      <input type="hidden" name="call" value={visit.call.id} />
      {names.map((name) => (
        <input type="hidden" name={name} value={request[name]} />
      ))}
    </>
  )
}

function ErrorText({
  errors,
  name,
}: {
  readonly errors: ReadonlyMap<string, string>
  readonly name: string
}) {
  const error = errors.get(name)
  return error === undefined ? null : <span class="error">{error}</span>
}

const texts = catalogue(
  {
    title: 'Een termijn voor veel projecten verplaatsen',
    deadlines: 'Termijnen',
    deadline: 'Termijn',
    runsIn: (name: string, count: string) => `${name} (${count} projecten)`,
    on: 'Alleen wie deze datum heeft',
    q: 'Naam, KBO of NIS',
    show: 'Toon deze projecten',
    wrong: 'Dit klopt nog niet:',
    forWhom: (name: string) => `Voor wie verhuist de termijn “${name}”?`,
    all: 'Alle projecten waar hij loopt',
    some: (count: string) => `Alleen wie hieronder is aangevinkt (${count} in de lijst)`,
    choose: 'Projecten kiezen',
    more: (count: string) => `Alleen de eerste ${count} staan hier; filter om de andere te zien.`,
    unlisted: (count: string) => `En ${count} andere die u eerder koos.`,
    suspended: 'geschorst',
    to: 'Nieuwe datum',
    time: 'Uur',
    endOfDay: 'Zonder uur: tot het einde van die dag.',
    reason: 'Reden',
    because: (reason: string) => `Reden: ${reason}`,
    next: 'Verder: bekijk het gevolg',
    back: 'Terug zonder iets te doen',
    nothingYet: 'Er gebeurt nog niets: eerst ziet u wat de verplaatsing tot gevolg heeft.',
    propose: 'Voorstellen aan een tweede persoon',
    change: 'Nog wijzigen',
    second: 'De termijn verhuist pas als een andere programmabeheerder dit goedkeurt.',
    otherOpen:
      'Er wacht al een andere verplaatsing op een tweede persoon. ' +
      'U kunt deze pas voorstellen als daarover beslist is.',
  },
  {
    title: 'Move a deadline for many projects',
    deadlines: 'Deadlines',
    deadline: 'Deadline',
    runsIn: (name: string, count: string) => `${name} (${count} projects)`,
    on: 'Only who has this date',
    q: 'Name, KBO or NIS',
    show: 'Show these projects',
    wrong: 'This is not right yet:',
    forWhom: (name: string) => `For whom does the deadline “${name}” move?`,
    all: 'All projects where it runs',
    some: (count: string) => `Only who is ticked below (${count} in the list)`,
    choose: 'Choose projects',
    more: (count: string) => `Only the first ${count} are here; filter to see the others.`,
    unlisted: (count: string) => `And ${count} others that you chose before.`,
    suspended: 'suspended',
    to: 'New date',
    time: 'Time',
    endOfDay: 'Without a time: until the end of that day.',
    reason: 'Reason',
    because: (reason: string) => `Reason: ${reason}`,
    next: 'Next: see what follows',
    back: 'Back without doing anything',
    nothingYet: 'Nothing happens yet: first you see what the move leads to.',
    propose: 'Propose to a second person',
    change: 'Change something',
    second: 'The deadline moves only when another programme manager approves this.',
    otherOpen:
      'Another move waits for a second person already. ' +
      'You can propose this one only when that is decided.',
  },
)
