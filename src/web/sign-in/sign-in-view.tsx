import type { DemoPerson } from '../../access/access.ts'
import type { SignInMethod } from '../../access/caller.ts'
import type { Denied } from '../../access/refusal.ts'
import { catalogue, type Locale } from '../catalogue.ts'
import { openPage } from '../shell.tsx'
import type { Site } from '../site.ts'
import { wordOf, words } from '../words/words.ts'

interface SignInParts {
  readonly methods: readonly SignInMethod[]
  /** Empty on a live database. */
  readonly people: readonly DemoPerson[]
  readonly returnTo: string
  readonly login: string
  /** Why the last try did not succeed; null before the first. */
  readonly denied: Denied | null
  readonly site: Site
}

export function signInPage(locale: Locale, parts: SignInParts): string {
  const { methods, people, returnTo, login, denied, site } = parts
  const t = texts[locale]
  return openPage(
    locale,
    `/sign-in?return=${encodeURIComponent(returnTo)}`,
    {
      title: t.title,
      children: (
        <div class="narrow">
          <h1>{t.title}</h1>
          <Refused locale={locale} denied={denied} />
          {methods.includes('demo') && (
            <section aria-labelledby="demo">
              <h2 id="demo">{t.demo}</h2>
              <p>{t.aboutDemo}</p>
              <ul class="actions">
                {people.map(({ id, name, roles }) => (
                  <li>
                    <form method="post" action="/sign-in/demo">
                      <input type="hidden" name="return" value={returnTo} />
                      <button class="quiet" name="person" value={id}>
                        {name}
                        <small> {roles.map(({ role }) => wordOf(words[locale].role, role))}</small>
                      </button>
                    </form>
                  </li>
                ))}
              </ul>
            </section>
          )}
          {methods.includes('oidc') && (
            <p>
              <a class="button" href={`/oidc/start?return=${encodeURIComponent(returnTo)}`}>
                {t.provider}
              </a>
            </p>
          )}
          {methods.includes('local') && (
            <section aria-labelledby="local">
              <h2 id="local">{t.local}</h2>
              <form method="post" action="/sign-in">
                <input type="hidden" name="return" value={returnTo} />
                <div class="field">
                  <label for="login">{t.login}</label>
                  <input id="login" name="login" value={login} autocomplete="username" required />
                </div>
                <div class="field">
                  <label for="password">{t.password}</label>
                  <input
                    id="password"
                    name="password"
                    type="password"
                    autocomplete="current-password"
                    required
                  />
                </div>
                <button>{t.enter}</button>
              </form>
              <p>
                <a href="/sign-in/link">{t.haveLink}</a>
              </p>
            </section>
          )}
        </div>
      ),
    },
    site,
  )
}

/** Sets the first password with the secret of a one-time link. */
export function linkPage(
  locale: Locale,
  { secret, denied, site }: Pick<SignInParts, 'denied' | 'site'> & { readonly secret: string },
): string {
  const t = texts[locale]
  return openPage(
    locale,
    '/sign-in/link',
    {
      title: t.link,
      children: (
        <div class="narrow">
          <h1>{t.link}</h1>
          <p>{t.aboutLink}</p>
          <Refused locale={locale} denied={denied} />
          <form method="post" action="/sign-in/link">
            <div class="field">
              <label for="secret">{t.secret}</label>
              <input id="secret" name="secret" value={secret} autocomplete="off" required />
            </div>
            <div class="field">
              <label for="password">{t.newPassword}</label>
              <span class="hint" id="password-hint">
                {t.passwordHint}
              </span>
              <input
                id="password"
                name="password"
                type="password"
                autocomplete="new-password"
                aria-describedby="password-hint"
                required
              />
            </div>
            <button>{t.setAndEnter}</button>
          </form>
        </div>
      ),
    },
    site,
  )
}

