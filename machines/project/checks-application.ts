import { formatInstant } from '../../src/domain/calendar.ts'
import { dueOf } from '../deadlines.ts'
import { type Check, type Refusal, check, refuse } from '../event-table.ts'
import type { Line, ProjectContext } from './context.ts'
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
  const dueMs = deadlines['submission']?.dueMs
  const due = dueMs === null || dueMs === undefined ? 'its deadline' : formatInstant(dueMs)
  return refuse('deadline-passed', `The application came after ${due}.`)
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

export const applicationLines = rule((context, { lines, stimuli }) => {
  const unknownLine = lines.findIndex(({ line }) => yearTwoLine(context, line) === undefined)
  if (unknownLine >= 0) {
    return unknown('line', lines[unknownLine]?.line, `lines.${unknownLine}.line`)
  }
  const unknownStimulus = stimuli.findIndex(
    ({ stimulus }) => !context.yearTwo.stimuli.some((each) => each.stimulus === stimulus),
  )
  return unknownStimulus < 0
    ? null
    : unknown('stimulus', stimuli[unknownStimulus]?.stimulus, `stimuli.${unknownStimulus}.stimulus`)
})

/** "De KPI kan ook niet meer bedragen dan die van projectjaar 2." Source: nota §2.3. */
export const applicationKpis = rule((context, { lines }) => {
  for (const [index, { line, kpi }] of lines.entries()) {
    const most = yearTwoLine(context, line)?.kpi ?? 0
    if (kpi !== undefined && kpi > most) {
      const message = `Line ${line} asks a KPI of ${kpi}; year 2 had ${most}, and more is not possible.`
      return refuse('kpi-above-year-2', message, `lines.${index}.kpi`)
    }
  }
  for (const [index, { line, decision, kpi }] of lines.entries()) {
    const most = yearTwoLine(context, line)?.kpi ?? 0
    if (decision === 'reduce' && kpi !== undefined && kpi >= most) {
      const message = `Line ${line} is to be reduced but keeps its KPI of ${most}; give a lower one.`
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

export function unknown(what: string, name: string | undefined, field: string): Refusal {
  return refuse('line-unknown', `${name} is no ${what} of this project.`, field)
}

function fundableLines(context: ProjectContext, { lines }: ApplicationSubmit): Refusal | null {
  for (const [index, { line, decision, kpi }] of lines.entries()) {
    if (decision === 'reduce' && kpi === undefined) {
      const message = `Line ${line} is to be reduced; give the KPI it is reduced to.`
      return refuse('invalid-payload', message, `lines.${index}.kpi`)
    }
    if (decision !== 'stop' && yearTwoLine(context, line)?.amountCents === 0) {
      const message = `Line ${line} had 0.00 EUR in year 2 and can only be stopped.`
      return refuse('invalid-payload', message, `lines.${index}.decision`)
    }
  }
  return null
}

function yearTwoLine(context: ProjectContext, line: string): Line | undefined {
  return context.yearTwo.lines.find((each) => each.line === line)
}

function rule(of: Rule): Check {
  return check<ProjectContext, ApplicationSubmit>((context, event) => of(context, event.data))
}
