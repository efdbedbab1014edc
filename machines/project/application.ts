import { parseEuro } from '../../src/domain/money.ts'
import { reducedAmount } from '../../src/domain/kpi.ts'
import type { Delivered } from '../event-table.ts'
import { closed, dueOf, fulfilled, opened } from '../deadlines.ts'
import type { Application, FundedLine, ProjectContext } from './context.ts'
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
    if (asked === undefined || asked.decision === 'stop') return []
    const kpi = asked.decision === 'continue' ? line.kpi : (asked.kpi ?? line.kpi)
    const amountCents =
      asked.decision === 'continue'
        ? line.amountCents
        : reducedAmount(line.unitPriceCents, line.currentReach, kpi, line.amountCents)
    return amountCents === 0 ? [] : [{ line: line.line, kpi, amountCents }]
  })
  const stimuli = yearTwo.stimuli.filter(({ stimulus }) =>
    data.stimuli.some((each) => each.stimulus === stimulus && each.decision === 'continue'),
  )
  const requestedCents = [...lines, ...stimuli].reduce((sum, each) => sum + each.amountCents, 0)
  return { atMs: at, lines, stimuli, requestedCents }
}

/** Nothing is asked for any more: every line and every stimulus is stopped. */
export function stopsEverything(application: Application | null): boolean {
  return application !== null && application.lines.length + application.stimuli.length === 0
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
  const at = context.application?.atMs ?? 0
  return {
    deadlines: fulfilled(context.deadlines, 'submission', at),
    reached: { ...context.reached, submission: at },
  }
}

export function missSubmission(context: ProjectContext): Update {
  return { deadlines: closed(context.deadlines, 'submission', 'missed') }
}

/** What was handed in stays; the last one counts. */
export function reopenSubmission(
  context: ProjectContext,
  { data, at }: Delivered<SubmissionReopen>,
): Update {
  const dueMs = dueOf(data.until, context.terms.timeZone)
  const { submission: _, ...reached } = context.reached
  return {
    deadlines: opened(context.deadlines, 'submission', dueMs, at, context.terms),
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
    flags: [...context.flags, 'resubmission-missed'],
  }
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
  const lines = application.lines.flatMap((line) => {
    const given = grant.lines?.find((each) => each.line === line.line)
    const amountCents = given === undefined ? line.amountCents : (parseEuro(given.amount) ?? 0)
    return amountCents === 0 ? [] : [{ ...line, amountCents }]
  })
  const stimuli = application.stimuli.flatMap((stimulus) => {
    const given = grant.stimuli?.find((each) => each.stimulus === stimulus.stimulus)
    const amountCents = given === undefined ? stimulus.amountCents : (parseEuro(given.amount) ?? 0)
    return amountCents === 0 ? [] : [{ ...stimulus, amountCents }]
  })
  const totalCents = [...lines, ...stimuli].reduce((sum, each) => sum + each.amountCents, 0)
  return { lines, stimuli, totalCents }
}
