import type { ComponentChildren } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { hasRole } from '../api/access.ts'
import { maySetClock } from '../api/clock.ts'
import { assetPath } from './assets.ts'
import { catalogue, locales, type Locale } from './catalogue.ts'
import { plainSite, type Site } from './site.ts'
import { waitingShown, type Visit } from './visit.ts'
import { wordOf, words } from './words/words.ts'

export interface PageParts {
  readonly title: string
  /** Which of the navigation's pages this is. */
  readonly current?: Section
  readonly children: ComponentChildren
}

/** The pages of the navigation, in its order, with who sees each. */
const sections = [
  { name: 'portfolio', path: '/', sees: (visit: Visit) => visit.isAgency },
  { name: 'own', path: '/', sees: (visit: Visit) => !visit.isAgency && !onlyRunsTheSystem(visit) },
  { name: 'inbox', path: '/inbox', sees: (visit: Visit) => !onlyRunsTheSystem(visit) },
  { name: 'deadlines', path: '/deadlines', sees: (visit: Visit) => visit.isAgency },
  { name: 'budget', path: '/budget', sees: (visit: Visit) => visit.isAgency },
  { name: 'payments', path: '/payments', sees: (visit: Visit) => visit.isAgency },
  { name: 'reports', path: '/reports', sees: (visit: Visit) => visit.isAgency },
  { name: 'forecast', path: '/forecast', sees: (visit: Visit) => visit.isAgency },
  { name: 'operations', path: '/operations', sees: runsTheSystem },
] as const

export type Section = (typeof sections)[number]['name']

/** Who looks after the system: of one database, whatever calls are in it. */
export function runsTheSystem({ caller }: Pick<Visit, 'caller'>): boolean {
  return (['manager', 'admin', 'auditor'] as const).some((role) => hasRole(caller, role))
}

/** An admin who has no other part in any call. */
export function onlyRunsTheSystem({ calls, caller }: Visit): boolean {
  return calls.length === 0 && runsTheSystem({ caller })
}

/** A whole page of somebody who is signed in, as HTML. */
export function page(visit: Visit, { title, current, children }: PageParts): string {
  const t = texts[visit.locale]
  return document(
    visit.locale,
    visit.site,
    title,
    <>
      <header class="top">
        <a class="skip" href="#main">
          {t.skip}
        </a>
        <Brand site={visit.site} />
        <CallChoice visit={visit} />
        <LanguageChoice locale={visit.locale} path={visit.path} />
        <a class="agenda" href="/calendars">
          {t.calendars}
        </a>
        <form class="person" method="post" action="/sign-out">
          <input type="hidden" name="csrf" value={visit.csrf} />
          <span>
            {visit.caller.label}
            <small>
              {visit.roles.map((role) => wordOf(words[visit.locale].role, role)).join(', ')}
            </small>
          </span>
          <button class="quiet">{t.signOut}</button>
        </form>
        <nav aria-label={t.navigation}>
          <ul>
            {sections
              .filter(({ sees }) => sees(visit))
              .map(({ name, path }) => (
                <li>
                  <a href={path} aria-current={name === current ? 'page' : undefined}>
                    {t.section[name]}
                    {name === 'inbox' && <Waiting visit={visit} />}
                  </a>
                </li>
              ))}
          </ul>
        </nav>
      </header>
      <Notices visit={visit} />
      <main id="main" tabindex={-1}>
        {children}
      </main>
    </>,
    { live: true },
  )
}

/** A page for somebody who is not signed in, as HTML. */
export function openPage(
  locale: Locale,
  path: string,
  { title, children }: PageParts,
  site: Site = plainSite,
  /** Where the same page is in a language, when its address says which. */
  inLanguage?: (locale: Locale) => string,
): string {
  const t = texts[locale]
  return document(
    locale,
    site,
    title,
    <>
      <header class="top">
        <a class="skip" href="#main">
          {t.skip}
        </a>
        <Brand site={site} />
        <LanguageChoice locale={locale} path={path} inLanguage={inLanguage} />
      </header>
      <main id="main" tabindex={-1}>
        {children}
      </main>
    </>,
  )
}

function Brand({ site: { name, logo } }: { readonly site: Site }) {
  return (
    <a class="brand" href="/">
      {logo !== null && <img src={logo.path} alt="" height={32} />}
      {name}
    </a>
  )
}

/** How much waits, beside the name of the page that lists it. */
function Waiting({ visit }: { readonly visit: Visit }) {
  const { waiting, locale } = visit
  if (waiting === 0) return null
  return (
    <span class="count">
      {waiting > waitingShown ? `${waitingShown}+` : waiting}
      <span class="hidden"> {texts[locale].waiting}</span>
    </span>
  )
}

function document(
  locale: Locale,
  site: Site,
  title: string,
  body: ComponentChildren,
  { live = false }: { readonly live?: boolean } = {},
): string {
  const t = texts[locale]
  const html = renderToString(
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="htmx-config" content={htmxConfig} />
        <title>{`${title} – ${site.name}`}</title>
        <link rel="icon" href={assetPath('icon.svg')} type="image/svg+xml" />
        <link rel="stylesheet" href={assetPath('style.css')} />
        <script src={assetPath('htmx.js')} defer />
        <script src={assetPath('page.js')} defer />
      </head>
      <body data-live={live ? '/api/stream' : undefined}>
        {body}
        <footer>
          <a href="/open">{t.open}</a>
          <a href="/accessibility">{t.accessibility}</a>
          <a href="/privacy">{t.privacy}</a>
        </footer>
      </body>
    </html>,
  )
  return `<!doctype html>${html}`
}

