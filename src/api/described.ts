import type { FastifyInstance } from 'fastify'
import { api, type ApiOptions } from './api.ts'
import { calendarFeed, type CalendarFeedOptions } from './calendar-feed.ts'
import { openApi } from './documentation.ts'
import { openDocuments, type OpenOptions } from './open.ts'

export interface DescribedOptions {
  readonly api: ApiOptions
  readonly open: OpenOptions
  readonly calendars: CalendarFeedOptions
}

/** All that programs ask: the OpenAPI document, at `/api/docs/json`, describes these and no others. */
export async function described(server: FastifyInstance, options: DescribedOptions): Promise<void> {
  await openApi(server)
  await server.register(api, { prefix: '/api', ...options.api })
  await server.register(openDocuments, { prefix: '/open', ...options.open })
  await server.register(calendarFeed, { prefix: '/cal', ...options.calendars })
}
