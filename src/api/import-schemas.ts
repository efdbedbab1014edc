import Type, { type TProperties } from 'typebox'
import type { ImportReport } from '../programme/import/report.ts'
import { acceptedRef, nullable, object } from './schemas.ts'

/** What `POST /calls/import` takes and gives. */

const text = Type.String()
const count = Type.Integer()
const cents = Type.Integer({ description: 'In cents of EUR.' })
const list = <T extends TProperties>(properties: T) => Type.Array(object(properties))

export const importQuery = Type.Object({
  dryRun: Type.Optional(
    Type.Boolean({ description: 'Tell what would be started, and change nothing.' }),
  ),
})

export const importHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      pattern: '^[\\x21-\\x7e]{1,200}$',
      description: 'The same import under the same key again gives the same answer.',
    }),
  ),
})

export const importBody = object({
  call: Type.String({ minLength: 1, description: 'The text of call.yaml.' }),
  applicants: object({
    format: Type.Enum(['json', 'csv', 'xlsx']),
    content: Type.String({
      minLength: 1,
      description: 'The text of the file; of a workbook, its bytes in base64.',
    }),
  }),
})

const report = Type.Unsafe<ImportReport>(
  object({
    call: text,
    title: object({ nl: text, en: text }),
    synthetic: nullable(text),
    projects: count,
    partners: count,
    lines: count,
    actions: list({ action: text, lines: count, kpi: count, amountCents: cents }),
    stimuli: list({ stimulus: text, applicants: count, amountCents: cents }),
    totalCents: cents,
    ceilingCents: cents,
    warnings: list({ applicant: nullable(text), message: text }),
    moreWarnings: count,
  }),
)

export const imported = object({
  report,
  /** Null in a dry run. */
  outcome: nullable(acceptedRef),
})
