import Type from 'typebox'
import type { Static } from 'typebox'
import * as field from './fields.ts'

/**
 * The one table of what stands in a call folder: names, shapes, defaults. What may be left out has
 * its default beside it, or is `optional`. Source: domain §7.
 */

const { closed, list, oneOf, optional, section } = field

const texts = closed({ nl: field.text, en: field.text })

/** Default: the last step of the ladder, `P14D` where the ladder is the default one. */
const escalateAt = optional(field.signedPeriod)

export const callFile = closed({
  id: field.id,
  title: texts,
  timeZone: field.timeZone,
  budget: closed({ article: field.text, ceiling: field.ceiling }),
  timeline: closed({
    launch: field.moment,
    submissionDeadline: field.moment,
    projectStart: field.date,
    projectEnd: field.date,
  }),
  deadlines: section({ roll: oneOf(['none', 'nextWorkingDay'], 'none') }),
  ifReview: section({
    workingDays: field.integer(1, 260, 12),
    urgentWorkingDays: field.integer(1, 260, 4),
    silence: oneOf(['favourable', 'unfavourable', 'wait'], 'favourable'),
    extraClosingDays: Type.Array(field.date, { maxItems: 10_000, default: [] }),
  }),
  advance: closed({ percent: field.integer(0, 100), notBefore: field.date }),
  reports: section({
    anchor: oneOf(['award', 'projectStart'], 'award'),
    interim: field.period('P6M'),
    final: field.period('P1Y'),
    finalGrace: field.period('P2M'),
    extensionMovesFinal: field.flag(false),
  }),
  accounts: closed({
    ownShare: field.share,
    codes: list(field.accountCode, 1),
    /** Default for each year that the period touches: 31 July of the next year. */
    due: Type.Record(Type.String(), field.date, { default: {} }),
  }),
  terms: section({
    clarification: field.period('P30D'),
    hearing: field.period('P30D'),
    repayment: field.period('P30D'),
  }),
  reminders: section({
    ladder: Type.Array(field.signedPeriod, {
      minItems: 1,
      maxItems: 50,
      default: ['-P30D', '-P14D', '-P3D', 'P1D', 'P7D', 'P14D'],
    }),
    escalateAt,
  }),
  actions: list(
    closed({
      code: field.id,
      title: texts,
      kpi: closed({ type: oneOf(['count', 'plan']), unit: texts }),
      unitPrice: field.price,
    }),
    1,
  ),
  stimuli: list(field.id),
  payments: oneOf(['external', 'batch'], 'external'),
  eligibility: field.orNull(closed({ minimum: field.count, exempt: list(oneOf(field.kinds)) })),
  retention: field.period('P10Y'),
  notes: Type.Array(field.remark, { maxItems: 10_000, default: [] }),
  synthetic: optional(field.synthetic),
  source: optional(field.remark),
})

const applicant = closed({
  id: field.id,
  name: field.text,
  kind: oneOf(field.kinds),
  kbo: field.kbo,
  nis: field.nis,
  iban: field.iban,
  email: field.email,
  contact: field.contact,
  inhabitantsNonEu14: field.inhabitants,
  partners: Type.Array(closed({ id: field.id, name: field.text, kbo: field.kbo, nis: field.nis }), {
    maxItems: 10_000,
    default: [],
  }),
  lines: list(
    closed({
      line: field.lineId,
      action: field.id,
      currentReach: field.count,
      kpi: field.count,
      amount: field.amount,
    }),
  ),
  stimuli: list(closed({ stimulus: field.id, amount: field.amount })),
})

/** applicants.json as an object; a bare list of applicants is taken as well. */
export const applicantsFile = closed({
  synthetic: optional(field.synthetic),
  source: optional(field.remark),
  applicants: list(applicant, 1),
})

/** One line of events.jsonl. Its `type` and `data` are judged when it is replayed. */
export const eventLine = closed({
  at: field.offsetMoment,
  to: field.text,
  type: field.text,
  actor: field.text,
  roles: list(field.text),
  applicant: optional(field.text),
  id: optional(field.text),
  data: optional(Type.Unknown()),
})

export type CallFile = Static<typeof callFile>
export type ApplicantsFile = Static<typeof applicantsFile>
export type ApplicantEntry = ApplicantsFile['applicants'][number]
export type EventLine = Static<typeof eventLine>
