import type { AnyMachineSnapshot } from 'xstate'
import type { PostParams } from '../../../machines/actions.ts'
import { legalTerm, type Reminder } from '../../../machines/deadlines.ts'
import type { Role } from '../../../machines/event-table.ts'
import type { Posting } from '../../../machines/ledger.ts'
import type { ProjectContext } from '../../../machines/project/context.ts'
import { phaseOf, type ProjectPhase } from '../../../machines/project/phase.ts'
import { addPeriod, endOfDay, formatInstant } from '../../domain/calendar.ts'
import type { Texts } from '../../domain/call.ts'
import type { AppliedStep, Engine } from '../../engine/index.ts'
import { movedDeadlines, type Consequences } from '../consequences.ts'
import { localMoment, type LocalMoment } from '../local-moment.ts'
import { nextTexts, type NextText } from './next-texts.ts'

/** A coming date of a project, and what it leads to if nothing else happens before it. */
export interface NextStep {
  /** Name of the deadline, or of what comes to pass: `accounts.2025`, `launch`. */
  readonly name: string
  readonly label: Texts
  /** Last moment on time; of what nobody can be late for, the moment itself. */
  readonly due: LocalMoment
  readonly rule: Texts
  readonly source: string
  /** Whether it was moved away from where the rule puts it. */
  readonly isMoved: boolean
  /** Who must act before it; null when nobody can. */
  readonly acts: Role | null
  /** Reminders that still leave, unless it is met. */
  readonly reminders: readonly { readonly step: string; readonly at: LocalMoment }[]
  readonly otherwise: Otherwise
}

/** What comes of it if nobody acts, by the machine itself. */
interface Otherwise {
  readonly text: Texts
  /** When. */
  readonly at: string
  readonly phase: { readonly before: ProjectPhase; readonly after: ProjectPhase }
  readonly state: { readonly before: string; readonly after: string }
  readonly deadlines: Consequences['deadlines']
  readonly payments: readonly Posting[]
}

/** No legal term of a project lies further ahead. */
const horizon = 'P10Y'

/** The coming dates of a project in their order; undefined when there is no such project. */
export async function nextSteps(
  engine: Engine,
  id: string,
  signal?: AbortSignal,
): Promise<readonly NextStep[] | undefined> {
  const project = await engine.instance(id)
  if (project?.machine !== 'project') return undefined
  const { terms } = project.snapshot.context as ProjectContext
  const today = formatInstant(await engine.currentMs()).slice(0, 10)
  // Only the review's term is kept by the call; alone, the project is much sooner told.
  const isInReview = phaseOf(project.snapshot) === 'ifReview'
  const applied: { readonly before: AnyMachineSnapshot; readonly step: AppliedStep }[] = []
  const ladders = new Ladders()
  let before = project.snapshot
  const { steps } = await engine.forecast({
    of: { instances: isInReview ? [id, project.groupId] : [id] },
    untilMs: endOfDay(addPeriod(today, horizon), terms.timeZone),
    ...(signal === undefined ? {} : { signal }),
    assumptions: {
      begin: (members) => {
        before = members.find((each) => each.id === id)?.snapshot ?? before
        ladders.see(before)
        return []
      },
      applied: (step) => {
        if (step.instanceId !== id) return []
        applied.push({ before, step })
        before = step.snapshot
        ladders.see(before)
        return []
      },
    },
  })
  const states = steps.filter(({ instance }) => instance === id)
  return applied
    .flatMap((each, index) => {
      const state = { before: states[index]?.before ?? '', after: states[index]?.after ?? '' }
      return described(each.before, each.step, state, ladders)
    })
    .toSorted((one, other) => (one.due.at < other.due.at ? -1 : 1))
}

/** The reminders of each deadline as they stood when it came to be due then: later they are sent. */
class Ladders {
  readonly #ladders = new Map<string, readonly Reminder[]>()

