import Type, { type TProperties } from 'typebox'
import type { PaymentOverview } from '../programme/payments/payments.ts'
import type { TakenFile } from '../programme/payments/taking.ts'
import { attachmentHeader, fileAnswer, nullable, object } from './schemas.ts'

/** What the routes of payments take and give. */

const text = Type.String()
const texts = object({ nl: text, en: text })
const cents = Type.Integer({ description: 'In cents of EUR.' })
const count = Type.Integer()
const date = Type.String({ format: 'date' })
const instant = Type.String({ format: 'date-time', description: 'ISO 8601, UTC, milliseconds.' })
const person = Type.String({ description: 'Random id; it names nobody.' })
const iban = nullable(
  Type.String({ description: 'Null for who is no paymaster, manager or auditor of the call.' }),
)
const list = <T extends TProperties>(properties: T) => Type.Array(object(properties))

const call = Type.String({ minLength: 1, maxLength: 400 })

export const paymentQuery = Type.Object({ call })

export const batchParams = Type.Object({
  id: Type.String({
    pattern: '^[1-9]\\d{0,14}$',
    description: 'Revision of the call that proposed the batch.',
  }),
})

export const batchMessage = fileAnswer(
  'The message for the bank, pain.001.',
  { 'application/xml': text },
  attachmentHeader,
)

export const paymentFile = object({
  call,
  format: Type.String({
    minLength: 1,
    maxLength: 20,
    description: 'Of statuses json, csv or pain.002; of receipts csv or camt.053.',
  }),
  content: Type.String({
    minLength: 1,
    maxLength: 1_000_000,
    description: 'The file as text. Larger ones go by the command line.',
  }),
  leaveOut: Type.Optional(
    Type.Array(Type.Integer({ minimum: 1 }), {
      maxItems: 1000,
      description: 'Lines that are knowingly left out, by their number.',
    }),
  ),
})

export const paymentOverview = Type.Unsafe<PaymentOverview>(
  object({
    call: text,
    mode: Type.Enum(['external', 'batch']),
    orders: list({
      id: text,
      project: text,
      name: text,
      kind: Type.Enum(['advance', 'balance']),
      cents,
      attempt: count,
      status: Type.Enum(['withoutIban', 'due', 'proposed', 'ordered', 'failed', 'paid']),
      batch: nullable(count),
      endToEndId: text,
      paidAt: nullable(instant),
      iban,
      ibanChange: nullable(object({ before: iban, after: iban, by: Type.Array(person) })),
    }),
    batches: list({
      id: count,
      status: Type.Enum(['proposed', 'approved', 'answered']),
      executionDate: date,
      proposedBy: person,
      approvedBy: nullable(person),
      approvedAt: nullable(instant),
      messageId: nullable(text),
      count,
      totalCents: cents,
      payments: list({
        order: text,
        attempt: count,
        name: text,
        cents,
        iban,
        endToEndId: text,
        status: Type.Enum(['waiting', 'paid', 'failed', 'retried']),
      }),
      checks: list({
        name: text,
        outcome: Type.Enum(['ok', 'attention', 'wrong']),
        text: texts,
      }),
    }),
    claims: list({
      project: text,
      applicant: text,
      name: Type.Enum(['balance', 'endControl']),
      reference: text,
      announcedCents: cents,
      demandedCents: nullable(cents),
      recoveredCents: cents,
      writtenOffCents: cents,
      openCents: cents,
      due: nullable(instant),
      status: Type.Enum(['announced', 'demanded', 'overdue', 'settled']),
    }),
    unmatchedCents: cents,
  }),
)

export const takenFile = Type.Unsafe<TakenFile>(
  object({
    taken: Type.Boolean({
      description: 'False in a dry run, and when a line is wrong: then nothing was booked.',
    }),
    digest: Type.String({ description: 'SHA-256 of the content.' }),
    lines: list({
      line: count,
      reference: nullable(text),
      cents: nullable(cents),
      verdict: Type.Enum([
        'taken',
        'known',
        'ignored',
        'leftOut',
        'unknownOrder',
        'otherAttempt',
        'otherAmount',
        'otherCurrency',
        'notNow',
        'double',
        'wrongDate',
        'unknownStatus',
      ]),
      text: texts,
      events: list({
        to: text,
        type: text,
        data: Type.Record(Type.String(), Type.String()),
        key: text,
      }),
    }),
    text: texts,
  }),
)
