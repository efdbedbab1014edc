import type { ComponentChildren } from 'preact'
import type { HistoryEntry } from '../../engine/index.ts'
import type { Consequences } from '../../programme/consequences.ts'
import { catalogue } from '../catalogue.ts'
import { eventPath, pathOf } from '../paths.ts'
import { page } from '../shell.tsx'
import type { Visit } from '../visit.ts'
import { ConsequencesView } from './consequences-view.tsx'
import { Faster } from './faster.tsx'
import type { FilledForm, Sending } from './sending.ts'
import { Fields, idOf } from './form.tsx'
import { nameOf } from './subject-name.ts'

interface FormParts extends FilledForm {
  readonly errors?: ReadonlyMap<string, string>
  /** The session was renewed since the form was opened: it must be looked at again. */
  readonly isRenewed?: boolean
}

/** The form of an event, with what was typed and what is wrong with it. */
export function formPage(sending: Sending, parts: FormParts): string {
  const { visit, entry, fields, plan } = sending
  const { filled, errors = new Map<string, string>(), isRenewed = false } = parts
  const t = texts[visit.locale]
  const state = { locale: visit.locale, plan, filled, errors }
  return framed(
    sending,
    <>
      {isRenewed && (
        <div class="message warn" role="status">
          <p>{t.renewed}</p>
        </div>
      )}
      <ErrorSummary visit={visit} errors={errors} />
      {plan.intro.length > 0 && (
        <div class="message">
          {plan.intro.map((sentence) => (
            <p>{sentence}</p>
          ))}
        </div>
      )}
      <form method="post" action={eventPath(sending.target.id, sending.type)} data-keeps>
        <Carried visit={visit} opened={parts.opened} />
        <Fields fields={fields} state={state} />
        <div class="buttons">
          <button name="step" value="check">
            {t.next}
          </button>
          <a class="button quiet" href={pathOf(sending.target.id)}>
            {t.back}
          </a>
        </div>
      </form>
      <p class="faint">{t.nothingYet(entry.label[visit.locale])}</p>
    </>,
  )
}

/** What would come of an event, and the button that sends it. */
export function confirmPage(
  sending: Sending,
  { filled, opened }: FormParts,
  consequences: Consequences,
): string {
  const { visit, entry, target, type } = sending
  const t = texts[visit.locale]
  const asksSomething = Object.keys(filled).length > 0
  return framed(
    sending,
    <>
      <h2>{t.consequences}</h2>
      <ConsequencesView visit={visit} consequences={consequences} about={target.id} />
      <form method="post" action={eventPath(target.id, type)}>
        <Carried visit={visit} opened={opened} />
        {Object.entries(filled).flatMap(([name, value]) =>
          [value ?? ''].flat().map((each) => <input type="hidden" name={name} value={each} />),
        )}
        <div class="buttons">
          <button name="step" value="send">
            {entry.label[visit.locale]}
          </button>
          {asksSomething && (
            <button class="quiet" name="step" value="change">
              {t.change}
            </button>
          )}
          <a class="button quiet" href={pathOf(target.id)}>
            {t.back}
          </a>
        </div>
      </form>
    </>,
  )
}

/** Somebody, or a term, was faster: what happened since the form was opened. */
export function fasterPage(
  sending: Sending,
  reason: string,
  entries: readonly HistoryEntry[],
): string {
  const { visit, target } = sending
  const path = pathOf(target.id)
  return framed(
    sending,
    <Faster visit={visit} target={target} reason={reason} entries={entries} path={path} />,
  )
}

/** The state does not take the event. */
export function impossiblePage(sending: Sending, reason: string): string {
  const { visit, target } = sending
  return framed(
    sending,
    <>
      <div class="message warn" role="status">
        <p>{reason}</p>
      </div>
      <p>
        <a class="button" href={pathOf(target.id)}>
          {texts[visit.locale].look}
        </a>
      </p>
    </>,
  )
}

function framed({ visit, entry, target }: Sending, children: ComponentChildren): string {
  const name = nameOf(visit.locale, target)
  const title = entry.label[visit.locale]
  return page(visit, {
    title: `${title}: ${name}`,
    children: (
      <div class="narrow">
        <p>
          <a href={pathOf(target.id)}>← {name}</a>
        </p>
        <h1>{title}</h1>
        {children}
      </div>
    ),
  })
}

function Carried({
  visit,
  opened,
}: {
  readonly visit: Visit
  readonly opened: FilledForm['opened']
}) {
  return (
    <>
      <input type="hidden" name="csrf" value={visit.csrf} />
      <input type="hidden" name="revision" value={opened.revision} />
      <input type="hidden" name="key" value={opened.key} />
    </>
  )
}

function ErrorSummary({
  visit,
  errors,
}: {
  readonly visit: Visit
  readonly errors: ReadonlyMap<string, string>
}) {
  if (errors.size === 0) return null
  return (
    <div class="message bad" role="alert">
      <p>
        <strong>{texts[visit.locale].wrong(visit.format.number(errors.size), errors.size)}</strong>
      </p>
      <ul>
        {[...errors].map(([name, text]) => (
          <li>{name === '' ? text : <a href={`#${idOf(name)}`}>{text}</a>}</li>
        ))}
      </ul>
    </div>
  )
}

const texts = catalogue(
  {
    next: 'Verder: bekijk het gevolg',
    back: 'Terug zonder iets te doen',
    change: 'Nog wijzigen',
    nothingYet: (label: string) =>
      `Er gebeurt nog niets: eerst ziet u wat “${label}” tot gevolg heeft.`,
    consequences: 'Wat hiervan het gevolg is',
    renewed:
      'U bent intussen opnieuw aangemeld. Alles wat u typte staat er nog; ' +
      'kijk het na en ga verder.',
    wrong: (count: string, value: number) =>
      value === 1 ? 'Eén ding klopt nog niet:' : `${count} dingen kloppen nog niet:`,
    look: 'Bekijk hoe het nu staat',
  },
  {
    next: 'Next: see what follows',
    back: 'Back without doing anything',
    change: 'Change something',
    nothingYet: (label: string) => `Nothing happens yet: first you see what “${label}” leads to.`,
    consequences: 'What follows from this',
    renewed: 'You have signed in again. All that you typed is still here; check it and go on.',
    wrong: (count: string, value: number) =>
      value === 1 ? 'One thing is not right yet:' : `${count} things are not right yet:`,
    look: 'See how it stands now',
  },
)