  see({ context }: AnyMachineSnapshot): void {
    const { deadlines } = context as ProjectContext
    for (const [name, { dueMs, reminders }] of Object.entries(deadlines)) {
      const key = `${name} ${dueMs}`
      if (!this.#ladders.has(key)) this.#ladders.set(key, reminders)
    }
  }

  of(name: string | null, dueMs: number | null | undefined): readonly Reminder[] {
    return this.#ladders.get(`${name} ${dueMs}`) ?? []
  }
}

/** The name of the delay within XState's id of a timer. */
const DELAY = /^xstate\.after\.(\w+)\./

/** The deadline that a delay is the end of, where the names differ. */
const deadlineOf: Readonly<Record<string, string>> = {
  submissionDeadline: 'submission',
  resubmissionDeadline: 'resubmission',
  interimDeadline: 'interimReport',
  interimMissedDeadline: 'interimReport',
  finalDeadline: 'finalReport',
  finalGrace: 'finalGrace',
  periodEnd: 'period',
  clarificationDeadline: 'clarification',
  balanceHearing: 'hearing.balance',
  endControlHearing: 'hearing.endControl',
  balanceRepayment: 'repayment.balance',
  endControlRepayment: 'repayment.endControl',
  ifReview: 'ifReview',
}

/** Nothing of what only reminds, and of messages other than the end of the review. */
function described(
  before: AnyMachineSnapshot,
  step: AppliedStep,
  state: Otherwise['state'],
  ladders: Ladders,
): readonly NextStep[] {
  const delay =
    step.event.cause === 'timer' ? DELAY.exec(step.event.type)?.[1] : reviewIn(step.event.type)
  const texts = delay === undefined ? undefined : nextTexts[delay]
  if (delay === undefined || texts === undefined) return []
  const context = before.context as ProjectContext
  return deadlinesEnding(delay, context, step).map((deadline) =>
    nextStep(context, { delay, deadline, texts }, before, step, { state, ladders }),
  )
}

function reviewIn(type: string): string | undefined {
  return type === 'call.ifReviewAdvised' || type === 'call.ifReviewLate' ? 'ifReview' : undefined
}

/** Several years of accounts may be due on the same day; what is no deadline has no name. */
function deadlinesEnding(
  delay: string,
  { deadlines }: ProjectContext,
  { snapshot }: AppliedStep,
): readonly (string | null)[] {
  if (delay !== 'nextAccounts') return [deadlineOf[delay] ?? null]
  const { deadlines: now } = snapshot.context as ProjectContext
  return Object.keys(now).filter(
    (name) => name.startsWith('accounts.') && deadlines[name]?.status !== now[name]?.status,
  )
}

interface Ending {
  readonly delay: string
  readonly deadline: string | null
  readonly texts: NextText
}

function nextStep(
  context: ProjectContext,
  { delay, deadline, texts }: Ending,
  before: AnyMachineSnapshot,
  { at, snapshot, records }: AppliedStep,
  { state, ladders }: { readonly state: Otherwise['state']; readonly ladders: Ladders },
): NextStep {
  const { terms } = context
  const moment = (ms: number) => localMoment(ms, terms.timeZone)
  const standing = deadline === null ? undefined : context.deadlines[deadline]
  // What is missed later than it was due ends with the day before the machine says so.
  const isDue = standing?.dueMs != null && delay !== 'interimMissedDeadline'
  const dueMs = isDue ? standing.dueMs : texts.acts === null ? at : at - 1
  const year = deadline?.startsWith('accounts.') === true ? ` ${deadline.slice(9)}` : ''
  return {
    name: deadline ?? delay,
    label: { nl: texts.label.nl + year, en: texts.label.en + year },
    due: moment(dueMs),
    rule: texts.rule(terms),
    source: texts.source,
    isMoved: isDue && isElsewhere(context, deadline ?? '', dueMs),
    acts: texts.acts,
    reminders: ladders.of(deadline, standing?.dueMs).map((each) => ({
      step: each.step,
      at: moment(each.atMs),
    })),
    otherwise: {
      text: texts.otherwise,
      at: formatInstant(at),
      phase: { before: phaseOf(before), after: phaseOf(snapshot) },
      state,
      deadlines: movedDeadlines(
        context.id,
        context.deadlines,
        (snapshot.context as ProjectContext).deadlines,
      ),
      payments: records
        .filter(({ type }) => type === 'post')
        .flatMap(({ params }) => (params as PostParams).postings),
    },
  }
}

/** Whether a date is not the one that the terms of the call give; false where they give none. */
function isElsewhere({ terms, award }: ProjectContext, deadline: string, dueMs: number): boolean {
  const { reports, timeline, timeZone } = terms
  const anchor = reports.anchor === 'award' ? award?.date : timeline.projectStart
  switch (deadline) {
    case 'submission':
      return dueMs !== timeline.submissionDeadlineMs
    case 'interimReport':
      return anchor !== undefined && dueMs !== legalTerm(anchor, reports.interim, terms)
    case 'finalReport':
      return anchor !== undefined && dueMs !== legalTerm(anchor, reports.final, terms)
    case 'period':
      return dueMs !== endOfDay(timeline.projectEnd, timeZone)
    default:
      return false
  }
}
