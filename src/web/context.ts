import type { FastifyRequest } from 'fastify'
import type { Engine } from '../engine/index.ts'
import type { Diagrams } from '../programme/diagram.ts'
import type { Papers } from '../programme/documents/papers.ts'
import type { Forecasts } from '../programme/forecast/forecasts.ts'
import type { OpenData } from '../programme/publication/open-data.ts'
import type { Queries } from '../programme/queries.ts'
import type { WebOperations } from './operations/port.ts'
import type { Site } from './site.ts'

/** What the pages work with. */
export interface WebContext {
  readonly engine: Engine
  readonly queries: Queries
  readonly papers: Papers
  readonly diagrams: Diagrams
  readonly forecasts: Forecasts
  readonly people: WebPeople
  readonly operations: WebOperations
  readonly openData: OpenData
  /** Whose pages these are; default {@link plainSite}. */
  readonly site?: Site
}

/** Who is signed in, as forms need it. */
export interface WebPeople {
  /** The token that a form of this request's session carries; '' without a session. */
  csrfOf(request: FastifyRequest): string
  /** Whether a form came from a page that this session was shown. */
  isFromOwnPage(request: FastifyRequest, token: string): boolean
  /** What persons are called; those it does not know are left out. */
  namesOf(persons: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** Who may be given a file of a call, by what they are called. */
  handlersOf(call: string): Promise<readonly { readonly value: string; readonly label: string }[]>
}
