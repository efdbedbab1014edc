import Type, { type TProperties, type TSchema } from 'typebox'
import type { AllowedEvent } from '../programme/allowed-events.ts'
import type { Consequences } from '../programme/consequences.ts'

import type { CallInFull, ProjectShape } from '../programme/queries.ts'
import type { ReadableEntry } from '../programme/readable-history.ts'
import type { InboxItem } from '../programme/task-list.ts'

/** Every shape that the API takes and gives: validation, types and OpenAPI come from these alone. */

const optional = Type.Optional
export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
export const object = <T extends TProperties>(properties: T) =>
  Type.Object(properties, { additionalProperties: false })
const text = Type.String()
const cents = Type.Integer({ description: 'In cents of EUR.' })
const instant = Type.String({ format: 'date-time', description: 'ISO 8601, UTC, milliseconds.' })
const revision = Type.Integer({ minimum: 1 })
const labels = object({ nl: text, en: text })
const deadlines = Type.Array(
  object({
    name: text,
    due: optional(instant),
    status: Type.Enum(['open', 'met', 'late', 'overdue', 'missed', 'cancelled']),
  }),
)

const project = Type.Object(
  {
    id: text,
    applicant: object({ id: text, name: text, kind: text, kbo: text, nis: nullable(text) }),
    phase: text,
    state: text,
    milestones: Type.Array(
      object({
        name: text,
        status: Type.Enum(['done', 'current', 'upcoming', 'overdue', 'missed', 'skipped']),
        at: optional(instant),
        due: optional(instant),
      }),
    ),
    amounts: object({
      requestedCents: cents,
      awardedCents: cents,
      advancePaidCents: cents,
      balancePaidCents: cents,
      releasedCents: cents,
      clawbackDemandedCents: cents,
      recoveredCents: cents,
      writtenOffCents: cents,
    }),
    deadlines,
    claims: Type.Array(
      object({
        name: text,
        announcedCents: cents,
        demandedCents: nullable(cents),
        recoveredCents: cents,
        writtenOffCents: cents,
        reference: text,
        writeOff: nullable(object({ id: revision, cents })),
      }),
    ),
    proposal: nullable(
      object({
        id: nullable(revision),
        payCents: cents,
        clawbackCents: cents,
        lines: Type.Array(object({ line: text, achieved: Type.Integer(), unearnedCents: cents })),
      }),
    ),
    flags: Type.Array(text),
    allowedEvents: Type.Array(text),
    revision,
  },
  { $id: 'Project', additionalProperties: false },
)

const call = Type.Object(
  {
    id: text,
    phase: text,
    budget: object({
      ceilingCents: cents,
      committedCents: cents,
      paidCents: cents,
      releasedCents: cents,
      recoveredCents: cents,
    }),
    title: labels,
    synthetic: nullable(text),
    state: text,
    deadlines,
    deadlineMove: nullable(
      object({ id: revision, deadline: text, to: text, projects: nullable(Type.Array(text)) }),
    ),
    paymentBatch: nullable(object({ id: revision, orders: Type.Array(text), executionDate: text })),
    allowedEvents: Type.Array(text),
    revision,
  },
  { $id: 'Call', additionalProperties: false },
)

const historyEntry = Type.Object(
  {
    revision,
    type: text,
    label: nullable(labels),
    at: instant,
    cause: Type.Enum(['start', 'external', 'timer', 'message', 'operator']),
    causeRef: nullable(text),
    person: nullable(Type.String({ description: 'Random id; it names nobody.' })),
    data: Type.Unknown(),
    texts: Type.Array(object({ path: text, text: nullable(text) })),
    key: nullable(text),
    version: Type.Integer(),
    previousHash: text,
    hash: text,
    position: Type.Integer(),
    requestId: nullable(text),
  },
  { $id: 'HistoryEntry', additionalProperties: false },
)

const allowedEvent = Type.Object(
  {
    type: text,
    label: labels,
    roles: Type.Array(text),
    schema: Type.Unknown({ description: 'JSON schema of `data`.' }),
    allowed: Type.Boolean(),
    code: nullable(text),
    reason: nullable(text),
  },
  { $id: 'AllowedEvent', additionalProperties: false },
)

const accepted = Type.Object(
  {
    accepted: Type.Literal(true),
    id: text,
    revision,
    at: instant,
    position: Type.Integer({ description: 'Place in the log of the database; 0 in a dry run.' }),
  },
  { $id: 'Accepted', additionalProperties: false },
)

const standing = object({ due: nullable(instant), status: text })

const consequences = Type.Object(
  {
    changes: Type.Array(
      object({
        id: text,
        before: nullable(text),
        after: text,
        phase: object({ before: nullable(text), after: text }),
        revision,
      }),
    ),
    deadlines: Type.Array(
      object({ id: text, name: text, before: nullable(standing), after: standing }),
    ),
    payments: Type.Array(
      object({ id: text, debit: text, credit: text, cents, subject: nullable(text) }),
    ),
    mails: Type.Array(object({ template: text, to: text, subject: text })),
  },
  { $id: 'Consequences', additionalProperties: false },
)

const inboxItem = Type.Object(
  {
    id: text,
    name: text,
    type: text,
    label: labels,
    proposal: nullable(revision),
    due: nullable(instant),
    overdue: Type.Boolean(),
    assigned: Type.Boolean(),
  },
  { $id: 'InboxItem', additionalProperties: false },
)

