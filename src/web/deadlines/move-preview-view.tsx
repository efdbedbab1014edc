import type {
  MovedDeadline,
  MovedProject,
  MovedReminder,
  MovePreview,
  StandingMoment,
} from '../../programme/move-preview.ts'
import { catalogue, type Locale } from '../catalogue.ts'
import { pathOf } from '../paths.ts'
import type { Visit } from '../visit.ts'
import { deadlineName } from '../words/deadline-name.ts'
import { wordOf, words } from '../words/words.ts'

/** Names that are written out at most; more are counted. */
const NAMES = 500

/** What a move would do: each old and new date, what changes with it, who is told, who stays. */
export function MovePreviewView({
  visit,
  preview,
}: {
  readonly visit: Visit
  readonly preview: MovePreview
}) {
  const { locale, format } = visit
  const t = texts[locale]
  const unreachable = preview.projects.filter(({ reachable }) => !reachable)
  return (
    <>
      <p>
        {t.moves(format.number(preview.projects.length), preview.projects.length)}{' '}
        {t.stay(format.number(preview.untouched.length), preview.untouched.length)}
      </p>
      <div class="scroll" tabindex={0} role="region" aria-label={t.what}>
        <table>
          <caption class="hidden">{t.what}</caption>
          <thead>
            <tr>
              <th scope="col">{t.projects}</th>
              <th scope="col">{t.was}</th>
              <th scope="col">{t.becomes}</th>
              <th scope="col">{t.knockOn}</th>
              <th scope="col">{t.reminders}</th>
            </tr>
          </thead>
          <tbody>
            {alike(preview.projects).map((projects) => (
              <Row locale={locale} projects={projects} />
            ))}
          </tbody>
        </table>
      </div>
      {preview.call.length > 0 && (
        <p>
          {t.call} <Moved locale={locale} deadlines={preview.call} />
        </p>
      )}
      <p>{t.mails(format.number(preview.mails.length), preview.mails.length)}</p>
      {unreachable.length > 0 && (
        <div class="message warn">
          <p>⚠ {t.unreachable}</p>
          <Names projects={unreachable} label={t.count(format.number(unreachable.length))} />
        </div>
      )}
      <Untouched visit={visit} preview={preview} />
    </>
  )
}

/** Projects to which exactly the same happens stand together. */
function alike(projects: readonly MovedProject[]): readonly (readonly MovedProject[])[] {
  const found = new Map<string, MovedProject[]>()
  for (const project of projects) {
    const { before, after, knockOn, reminders } = project
    const key = JSON.stringify([before, after, knockOn, reminders])
    found.set(key, [...(found.get(key) ?? []), project])
  }
  return [...found.values()]
}

function Row({
  locale,
  projects,
}: {
  readonly locale: Locale
  readonly projects: readonly MovedProject[]
}) {
  const [first] = projects
  if (first === undefined) return null
  const t = texts[locale]
  return (
    <tr>
      <th scope="row">
        <Names projects={projects} label={t.count(String(projects.length))} />
      </th>
      <td>{standing(locale, first.before)}</td>
      <td>
        <strong>{standing(locale, first.after)}</strong>
      </td>
      <td>
        {first.knockOn.length === 0 ? (
          t.nothing
        ) : (
          <Moved locale={locale} deadlines={first.knockOn} />
        )}
      </td>
      <td>
        <Reminders locale={locale} reminders={first.reminders} />
      </td>
    </tr>
  )
}

function Names({
  projects,
  label,
}: {
  readonly projects: readonly { readonly id: string; readonly name: string }[]
  readonly label: string
}) {
  const links = projects.slice(0, NAMES).map(({ id, name }, index) => (
    <>
      {index > 0 && ', '}
      <a href={pathOf(id)}>{name}</a>
    </>
  ))
  if (projects.length <= 3) return <>{links}</>
  return (
    <details>
      <summary>{label}</summary>
      {links}
      {projects.length > NAMES && ' …'}
    </details>
  )
}

function Moved({
  locale,
  deadlines,
}: {
  readonly locale: Locale
  readonly deadlines: readonly MovedDeadline[]
}) {
  return (
    <>
      {deadlines.map(({ name, before, after }) => (
        <span class="line">
          {deadlineName(locale, name)}: {before !== null && `${standing(locale, before)} → `}
          <strong>{standing(locale, after)}</strong>
        </span>
      ))}
    </>
  )
}

