import type { FastifyInstance } from 'fastify'
import type { App } from '../../src/app.ts'
import { operationsOf } from '../../src/examination.ts'
import { Forecasts } from '../../src/programme/forecast/forecasts.ts'
import { Diagrams } from '../../src/programme/diagram.ts'
import type { RateLimits } from '../../src/api/rate-limits.ts'
import type { WebPeople } from '../../src/web/context.ts'
import type { Site } from '../../src/web/site.ts'
import { web } from '../../src/web/web.ts'
import { openApiWorld, type ApiWorldOptions, type Answer } from '../api/api-world.ts'
import { authenticatorOf, people } from '../api/people.ts'

/** What a form of these tests carries, as one of a real session would. */
export const csrf = 'csrf-of-the-test'

const webPeople: WebPeople = {
  csrfOf: () => csrf,
  isFromOwnPage: (_request, token) => token === csrf,
  namesOf: async (persons) =>
    new Map(persons.flatMap((each) => (people[each] ? [[each, people[each].label]] : []))),
  handlersOf: async () => [
    { value: 'rik', label: 'rik (test)' },
    { value: 'lea', label: 'lea (test)' },
  ],
}

export interface WebWorld {
  readonly app: App
  readonly server: FastifyInstance
  readonly file: string
  /** A page as a person sees it; null for nobody. */
  get(person: string | null, path: string, language?: 'nl' | 'en'): Promise<Answer>
  /** A form as a person sends it; the session's token goes along. */
  post(
    person: string | null,
    path: string,
    fields: Readonly<Record<string, string | readonly string[]>>,
  ): Promise<Answer>
  /** A form with files as a person sends it; the session's token goes along. */
  upload(
    person: string | null,
    path: string,
    fields: Readonly<Record<string, string>>,
    files?: readonly SentFile[],
  ): Promise<Answer>
}

interface SentFile {
  readonly name: string
  readonly content: string | Uint8Array
  /** Of the input; default `file`. */
  readonly field?: string
}

interface WebWorldOptions extends ApiWorldOptions {
  readonly site?: Site
  readonly rates?: Partial<RateLimits>
}

/** The pages on a database of their own; see {@link openApiWorld}. */
export async function openWebWorld(options: WebWorldOptions = {}): Promise<WebWorld> {
  const api = await openApiWorld(options)
  const { app, server } = api
  const { engine, queries } = app
  await server.register(web, {
    engine,
    queries,
    openData: app.openData,
    diagrams: new Diagrams(engine),
    forecasts: new Forecasts(engine),
    access: app.access,
    papers: app.papers,
    authenticator: authenticatorOf(options.people ?? people),
    people: webPeople,
    operations: operationsOf(app, null),
    ...(options.site === undefined ? {} : { site: options.site }),
    ...(options.rates === undefined ? {} : { rates: options.rates }),
  })
  return {
    app,
    server,
    file: api.file,
    get: async (person, path, language = 'nl') => {
      const answer = await api.ask(person, path, { headers: { cookie: `language=${language}` } })
      // Amounts hold spaces that do not break; tests are typed with others.
      return { ...answer, text: answer.text.replaceAll('\u00a0', ' ') }
    },
    post: (person, path, fields) => {
      const body = new URLSearchParams()
      for (const [name, value] of Object.entries({ csrf, ...fields })) {
        for (const each of [value].flat()) body.append(name, each)
      }
      return api.ask(person, path, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: body.toString(),
      })
    },
    upload: async (person, path, fields, files = []) => {
      const form = new FormData()
      for (const [name, value] of Object.entries({ csrf, ...fields })) form.append(name, value)
      for (const { name, content, field = 'file' } of files) {
        form.append(field, new Blob([Buffer.from(content)]), name)
      }
      const sent = new Request('http://form', { method: 'POST', body: form })
      const answer = await api.ask(person, path, {
        method: 'POST',
        headers: { 'content-type': sent.headers.get('content-type') ?? '' },
        payload: Buffer.from(await sent.arrayBuffer()),
      })
      return { ...answer, text: answer.text.replaceAll('\u00a0', ' ') }
    },
  }
}