/** What a tab shows in which one signed in to go on in another. */
export function signedInPage(locale: Locale, site: Site): string {
  const t = texts[locale]
  return openPage(
    locale,
    '/signed-in',
    {
      title: t.signedIn,
      children: (
        <>
          <h1>{t.signedIn}</h1>
          <p class="lead">{t.closeTab}</p>
        </>
      ),
    },
    site,
  )
}

function Refused({ locale, denied }: { readonly locale: Locale; readonly denied: Denied | null }) {
  if (denied === null) return null
  const t = texts[locale]
  const said = wordOf(t.refused, denied.code)
  return (
    <div class="message bad" role="alert">
      <p>{locale === 'en' || said === denied.code ? denied.message : said}</p>
    </div>
  )
}

const texts = catalogue(
  {
    title: 'Aanmelden',
    demo: 'Kies wie u bent',
    aboutDemo:
      'Dit is een demonstratie met verzonnen mensen. Kies er een: elk ziet en doet wat bij de ' +
      'rol hoort. Een tweede persoon neemt u in een ander browservenster (privévenster).',
    provider: 'Aanmelden met uw organisatie',
    local: 'Met een wachtwoord',
    login: 'Gebruikersnaam',
    password: 'Wachtwoord',
    enter: 'Aanmelden',
    haveLink: 'Ik heb een eenmalige link gekregen',
    link: 'Een wachtwoord kiezen',
    aboutLink:
      'Neem de code over uit het bericht of bestand dat u kreeg. Ze werkt één keer en niet lang.',
    secret: 'Code',
    newPassword: 'Nieuw wachtwoord',
    passwordHint: 'Minstens twaalf tekens; een zin van een paar woorden is goed.',
    setAndEnter: 'Bewaren en aanmelden',
    signedIn: 'U bent aangemeld',
    closeTab: 'Sluit dit tabblad en ga verder in het vorige; wat u typte, staat er nog.',
    refused: {
      'sign-in-failed': 'Aanmelden is niet gelukt: gebruikersnaam of wachtwoord is fout.',
      'too-many-requests': 'Te veel pogingen. Wacht even en probeer het opnieuw.',
      'link-invalid': 'Deze code is al gebruikt of verlopen; vraag een nieuwe.',
      'sign-in-off': 'Deze manier van aanmelden staat uit.',
      'virtual-only': 'Dit is een echte databank; er zijn geen demonstratiemensen.',
      csrf: 'Meld u aan vanaf deze pagina zelf.',
      'not-found': 'Deze persoon bestaat niet.',
      'invalid-payload': 'Dit wachtwoord is niet sterk genoeg; neem minstens twaalf tekens.',
    },
  },
  {
    title: 'Sign in',
    demo: 'Choose who you are',
    aboutDemo:
      'This is a demonstration with invented people. Choose one: each sees and does what the ' +
      'role may. Take a second person in another browser window (private window).',
    provider: 'Sign in with your organisation',
    local: 'With a password',
    login: 'Login name',
    password: 'Password',
    enter: 'Sign in',
    haveLink: 'I was given a one-time link',
    link: 'Choose a password',
    aboutLink:
      'Copy the code from the message or file that you were given. It works once, ' +
      'and not for long.',
    secret: 'Code',
    newPassword: 'New password',
    passwordHint: 'At least twelve characters; a sentence of a few words is good.',
    setAndEnter: 'Save and sign in',
    signedIn: 'You are signed in',
    closeTab: 'Close this tab and go on in the one before; what you typed is still there.',
    refused: {
      'sign-in-failed': 'Login name or password is wrong.',
      'too-many-requests': 'Too many attempts. Wait a while and try again.',
      'link-invalid': 'This code was used already or has expired; ask for a new one.',
      'sign-in-off': 'This way of signing in is off.',
      'virtual-only': 'This database is live; it has no demo people.',
      csrf: 'Sign in from this page itself.',
      'not-found': 'There is no such person.',
      'invalid-payload': 'This password is not strong enough; take at least twelve characters.',
    },
  },
)