/** When each will leave, and which leave a second time. */
function Reminders({
  locale,
  reminders,
}: {
  readonly locale: Locale
  readonly reminders: readonly MovedReminder[]
}) {
  const t = texts[locale]
  const coming = reminders.filter(({ after }) => after !== null)
  if (coming.length === 0) return <>{t.noReminders}</>
  return (
    <details>
      <summary>{t.comingReminders(String(coming.length))}</summary>
      <ul>
        {coming.map(({ after, to, wasSent }) => (
          <li>
            {after?.[locale]} ({to.map((role) => wordOf(words[locale].role, role)).join(', ')})
            {wasSent && ` – ${t.again}`}
          </li>
        ))}
      </ul>
    </details>
  )
}

function Untouched({
  visit,
  preview: { untouched },
}: {
  readonly visit: Visit
  readonly preview: MovePreview
}) {
  const { locale, format } = visit
  const t = texts[locale]
  if (untouched.length === 0) return null
  const byStatus = new Map<string, { readonly id: string; readonly name: string }[]>()
  for (const project of untouched) {
    const word =
      project.status === null ? t.neverBegan : wordOf(words[locale].status, project.status)
    byStatus.set(word, [...(byStatus.get(word) ?? []), project])
  }
  return (
    <details>
      <summary>{t.stayTitle(format.number(untouched.length))}</summary>
      <dl class="facts">
        {[...byStatus].map(([word, projects]) => (
          <>
            <dt>{word}</dt>
            <dd>
              <Names projects={projects} label={t.count(format.number(projects.length))} />
            </dd>
          </>
        ))}
      </dl>
    </details>
  )
}

function standing(locale: Locale, { due, status }: StandingMoment): string {
  const word = wordOf(words[locale].status, status)
  if (due === null) return `${texts[locale].suspended} (${word})`
  return status === 'open' ? due[locale] : `${due[locale]} (${word})`
}

const texts = catalogue(
  {
    moves: (count: string, value: number) =>
      value === 1
        ? 'Voor 1 project verhuist deze termijn.'
        : `Voor ${count} projecten verhuist deze termijn.`,
    stay: (count: string, value: number) =>
      value === 0
        ? 'Geen ander project.'
        : value === 1
          ? '1 project blijft zoals het is.'
          : `${count} projecten blijven zoals ze zijn.`,
    stayTitle: (count: string) => `Wie blijft zoals het is (${count})`,
    what: 'Wat verhuist',
    projects: 'Projecten',
    count: (count: string) => `${count} projecten`,
    was: 'Nu',
    becomes: 'Wordt',
    knockOn: 'Wijzigt mee',
    reminders: 'Herinneringen',
    nothing: 'niets',
    call: 'Van de oproep zelf wijzigt mee:',
    mails: (count: string, value: number) =>
      value === 0
        ? 'Er vertrekt niet meteen een mail; de herinneringen vertrekken op hun dag.'
        : `Er vertrekken meteen ${count} mails; de herinneringen vertrekken op hun dag.`,
    unreachable: 'Van deze aanvragers is geen e-mailadres bekend; zij krijgen geen herinnering.',
    noReminders: 'geen',
    comingReminders: (count: string) => `${count} vertrekken nog`,
    again: 'opnieuw: deze werd al eens verstuurd',
    suspended: 'geschorst',
    neverBegan: 'nooit begonnen',
  },
  {
    moves: (count: string, value: number) =>
      value === 1
        ? 'This deadline moves for 1 project.'
        : `This deadline moves for ${count} projects.`,
    stay: (count: string, value: number) =>
      value === 0
        ? 'No other project.'
        : value === 1
          ? '1 project stays as it is.'
          : `${count} projects stay as they are.`,
    stayTitle: (count: string) => `Who stays as it is (${count})`,
    what: 'What moves',
    projects: 'Projects',
    count: (count: string) => `${count} projects`,
    was: 'Now',
    becomes: 'Becomes',
    knockOn: 'Changes with it',
    reminders: 'Reminders',
    nothing: 'nothing',
    call: 'Of the call itself changes with it:',
    mails: (count: string, value: number) =>
      value === 0
        ? 'No mail leaves at once; the reminders leave on their days.'
        : `${count} mails leave at once; the reminders leave on their days.`,
    unreachable: 'Of these applicants no e-mail address is known; they get no reminder.',
    noReminders: 'none',
    comingReminders: (count: string) => `${count} still to leave`,
    again: 'again: this one was sent before',
    suspended: 'suspended',
    neverBegan: 'never began',
  },
)
