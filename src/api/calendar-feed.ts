import { createHash } from 'node:crypto'
import Type from 'typebox'
import type { Access } from '../access/access.ts'
import type { CalendarFeeds } from '../programme/calendar-feeds.ts'
import { shownIn, type CalendarContext } from './calendar-access.ts'
import type { ApiServer } from './context.ts'
import { answers, secretParams } from './open-schemas.ts'
import { openToAll } from './open-to-all.ts'
import { openRoute, sendText } from './open.ts'
import { Problem, sendProblem } from './problem.ts'
import { securityHeaders } from './security-policy.ts'

export interface CalendarFeedOptions extends CalendarContext {
  readonly access: Access
  readonly calendarFeeds: CalendarFeeds
  /** Requests a minute, of one address. */
  readonly perMinute: number
}

/** Kept by who asks alone, and asked again every time. */
const PRIVATE = 'private, no-cache'

/**
 * `GET /cal/<secret>.ics`: dates for a calendar program, by a secret that its owner made. Whether
 * the secret never was, was revoked, or shows nothing any more: the answer is the same.
 */
export async function calendarFeed(
  server: ApiServer,
  { access, calendarFeeds, perMinute, ...context }: CalendarFeedOptions,
): Promise<void> {
  server.setErrorHandler((error, request, reply) =>
    // The address is the secret: an answer does not repeat it.
    sendProblem(request, reply, error, '/cal'),
  )
  server.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', PRIVATE)
  })
  await openToAll(server, { perMinute, headers: securityHeaders, nothing: noSuchCalendar })
  const response = answers('Deadlines that run.', 'text/calendar', Type.String())
  server.get(
    '/:secret.ics',
    { schema: { ...openRoute, params: secretParams, response } },
    async (request, reply) => {
      const found = await access.ownerOfCalendar(request.params.secret)
      const shown = found === null ? null : await shownIn(context, found.caller, found.calendar)
      if (shown === null) throw noSuchCalendar()
      const text = await calendarFeeds.calendarOf(shown)
      const etag = `"${createHash('sha256').update(text).digest('base64url')}"`
      const contentType = 'text/calendar; charset=utf-8'
      return sendText(request, reply, { text, contentType, etag }, PRIVATE)
    },
  )
}

function noSuchCalendar(): Problem {
  return new Problem('not-found', 'There is no such calendar.')
}