const problem = Type.Object(
  {
    type: text,
    title: text,
    status: Type.Integer(),
    detail: text,
    instance: text,
    code: Type.String({ description: 'See docs/ERRORS.md.' }),
    field: nullable(text),
    guard: nullable(text),
    allowed: Type.Array(text),
    requestId: text,
    errors: optional(
      Type.Array(
        object({
          file: text,
          row: nullable(Type.Integer()),
          column: nullable(Type.String({ description: 'The header, as the file writes it.' })),
          cell: nullable(Type.String({ description: 'As spreadsheets name it: B7.' })),
          field: text,
          message: text,
        }),
        { description: 'The first 200 things that are wrong with an import.' },
      ),
    ),
    moreErrors: optional(Type.Integer({ description: 'How many there are besides.' })),
  },
  { $id: 'Problem', additionalProperties: false },
)

/** The shapes that have a name in OpenAPI. */
export const named = [
  project,
  call,
  historyEntry,
  allowedEvent,
  accepted,
  consequences,
  inboxItem,
  problem,
]

/** A named shape, by reference; the type is that of what the handlers give. */
export const refer = <T>(name: string) => Type.Unsafe<T>({ $ref: `${name}#` })

export const projectRef = refer<ProjectShape>('Project')
export const callRef = refer<CallInFull>('Call')
const entryRef = refer<ReadableEntry>('HistoryEntry')
const allowedRef = refer<AllowedEvent>('AllowedEvent')
export const acceptedRef = refer<Accepted>('Accepted')
export const consequencesRef = refer<Consequences>('Consequences')
const inboxRef = refer<InboxItem>('InboxItem')
const problemRef = refer<unknown>('Problem')

interface Accepted {
  readonly accepted: true
  readonly id: string
  readonly revision: number
  readonly at: string
  readonly position: number
}

const list = <T extends TSchema>(item: T) => Type.Object({ items: Type.Array(item) })
export const page = <T extends TSchema>(item: T) =>
  Type.Object({
    items: Type.Array(item),
    next: nullable(Type.String({ description: 'Cursor of the next page; null on the last.' })),
  })

export const callList = list(callRef)
export const projectPage = page(projectRef)
export const historyPage = page(entryRef)
export const allowedList = list(allowedRef)
export const inboxPage = page(inboxRef)
export const applied = Type.Union([acceptedRef, dryRun()])
export const clock = object({ now: instant, database: Type.Enum(['live', 'virtual']) })

function dryRun() {
  return Type.Object({ outcome: acceptedRef, consequences: consequencesRef })
}

export const idParams = Type.Object({
  id: Type.String({
    minLength: 1,
    maxLength: 400,
    description:
      "A call's id, or a project's, <call>/<applicant>, as one segment: its slash is written %2F.",
  }),
})

export const cursor = optional(Type.String({ minLength: 1, maxLength: 2000 }))
export const limit = Type.Integer({ minimum: 1, maximum: 200, default: 50 })

export const projectQuery = Type.Object({
  call: optional(Type.String({ maxLength: 200 })),
  phase: optional(Type.String({ maxLength: 40 })),
  applicant: optional(Type.String({ maxLength: 200, description: 'Its id within the call.' })),
  due: optional(
    Type.String({
      maxLength: 40,
      description: 'Next deadline at or before this date (its end) or moment.',
    }),
  ),
  overdue: optional(Type.Boolean()),
  attention: optional(Type.Boolean({ description: 'Waits for an operator.' })),
  q: optional(
    Type.String({ minLength: 1, maxLength: 200, description: 'In name, id, KBO or NIS.' }),
  ),
  sort: optional(
    Type.Enum(['id', '-id', 'name', '-name', 'due', '-due', 'awarded', '-awarded'], {
      description: 'A minus turns it round; without a due date comes last.',
    }),
  ),
  cursor,
  limit: optional(limit),
})

export const pageQuery = Type.Object({ cursor, limit: optional(limit) })

export const sendQuery = Type.Object({
  dryRun: optional(Type.Boolean({ description: 'Tell what would follow, and change nothing.' })),
})

export const event = object({
  type: Type.String({ minLength: 1, maxLength: 100 }),
  data: optional(Type.Unknown()),
})

export const sendHeaders = Type.Object({
  'idempotency-key': optional(
    Type.String({
      pattern: '^[\\x21-\\x7e]{1,200}$',
      description: 'The same event under the same key again gives the same answer.',
    }),
  ),
  'if-match': optional(
    Type.String({
      pattern: '^(?:\\*|"\\d{1,15}")$',
      description: 'The ETag that was read: refused with 412 when it has changed since.',
    }),
  ),
})

export const clockBody = object({ at: Type.String({ minLength: 1, maxLength: 40 }) })

export const streamHeaders = Type.Object({
  'last-event-id': optional(Type.String({ pattern: '^\\d{1,15}$' })),
})

/** What a route answers when it refuses. */
export function problemAnswer(description: string) {
  return { description, content: { 'application/problem+json': { schema: problemRef } } }
}

/** What any route may answer instead. */
export const refusals = Object.fromEntries(
  ['4xx', '5xx'].map((status) => [status, problemAnswer('Problem details')]),
)

export const bytes = Type.String({ format: 'binary' })

export const etagHeader = { ETag: Type.String({ description: 'Strong: of these bytes.' }) }
export const attachmentHeader = {
  'Content-Disposition': Type.String({ description: 'The name to keep it by (RFC 6266).' }),
}

/** What is no JSON, by its media type, or why there is none. */
export function fileAnswer(
  description: string,
  content: Readonly<Record<string, TSchema>>,
  headers?: Readonly<Record<string, TSchema>>,
) {
  const kinds = Object.entries(content).map(([type, schema]) => [type, { schema }] as const)
  const more = headers === undefined ? {} : { headers }
  return { 200: { description, ...more, content: Object.fromEntries(kinds) }, ...refusals }
}
