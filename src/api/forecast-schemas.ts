import Type, { type TProperties } from 'typebox'
import { assumptionLimits, defaultAssumptions } from '../programme/forecast/assumptions.ts'
import type { CallForecast } from '../programme/forecast/forecasts.ts'
import type { NextStep } from '../programme/forecast/next-steps.ts'
import { nullable, object } from './schemas.ts'

/** What `GET /forecast` and `GET /projects/:id/next` take and give. */

const optional = Type.Optional
const text = Type.String()
const count = Type.Integer({ minimum: 0 })
const cents = Type.Integer({ description: 'In cents of EUR.' })
const instant = Type.String({ format: 'date-time', description: 'ISO 8601, UTC, milliseconds.' })
const month = Type.String({ description: 'As 2025-07.' })
const texts = object({ nl: text, en: text })
const moment = object({ at: instant, nl: text, en: text })
const list = <T extends TProperties>(properties: T) => Type.Array(object(properties))

const assumed = (name: keyof typeof assumptionLimits, description: string) =>
  Type.Integer({
    minimum: 0,
    maximum: assumptionLimits[name],
    default: defaultAssumptions[name],
    description,
  })

const assumptions = {
  applied: assumed('applied', 'Percent of those without an application that hand one in.'),
  reached: assumed('reached', 'Percent of the lines that reach their KPI.'),
  achieved: assumed('achieved', 'Percent of its KPI that any other line reaches.'),
  lateWeeks: assumed('lateWeeks', 'Weeks after their deadline that reports are handed in.'),
  paymentDays: assumed('paymentDays', 'Days from an order to its payment.'),
  reviewDays: assumed('reviewDays', 'Days that each step of the agency takes.'),
  spending: assumed('spending', 'Spending in the accounts, in percent of the award for lines.'),
}

const awardOn = Type.String({ maxLength: 10, description: 'Day of the award, as 2024-07-05.' })

export const forecastQuery = Type.Object({
  call: Type.String({ minLength: 1, maxLength: 200 }),
  until: optional(
    Type.String({ maxLength: 40, description: 'A date (its end) or a moment; default its end.' }),
  ),
  applied: optional(assumptions.applied),
  reached: optional(assumptions.reached),
  achieved: optional(assumptions.achieved),
  lateWeeks: optional(assumptions.lateWeeks),
  awardOn: optional(awardOn),
  paymentDays: optional(assumptions.paymentDays),
  reviewDays: optional(assumptions.reviewDays),
  spending: optional(assumptions.spending),
})

const totals = object({
  requestedCents: cents,
  awardedCents: cents,
  advancePaidCents: cents,
  balancePaidCents: cents,
  releasedCents: cents,
  clawbackDemandedCents: cents,
  recoveredCents: cents,
  writtenOffCents: cents,
  openCents: cents,
  announcedCents: cents,
  owedCents: cents,
})

const forecast = Type.Object(
  {
    call: text,
    from: instant,
    until: instant,
    endedBy: nullable(Type.Enum(['maxSteps', 'maxMs'])),
    assumptions: object({ ...assumptions, awardOn: nullable(awardOn) }),
    phases: list({ month, phases: list({ phase: text, projects: count }) }),
    cash: list({
      month,
      committedCents: cents,
      advanceCents: cents,
      balanceCents: cents,
      releasedCents: cents,
      demandedCents: cents,
      recoveredCents: cents,
      writtenOffCents: cents,
    }),
    totals: object({ before: totals, after: totals }),
    overdue: list({ month, deadline: text, overdue: count, missed: count }),
    dates: object({
      items: list({ due: instant, deadline: text, projects: count }),
      more: count,
    }),
    refusals: list({ type: text, code: text, count, to: text, at: instant, message: text }),
    failures: Type.Array(text),
    notes: list({ code: text, nl: text, en: text }),
  },
  { $id: 'Forecast', additionalProperties: false },
)

const standing = object({ due: nullable(instant), status: text })

const nextStep = Type.Object(
  {
    name: text,
    label: texts,
    due: moment,
    rule: texts,
    source: text,
    isMoved: Type.Boolean(),
    acts: nullable(text),
    reminders: list({ step: text, at: moment }),
    otherwise: object({
      text: texts,
      at: instant,
      phase: object({ before: text, after: text }),
      state: object({ before: text, after: text }),
      deadlines: list({ id: text, name: text, before: nullable(standing), after: standing }),
      payments: list({ debit: text, credit: text, cents, subject: nullable(text) }),
    }),
  },
  { $id: 'NextStep', additionalProperties: false },
)

/** The shapes that have a name in OpenAPI. */
export const forecastShapes = [forecast, nextStep]

export const forecastRef = Type.Unsafe<CallForecast>({ $ref: 'Forecast#' })
export const nextStepList = object({
  items: Type.Array(Type.Unsafe<NextStep>({ $ref: 'NextStep#' })),
})
