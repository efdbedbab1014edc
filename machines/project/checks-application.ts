import { formatInstant } from '../../src/domain/calendar.ts'
import { dueMsOf, dueOf } from '../deadlines.ts'
import { type Check, type Refusal, check, refuse } from '../event-table.ts'
import type { ProjectContext } from './context.ts'
import { lineOf } from './judgement.ts'
import type { ApplicantSucceed, ApplicationSubmit } from './schemas.ts'

type Rule = (context: ProjectContext, data: ApplicationSubmit) => Refusal | null

/** Phases in which an application comes after its deadline; elsewhere it never was possible. */
const phasesAfterDeadline = ['assessment', 'ifReview', 'award', 'running'] as const

/** Late is refused as late, also long after. Source: domain §3.1, §9. */
export const afterDeadline: Check = (snapshot) => {
  const { deadlines } = snapshot.context as ProjectContext
  const isLate =
    snapshot.matches({ life: { ended: 'lapsed' } }) ||
    (phasesAfterDeadline.some((phase) => snapshot.matches({ life: { active: phase } })) &&
      !snapshot.matches({ life: { active: { assessment: 'returned' } } }))
  if (!isLate) return null
  const due = formatInstant(dueMsOf(deadlines, 'submission'))
  return refuse('deadline-passed', `The application came after its deadline, ${due}.`)
}

/** A date or moment that must lie ahead. Source: domain §4, "a move to the past: invalid-payload". */
export function momentAhead(field: string): Check {
  return check<ProjectContext, Record<string, string | undefined>>((context, { data, at }) => {
    const text = data[field]
    return text === undefined || dueOf(text, context.terms.timeZone) > at
      ? null
      : refuse(
          'invalid-payload',
          `${field} is ${text}, which is past; choose a later moment.`,
          field,
        )
  })
}

export const applicationLines = rule(
  ({ yearTwo }, { lines, stimuli }) =>
    firstUnknown(
      'line',
      'lines',
      lines.map((each) => each.line),
      yearTwo.lines.map((each) => each.line),
    ) ??
    firstUnknown(
      'stimulus',
      'stimuli',
      stimuli.map((each) => each.stimulus),
      yearTwo.stimuli.map((each) => each.stimulus),
    ),
)

/** "De KPI kan ook niet meer bedragen dan die van projectjaar 2." Source: nota §2.3. */
export const applicationKpis = rule((context, { lines }) => {
  for (const [index, { line, kpi }] of lines.entries()) {
    const most = lineOf(context, line).kpi
    if (kpi !== undefined && kpi > most) {
      const message = `Line ${line} asks a KPI of ${kpi}, more than the ${most} of year 2.`
      return refuse('kpi-above-year-2', message, `lines.${index}.kpi`)
    }
  }
  for (const [index, { line, decision, kpi }] of lines.entries()) {
    const most = lineOf(context, line).kpi
    if (decision === 'reduce' && kpi !== undefined && kpi >= most) {
      const message = `Line ${line} is to be reduced; give a KPI below its ${most}.`
      return refuse('kpi-not-reduced', message, `lines.${index}.kpi`)
    }
  }
  return null
})

/** Every line and stimulus of year 2 needs one decision; silence is not "continue". */
export const applicationDecisions = rule((context, data) => {
  const lines = data.lines.map((each) => each.line)
  const stimuli = data.stimuli.map((each) => each.stimulus)
  return (
    eachOnce(
      context.yearTwo.lines.map((each) => each.line),
      lines,
      'lines',
    ) ??
    eachOnce(
      context.yearTwo.stimuli.map((each) => each.stimulus),
      stimuli,
      'stimuli',
    ) ??
    fundableLines(context, data)
  )
})

export const knownPartner: Check = check<ProjectContext, ApplicantSucceed>((context, { data }) => {
  const { partner } = data
  return partner === undefined || context.applicant.partners.some((each) => each.id === partner)
    ? null
    : refuse('invalid-payload', `${partner} is no partner of this applicant.`, 'partner')
})

/** Each wanted name exactly once; the rest is for other checks. */
export function eachOnce(
  wanted: readonly string[],
  given: readonly string[],
  field: string,
): Refusal | null {
  const double = given.find((each, index) => given.indexOf(each) !== index)
  if (double !== undefined) {
    return refuse('invalid-payload', `${field} names ${double} more than once.`, field)
  }
  const missing = wanted.find((each) => !given.includes(each))
  return missing === undefined
    ? null
    : refuse('invalid-payload', `${field} lacks ${missing}; each one needs an answer.`, field)
}

/** The first given name that is not among the known ones. */
export function firstUnknown(
  what: 'line' | 'stimulus',
  field: string,
  given: readonly string[],
  known: readonly string[],
): Refusal | null {
  const index = given.findIndex((each) => !known.includes(each))
  return index < 0
    ? null
    : refuse(
        'line-unknown',
        `${given[index]} is no ${what} of this project.`,
        `${field}.${index}.${what}`,
      )
}

function fundableLines(context: ProjectContext, { lines }: ApplicationSubmit): Refusal | null {
  for (const [index, { line, decision, kpi }] of lines.entries()) {
    if (decision === 'reduce' && kpi === undefined) {
      const message = `Line ${line} is to be reduced; give the KPI it is reduced to.`
      return refuse('invalid-payload', message, `lines.${index}.kpi`)
    }
    if (decision !== 'stop' && lineOf(context, line).amountCents === 0) {
      const message = `Line ${line} had 0.00 EUR in year 2 and can only be stopped.`
      return refuse('invalid-payload', message, `lines.${index}.decision`)
    }
  }
  return null
}

function rule(of: Rule): Check {
  return check<ProjectContext, ApplicationSubmit>((context, event) => of(context, event.data))
}