/** Nothing is evaluated and no style is written into the page: the policy forbids both. */
const htmxConfig = JSON.stringify({
  allowEval: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  historyCacheSize: 0,
})

function CallChoice({ visit }: { readonly visit: Visit }) {
  const { calls, call, locale } = visit
  if (call === null) return null
  if (calls.length === 1) return <span class="call">{call.title[locale]}</span>
  return (
    <form class="call" method="get" action="/">
      <label>
        <span class="hidden">{texts[locale].call}</span>
        <select name="call">
          {calls.map(({ id, title }) => (
            <option value={id} selected={id === call.id}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <button class="quiet">{texts[locale].choose}</button>
    </form>
  )
}

function LanguageChoice({
  locale,
  path,
  inLanguage = (to) => `/language?to=${to}&return=${encodeURIComponent(path)}`,
}: {
  readonly locale: Locale
  readonly path: string
  readonly inLanguage?: ((locale: Locale) => string) | undefined
}) {
  return (
    <ul class="languages" aria-label={texts[locale].language}>
      {locales.map((each) => (
        <li>
          <a
            href={inLanguage(each)}
            lang={each}
            hreflang={each}
            aria-current={each === locale ? 'true' : undefined}
          >
            {languageNames[each]}
          </a>
        </li>
      ))}
    </ul>
  )
}

const languageNames = { nl: 'Nederlands', en: 'English' } as const

/** What must be said wherever data are shown: that they are made up, that the clock is not ours. */
function Notices({ visit }: { readonly visit: Visit }) {
  const { call, isVirtual, locale, format, nowMs, moved } = visit
  const t = texts[locale]
  if (!isVirtual && call?.synthetic == null) return null
  return (
    <aside class="notices" aria-label={t.notices}>
      {isVirtual && (
        <p>
          <strong>{t.virtual}</strong> {t.clock(format.moment(nowMs))}
        </p>
      )}
      {moved !== null && (
        <p role="status">
          ✓{' '}
          {t.moved(format.moment(moved.fromMs), format.moment(moved.toMs), {
            count: moved.timers,
            shown: format.number(moved.timers),
          })}
        </p>
      )}
      {call?.synthetic != null && (
        <details>
          <summary>{t.synthetic}</summary>
          <p>{call.synthetic}</p>
        </details>
      )}
      {isVirtual && mayMoveClock(visit) && <ClockForm visit={visit} />}
    </aside>
  )
}

function mayMoveClock({ caller }: Visit): boolean {
  return maySetClock(caller)
}

function ClockForm({ visit }: { readonly visit: Visit }) {
  const t = texts[visit.locale]
  return (
    <form class="clock" method="post" action="/clock">
      <input type="hidden" name="csrf" value={visit.csrf} />
      <input type="hidden" name="return" value={visit.path} />
      {(['deadline', 'day', 'week'] as const).map((to) => (
        <button class="quiet" name="to" value={to}>
          {t.move[to]}
        </button>
      ))}
    </form>
  )
}

interface Counted {
  readonly count: number
  readonly shown: string
}

const texts = catalogue(
  {
    skip: 'Naar de inhoud',
    navigation: 'Hoofdnavigatie',
    section: {
      portfolio: 'Projecten',
      own: 'Mijn project',
      inbox: 'Te doen',
      deadlines: 'Termijnen',
      budget: 'Budget',
      payments: 'Betalingen',
      reports: 'Rapporten',
      forecast: 'Vooruitblik',
      operations: 'Beheer',
    },
    call: 'Oproep',
    choose: 'Kies',
    language: 'Taal',
    calendars: 'Agenda',
    signOut: 'Afmelden',
    open: 'Open data',
    accessibility: 'Toegankelijkheid',
    privacy: 'Privacy',
    notices: 'Over deze gegevens',
    virtual: 'Demonstratie.',
    clock: (now: string) => `De klok van deze databank staat op ${now}.`,
    synthetic: 'Een deel van deze gegevens is verzonnen.',
    waiting: 'wachten op u',
    moved: (from: string, to: string, { count, shown }: Counted) =>
      `De klok ging van ${from} naar ${to}; ` +
      (count === 0
        ? 'er verliep geen enkele termijn.'
        : count === 1
          ? 'één termijn of herinnering ging af.'
          : `${shown} termijnen en herinneringen gingen af.`),
    move: {
      deadline: 'Naar de volgende termijn',
      day: 'Een dag verder',
      week: 'Een week verder',
    },
  },
  {
    skip: 'To the content',
    navigation: 'Main navigation',
    section: {
      portfolio: 'Projects',
      own: 'My project',
      inbox: 'To do',
      deadlines: 'Deadlines',
      budget: 'Budget',
      payments: 'Payments',
      reports: 'Reports',
      forecast: 'Forecast',
      operations: 'Operations',
    },
    call: 'Call',
    choose: 'Choose',
    language: 'Language',
    calendars: 'Calendar',
    signOut: 'Sign out',
    open: 'Open data',
    accessibility: 'Accessibility',
    privacy: 'Privacy',
    notices: 'About these data',
    virtual: 'Demonstration.',
    clock: (now: string) => `The clock of this database stands at ${now}.`,
    synthetic: 'Part of these data are made up.',
    waiting: 'waiting for you',
    moved: (from: string, to: string, { count, shown }: Counted) =>
      `The clock went from ${from} to ${to}; ` +
      (count === 0
        ? 'no term ran out.'
        : count === 1
          ? 'one term or reminder went off.'
          : `${shown} terms and reminders went off.`),
    move: {
      deadline: 'To the next deadline',
      day: 'A day on',
      week: 'A week on',
    },
  },
)
