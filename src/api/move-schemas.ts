import Type, { type TProperties } from 'typebox'
import type { MovePreview } from '../programme/move-preview.ts'
import type { Undo } from '../programme/move-undo.ts'
import { acceptedRef, nullable, object } from './schemas.ts'

/** What `POST /deadlines/move` takes and gives. */

const optional = Type.Optional
const text = Type.String()
const revision = Type.Integer({ minimum: 1 })
const id = Type.String({ minLength: 1, maxLength: 400 })
const list = <T extends TProperties>(properties: T) => Type.Array(object(properties))

export const moveBody = object({
  step: Type.Enum(['preview', 'propose', 'approve', 'refuse', 'withdraw', 'undo'], {
    description:
      'preview takes deadline, to and projects, or proposal; propose takes deadline, to, reason ' +
      'and projects; approve proposal; refuse and withdraw proposal and reason; undo move.',
  }),
  call: id,
  deadline: optional(Type.String({ minLength: 1, maxLength: 200 })),
  to: optional(
    Type.String({
      maxLength: 40,
      description: "A date (its end) or a moment, in the call's time zone without an offset.",
    }),
  ),
  reason: optional(Type.String({ minLength: 1, maxLength: 20_000 })),
  projects: optional(
    Type.Array(id, { maxItems: 10_000, description: 'Default: all where the deadline runs.' }),
  ),
  proposal: optional(revision),
  move: optional(
    Type.Integer({ minimum: 1, description: 'Revision of the call that approved a move.' }),
  ),
})

const moment = object({
  at: Type.String({ format: 'date-time', description: 'ISO 8601, UTC, milliseconds.' }),
  nl: text,
  en: text,
})
const standing = object({ due: nullable(moment), status: text })
const movedDeadlines = list({ name: text, before: nullable(standing), after: standing })

export const movePreview = Type.Object(
  {
    deadline: text,
    to: text,
    projects: list({
      id: text,
      name: text,
      before: standing,
      after: standing,
      knockOn: movedDeadlines,
      timers: list({ name: text, before: nullable(moment), after: nullable(moment) }),
      reminders: list({
        step: text,
        to: Type.Array(text),
        before: nullable(moment),
        after: nullable(moment),
        wasSent: Type.Boolean(),
      }),
      reachable: Type.Boolean(),
    }),
    untouched: list({ id: text, name: text, status: nullable(text) }),
    call: movedDeadlines,
    mails: list({ id: text, template: text, to: text, subject: text }),
  },
  { $id: 'MovePreview', additionalProperties: false },
)

export const moved = object({
  step: text,
  proposal: nullable(
    Type.Integer({ description: 'What was proposed, previewed or decided on, by its revision.' }),
  ),
  outcome: nullable(acceptedRef),
  preview: nullable(Type.Unsafe<MovePreview>({ $ref: 'MovePreview#' })),
  undo: nullable(
    Type.Unsafe<Undo>(
      object({
        moves: list({ deadline: text, to: text, projects: nullable(Type.Array(text)) }),
        left: list({ id: text, reason: text }),
      }),
    ),
  ),
})
