import type { FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../api/problem.ts'
import { catalogue } from './catalogue.ts'
import type { WebContext } from './context.ts'
import type { Filled } from './forms/body.ts'
import { openPage, page, type PageParts } from './shell.tsx'
import type { Site } from './site.ts'
import { localeOf, sendPage, visitOf } from './visit.ts'
import { inDutch } from './words/refusals.ts'

/**
 * Nobody is signed in: a page leads to the sign-in; a form keeps what was typed in it, but a form
 * with a file, which no page can hold, is chosen anew.
 */
export function sendSignIn(
  { site }: WebContext,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const signIn = `/sign-in?return=${encodeURIComponent(request.url)}`
  const hasFile = /^multipart\//i.test(request.headers['content-type'] ?? '')
  if (request.method !== 'POST' || hasFile) return reply.redirect(signIn, 303)
  const locale = localeOf(request)
  const t = texts[locale]
  const typed = Object.entries((request.body ?? {}) as Filled)
  return sendPage(
    reply,
    openPage(
      locale,
      '/',
      {
        title: t.expired,
        children: (
          <>
            <h1>{t.expired}</h1>
            <p class="lead">{t.nothingLost}</p>
            <form method="post" action={request.url}>
              {typed.flatMap(([name, value]) =>
                [value ?? '']
                  .flat()
                  .map((each) => <input type="hidden" name={name} value={each} />),
              )}
              <ol>
                <li>
                  <a href="/sign-in?return=/signed-in" target="_blank" rel="noopener">
                    {t.signInElsewhere}
                  </a>
                </li>
                <li>
                  <button>{t.goOn}</button>
                </li>
              </ol>
            </form>
          </>
        ),
      },
      site,
    ),
    401,
  )
}

/** What went wrong, as a page with a way back. */
export async function sendErrorPage(
  context: WebContext,
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
): Promise<FastifyReply> {
  const status = statusOf(error)
  const isKnown = request.caller !== null && status < 500
  const parts = partsOf(request, error, status)
  const html = isKnown
    ? page(await visitOf(context, request), parts)
    : openPage(localeOf(request), '/', parts, context.site)
  return sendPage(reply, html, status)
}

/** The same for one who is not signed in, as when signing in went wrong. */
export function sendProblemPage(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  problem: Problem,
): FastifyReply {
  const status = statusOf(problem)
  return sendPage(
    reply,
    openPage(localeOf(request), '/', partsOf(request, problem, status), site),
    status,
  )
}

function partsOf(request: FastifyRequest, error: unknown, status: Status): PageParts {
  const locale = localeOf(request)
  const t = texts[locale]
  const detail = error instanceof Problem ? error.message : ''
  const said = locale === 'nl' ? inDutch(detail) : detail
  return {
    title: t.title[status] ?? t.failed,
    children: (
      <>
        <h1>{t.title[status] ?? t.failed}</h1>
        <p class="lead">
          {status === 404 || said === null || said === '' ? (t.detail[status] ?? t.tryAgain) : said}
        </p>
        <p>
          <a href="/">{t.home}</a>
        </p>
        <p class="faint">{t.number(request.id)}</p>
      </>
    ),
  }
}

function statusOf(error: unknown): Status {
  const { statusCode = 500 } = (error ?? {}) as { readonly statusCode?: number }
  return statuses.find((each) => each === statusCode) ?? (statusCode < 500 ? 400 : 500)
}

const statuses = [400, 401, 403, 404, 409, 413, 429, 500, 503] as const
type Status = (typeof statuses)[number]

const texts = catalogue(
  {
    expired: 'Uw sessie is verlopen',
    nothingLost: 'Wat u typte, is niet verloren.',
    signInElsewhere: 'Meld u opnieuw aan (opent een nieuw tabblad)',
    goOn: 'Ga daarna hier verder',
    failed: 'Dit is niet gelukt',
    title: {
      400: 'Dit verzoek klopt niet',
      401: 'Aanmelden is niet gelukt',
      403: 'Dat mag u niet',
      404: 'Niet gevonden',
      409: 'Dat kan nu niet',
      413: 'Dit is te groot',
      429: 'Te veel verzoeken',
      500: 'Dit is niet gelukt',
      503: 'Even niet bereikbaar',
    },
    detail: {
      400: 'Ga terug en probeer het opnieuw.',
      401: 'Probeer het opnieuw; blijft het mislukken, vraag dan hulp aan uw systeembeheerder.',
      403: 'Uw rol laat dit niet toe.',
      404: 'Dit bestaat niet, of u mag het niet zien.',
      409: 'Kijk hoe het nu staat en probeer het opnieuw.',
      413: 'Stuur het in kleinere delen.',
      429: 'Wacht een minuut en probeer het opnieuw.',
      500:
        'Er is niets veranderd. Probeer het straks opnieuw; blijft het duren, meld dan het ' +
        'nummer hieronder.',
      503: 'Probeer het over een paar minuten opnieuw.',
    },
    tryAgain: 'Probeer het opnieuw.',
    home: 'Naar de eerste pagina',
    number: (id: string) => `Nummer van dit verzoek: ${id}`,
  },
  {
    expired: 'Your session has expired',
    nothingLost: 'What you typed is not lost.',
    signInElsewhere: 'Sign in again (opens a new tab)',
    goOn: 'Then go on here',
    failed: 'This did not work',
    title: {
      400: 'This request is not right',
      401: 'Signing in did not work',
      403: 'You may not do that',
      404: 'Not found',
      409: 'Not possible now',
      413: 'This is too large',
      429: 'Too many requests',
      500: 'This did not work',
      503: 'Not available for a moment',
    },
    detail: {
      400: 'Go back and try again.',
      401: 'Try again; if it goes on, ask your system administrator.',
      403: 'Your role does not allow this.',
      404: 'This does not exist, or you may not see it.',
      409: 'See how it stands now and try again.',
      413: 'Send it in smaller parts.',
      429: 'Wait a minute and try again.',
      500: 'Nothing has changed. Try again later; if it goes on, report the number below.',
      503: 'Try again in a few minutes.',
    },
    tryAgain: 'Try again.',
    home: 'To the first page',
    number: (id: string) => `Number of this request: ${id}`,
  },
)
