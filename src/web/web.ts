import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import helmet from '@fastify/helmet'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Access } from '../access/access.ts'
import type { Authenticator } from '../access/caller.ts'
import { limitRates, usualRates, type RateLimits } from '../api/rate-limits.ts'
import { securityHeaders } from '../api/security-policy.ts'
import { serveAssets } from './assets.ts'
import { callPage } from './call/call-page.ts'
import { locales } from './catalogue.ts'
import { budget } from './budget/budget.tsx'
import type { WebContext } from './context.ts'
import { deadlines } from './deadlines/deadlines.tsx'
import { documentPages } from './documents/documents.ts'
import { sendErrorPage, sendSignIn } from './error-pages.tsx'
import { forecastPages } from './forecast/forecast.ts'
import { eventPages } from './forms/event-pages.tsx'
import { ownPath } from './paths.ts'
import { paymentPages } from './payments/payments.tsx'
import { portfolio } from './portfolio/portfolio.tsx'
import { projectPage } from './project/project-page.tsx'
import { reportPages } from './reports/reports.ts'
import { signIn } from './sign-in/sign-in.tsx'
import { openPages } from './open/open-pages.tsx'
import { simulators } from './applicant/simulators.tsx'
import { calendarPages } from './calendars/calendar-pages.tsx'
import { clockPage } from './clock/clock.ts'
import { inboxPages } from './inbox/inbox-pages.tsx'
import { operationsPages } from './operations/operations-pages.tsx'
import { plainSite } from './site.ts'
import { statements } from './statements/statements.tsx'
import { callCookie, localeCookie, namedCall } from './visit.ts'

export interface WebOptions extends WebContext {
  readonly access: Access
  /** Who says who a visitor is; default {@link Access}. */
  readonly authenticator?: Authenticator
  /** Default {@link pageRates}. */
  readonly rates?: Partial<RateLimits>
}

/** Behind one address may be a whole office that reads what is published. */
const pageRates: RateLimits = { ...usualRates, strangers: 600 }

/** The pages: one plugin, with its own parser of forms, errors and sign-in. */
export async function web(server: FastifyInstance, options: WebOptions): Promise<void> {
  const { access, authenticator = access, rates, ...context } = options
  server.decorateRequest('caller', null)
  await server.register(helmet, securityHeaders)
  await server.register(cookie)
  await server.register(formbody, { bodyLimit: BODY_MAX })
  server.setErrorHandler((error, request, reply) => sendErrorPage(context, request, reply, error))
  await serveAssets(server, context.site ?? plainSite)
  server.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.isOpen === true) return
    reply.header('cache-control', 'no-store')
    request.caller = await authenticator.authenticate(request)
  })
  await limitRates(server, { ...pageRates, ...rates })
  server.addHook('preHandler', async (request, reply) => {
    if (request.caller !== null || request.routeOptions.config.isOpen === true) return
    return sendSignIn(context, request, reply)
  })
  server.addHook('preHandler', async (request, reply) => {
    const call = request.caller === null ? undefined : namedCall(request)
    if (call === undefined || call === request.cookies[callCookie]) return
    reply.setCookie(callCookie, call, { path: '/', sameSite: 'lax', httpOnly: true })
  })
  language(server)
  await signIn(server, access, context.site ?? plainSite)
  await portfolio(server, context)
  await projectPage(server, context)
  await callPage(server, context)
  await documentPages(server, context)
  await eventPages(server, context)
  await deadlines(server, context)
  await budget(server, context)
  await forecastPages(server, context)
  await paymentPages(server, context)
  await reportPages(server, context)
  await inboxPages(server, context)
  await simulators(server, context)
  await operationsPages(server, context)
  await clockPage(server, context)
  await calendarPages(server, context, access)
  await statements(server, context, authenticator)
  await openPages(server, context)
}

/** A form of many rows, as the award of a whole call. */
const BODY_MAX = 1_000_000

/** `GET /language`: chooses the language of all pages from now on. */
function language(server: FastifyInstance): void {
  const config = { isOpen: true }
  server.get('/language', { config }, async (request: FastifyRequest, reply) => {
    const { to, return: back } = request.query as Readonly<Record<string, unknown>>
    const chosen = locales.find((each) => each === to) ?? locales[0]
    return reply
      .setCookie(localeCookie, chosen, {
        path: '/',
        sameSite: 'lax',
        httpOnly: true,
        maxAge: YEAR_S,
      })
      .redirect(ownPath(back), 303)
  })
}

const YEAR_S = 365 * 86_400
