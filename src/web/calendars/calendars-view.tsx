import type { CalendarInfo } from '../../access/calendars.ts'
import { catalogue } from '../catalogue.ts'
import { page } from '../shell.tsx'
import type { Visit } from '../visit.ts'

export interface CalendarChoice {
  readonly value: string
  /** Null: the visitor's own dates. */
  readonly label: string | null
}

interface Parts {
  /** Those that are not revoked, the newest first. */
  readonly calendars: readonly CalendarInfo[]
  readonly choices: readonly CalendarChoice[]
  readonly names: ReadonlyMap<string, string | null>
  /** The address that was just made; null when none was. */
  readonly made: string | null
}

export function calendarsView(visit: Visit, { calendars, choices, names, made }: Parts): string {
  const { locale, csrf, format } = visit
  const t = texts[locale]
  return page(visit, {
    title: t.title,
    children: (
      <>
        <h1>{t.title}</h1>
        <p class="lead">{t.lead}</p>
        {made !== null && (
          <section class="message good" aria-label={t.made}>
            <p>
              <strong>✓ {t.made}</strong> {t.once}
            </p>
            <p>
              <code class="wrapped">{made}</code>
            </p>
            <p>{t.how}</p>
          </section>
        )}
        <h2>{t.make}</h2>
        <form class="narrow" method="post" action="/calendars">
          <input type="hidden" name="csrf" value={csrf} />
          <div class="field">
            <label for="what">{t.what}</label>
            <select id="what" name="what">
              {choices.map(({ value, label }) => (
                <option value={value}>{label ?? t.own}</option>
              ))}
            </select>
          </div>
          <button>{t.makeIt}</button>
        </form>
        <h2>{t.running}</h2>
        {calendars.length === 0 && <p>{t.none}</p>}
        <ul class="steps">
          {calendars.map((each) => {
            const { id, about, subject, createdMs } = each
            const name = about === 'person' ? t.own : (names.get(`${about} ${subject}`) ?? subject)
            return (
              <li>
                <form method="post" action={`/calendars/${encodeURIComponent(id)}/revoke`}>
                  <input type="hidden" name="csrf" value={csrf} />
                  <strong>{name}</strong>, {t.since(format.date(createdMs))}{' '}
                  <button class="quiet">
                    {t.revoke}
                    <span class="hidden"> {name}</span>
                  </button>
                </form>
              </li>
            )
          })}
        </ul>
        <p class="faint">{t.about}</p>
      </>
    ),
  })
}

const texts = catalogue(
  {
    title: 'Termijnen in uw agenda',
    lead:
      'Met een geheim adres toont uw agendaprogramma de termijnen die lopen. Verschuift een ' +
      'termijn, dan verschuift ze daar mee.',
    made: 'Het adres is gemaakt.',
    once: 'U ziet het alleen nu.',
    how:
      'Plak het in uw agendaprogramma, bij "agenda toevoegen via internet" of ' +
      '"abonneren op URL".',
    make: 'Een adres maken',
    what: 'Wat moet de agenda tonen?',
    own: 'Mijn eigen projecten en dossiers',
    makeIt: 'Maak een geheim adres',
    running: 'Adressen die gelden',
    none: 'Er zijn er geen.',
    since: (date: string) => `gemaakt op ${date}`,
    revoke: 'Trek in',
    about:
      'Wie het adres heeft, ziet namen van besturen en datums, geen personen en geen bedragen. ' +
      'Verliest u een rol, dan toont de agenda niets meer. Trek een adres in als het bij een ' +
      'ander terechtkwam.',
  },
  {
    title: 'Deadlines in your calendar',
    lead:
      'By a secret address your calendar program shows the deadlines that run. When a deadline ' +
      'moves, it moves there too.',
    made: 'The address was made.',
    once: 'You see it only now.',
    how: 'Paste it into your calendar program, at "add calendar from the internet" or "subscribe".',
    make: 'Make an address',
    what: 'What is the calendar to show?',
    own: 'My own projects and files',
    makeIt: 'Make a secret address',
    running: 'Addresses in use',
    none: 'There are none.',
    since: (date: string) => `made on ${date}`,
    revoke: 'Revoke',
    about:
      'Whoever has the address sees names of authorities and dates, no people and no amounts. ' +
      'When you lose a role, the calendar shows nothing any more. Revoke an address that came ' +
      'to somebody else.',
  },
)
