import { reducedAmount } from '../../src/domain/kpi.ts'
import type { Delivered } from '../event-table.ts'
import { closed, dueOf, fulfilled, opened } from '../deadlines.ts'
import { centsOf, present } from '../present.ts'
import { flagged } from './flags.ts'
import type { Application, FundedLine, Line, ProjectContext } from './context.ts'
import type {
  ApplicationReturn,
  ApplicationSubmit,
  Awarded,
  DeadlineMove,
  SubmissionReopen,
} from './schemas.ts'

type Update = Partial<ProjectContext>

/** What an application asks for: per line its amount under the formula. Source: nota §2.4. */
export function applicationOf(
  yearTwo: ProjectContext['yearTwo'],
  data: ApplicationSubmit,
  at: number,
): Application {
  const lines = yearTwo.lines.flatMap((line): FundedLine[] => {
    const asked = data.lines.find((each) => each.line === line.line)
    switch (asked?.decision) {
      case 'continue':
        return [{ line: line.line, kpi: line.kpi, amountCents: line.amountCents }]
      case 'reduce':
        return reduced(line, present(asked.kpi, 'KPI to reduce to'))
      default:
        return []
    }
  })
  const stimuli = yearTwo.stimuli.filter(
    ({ stimulus, amountCents }) =>
      amountCents > 0 &&
      data.stimuli.some((each) => each.stimulus === stimulus && each.decision === 'continue'),
  )
  const requestedCents = [...lines, ...stimuli].reduce((sum, each) => sum + each.amountCents, 0)
  return { atMs: at, lines, stimuli, requestedCents }
}

/** What is left of a line; one that is left nothing counts as stopped. Source: domain §9. */
function reduced({ line, unitPriceCents, currentReach, amountCents }: Line, kpi: number) {
  const leftCents = reducedAmount(unitPriceCents, currentReach, kpi, amountCents)
  return leftCents === 0 ? [] : [{ line, kpi, amountCents: leftCents }]
}

/** Nothing is asked for any more: every line and every stimulus is stopped. */
export function stopsEverything({ lines, stimuli }: Application): boolean {
  return lines.length + stimuli.length === 0
}

/** Takes an application in place of the one before it. */
export function submitApplication(
  context: ProjectContext,
  event: Delivered<ApplicationSubmit>,
): Update {
  return { application: applicationOf(context.yearTwo, event.data, event.at) }
}

export function launch(context: ProjectContext, event: Delivered): Update {
  const { submissionDeadlineMs } = context.terms.timeline
  return {
    deadlines: opened(
      context.deadlines,
      'submission',
      submissionDeadlineMs,
      event.at,
      context.terms,
    ),
    reached: { ...context.reached, launch: event.at },
  }
}

/** The submission closes with an application in hand. */
export function closeSubmission(context: ProjectContext): Update {
  const at = present(context.application, 'application').atMs
  return {
    deadlines: fulfilled(context.deadlines, 'submission', at),
    reached: { ...context.reached, submission: at },
  }
}

export function missSubmission(context: ProjectContext): Update {
  return { deadlines: closed(context.deadlines, 'submission', 'missed') }
}

/** What was handed in stays; the last one counts. A question that was open has lost its cause. */
export function reopenSubmission(
  context: ProjectContext,
  { data, at }: Delivered<SubmissionReopen>,
): Update {
  const dueMs = dueOf(data.until, context.terms.timeZone)
  const { submission: _, ...reached } = context.reached
  const deadlines = closed(context.deadlines, 'resubmission', 'cancelled')
  return {
    deadlines: opened(deadlines, 'submission', dueMs, at, context.terms),
    reached,
  }
}

export function returnApplication(
  context: ProjectContext,
  { data, at }: Delivered<ApplicationReturn>,
): Update {
  const dueMs = dueOf(data.until, context.terms.timeZone)
  return { deadlines: opened(context.deadlines, 'resubmission', dueMs, at, context.terms) }
}

export function resubmit(context: ProjectContext, event: Delivered<ApplicationSubmit>): Update {
  return {
    ...submitApplication(context, event),
    deadlines: fulfilled(context.deadlines, 'resubmission', event.at),
    reached: { ...context.reached, submission: event.at },
  }
}

/** No answer in the term: the earlier version comes back, flagged. */
export function missResubmission(context: ProjectContext): Update {
  return {
    deadlines: closed(context.deadlines, 'resubmission', 'missed'),
    flags: flagged(context, 'resubmission-missed'),
  }
}

/** Withdrawn without anyone saying so: there is nothing left to ask for. */
export function stopAll(context: ProjectContext): Update {
  return { flags: flagged(context, 'all-lines-stopped') }
}

/** An end before the award: every deadline loses its cause. */
export function endEarly(context: ProjectContext): Update {
  let { deadlines } = context
  for (const name of Object.keys(deadlines)) deadlines = closed(deadlines, name, 'cancelled')
  return { deadlines }
}

/** Moves a deadline that its own region does not further look after. */
export function moveDeadline(
  context: ProjectContext,
  { data, at }: Delivered<DeadlineMove>,
): Update {
  const dueMs = dueOf(data.to, context.terms.timeZone)
  return { deadlines: opened(context.deadlines, data.deadline, dueMs, at, context.terms) }
}

/** What the Government grants: as requested, unless a line or stimulus was lowered or dropped. */
export function grantedOf(
  application: Application,
  grant: Pick<Awarded, 'lines' | 'stimuli'>,
): Pick<Application, 'lines' | 'stimuli'> & { readonly totalCents: number } {
  const lines = application.lines.flatMap((line) =>
    given(
      line,
      grant.lines?.find((each) => each.line === line.line),
    ),
  )
  const stimuli = application.stimuli.flatMap((stimulus) =>
    given(
      stimulus,
      grant.stimuli?.find((each) => each.stimulus === stimulus.stimulus),
    ),
  )
  const totalCents = [...lines, ...stimuli].reduce((sum, each) => sum + each.amountCents, 0)
  return { lines, stimuli, totalCents }
}

/** What is not named stays as requested; "0.00" drops it. Source: domain §9. */
function given<Asked extends { readonly amountCents: number }>(
  asked: Asked,
  granted: { readonly amount: string } | undefined,
): readonly Asked[] {
  if (granted === undefined) return [asked]
  const amountCents = centsOf(granted.amount)
  return amountCents === 0 ? [] : [{ ...asked, amountCents }]
}
