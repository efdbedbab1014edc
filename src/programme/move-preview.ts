import type { MailParams } from '../../machines/actions.ts'
import type { CallContext } from '../../machines/call/context.ts'
import type { Deadline, Deadlines } from '../../machines/deadlines.ts'
import type { ProjectContext } from '../../machines/project/context.ts'
import type { Engine, Instance, Preview } from '../engine/index.ts'
import { livingOf } from './inbox.ts'
import { localMoment, type LocalMoment } from './local-moment.ts'
import type { Queries } from './queries.ts'

/** What moving a deadline of many projects would do. Nothing of it has happened. */
export interface MovePreview {
  readonly deadline: string
  /** Where it moves to, as it was asked for. */
  readonly to: string
  /** By id. */
  readonly projects: readonly MovedProject[]
  /** Projects of the call whose deadline stays, by id. */
  readonly untouched: readonly UntouchedProject[]
  /** Deadlines of the call itself that move along. */
  readonly call: readonly MovedDeadline[]
  /** Mails that leave at once; the reminders of the projects leave on their days. */
  readonly mails: readonly {
    readonly id: string
    readonly template: string
    readonly to: string
    readonly subject: string
  }[]
}

export interface MovedProject {
  readonly id: string
  readonly name: string
  readonly before: StandingMoment
  readonly after: StandingMoment
  /** Its other deadlines that change with it. */
  readonly knockOn: readonly MovedDeadline[]
  /** Timers that are set anew, set for the first time, or given up. */
  readonly timers: readonly MovedTimer[]
  readonly reminders: readonly MovedReminder[]
  /** Whether an e-mail address of the applicant is known. */
  readonly reachable: boolean
}

export interface UntouchedProject {
  readonly id: string
  readonly name: string
  /** How the deadline stands there; null where it never began. */
  readonly status: string | null
}

export interface StandingMoment {
  /** Last moment on time; null while the term is suspended. */
  readonly due: LocalMoment | null
  readonly status: string
}

export interface MovedDeadline {
  readonly name: string
  /** Null when it would begin. */
  readonly before: StandingMoment | null
  readonly after: StandingMoment
}

export interface MovedTimer {
  readonly name: string
  /** When it fires as things are; null when it is not set. */
  readonly before: LocalMoment | null
  /** When it would fire; null when it is given up. */
  readonly after: LocalMoment | null
}

/** A step of the ladder: with `wasSent` and `after` it will be sent again. */
export interface MovedReminder {
  readonly step: string
  /** Roles that it goes to. */
  readonly to: readonly string[]
  /** When it leaves as things are; null when it came already or never will. */
  readonly before: LocalMoment | null
  /** When it would leave; null when that moment is past. */
  readonly after: LocalMoment | null
  /** Whether it was sent before, for this or an earlier date. */
  readonly wasSent: boolean
}

export interface PreviewSources {
  readonly engine: Engine
  readonly queries: Queries
}

type Move = Pick<MovePreview, 'deadline' | 'to'>

/** Tells the preview of an approval in the programme's words. */
export async function movePreview(
  { engine, queries }: PreviewSources,
  callId: string,
  { deadline, to }: Move,
  preview: Preview,
): Promise<MovePreview> {
  const before = new Map<string, Instance>()
  for await (const instance of livingOf(engine, callId)) before.set(instance.id, instance)
  const { timeZone } = contextOf<CallContext>(before.get(callId)).parameters
  const wasSent = new Set(await queries.remindersSent(callId, deadline))
  const timers = timersOf(await engine.armedOf(callId), preview, timeZone)
  const after = new Map(
    preview.steps.map(({ instanceId, snapshot }) => [instanceId, snapshot.context as unknown]),
  )
  const hit = new Set(
    preview.steps
      .filter(({ event }) => event.type === 'deadline.move' && event.cause === 'message')
      .map(({ instanceId }) => instanceId),
  )
  const projects = [...before.values()].filter(({ machine }) => machine === 'project')
  return {
    deadline,
    to,
    projects: projects
      .filter(({ id }) => hit.has(id))
      .map((instance) => {
        const was = contextOf<ProjectContext>(instance)
        const is = (after.get(instance.id) ?? was) as ProjectContext
        return {
          id: instance.id,
          name: was.applicant.name,
          before: standing(was.deadlines[deadline], timeZone),
          after: standing(is.deadlines[deadline], timeZone),
          knockOn: moved(was.deadlines, is.deadlines, timeZone).filter(
            ({ name }) => name !== deadline,
          ),
          timers: timers.get(instance.id) ?? [],
          reminders: remindersOf(was, is, deadline, (step) =>
            wasSent.has(`${instance.id} ${step}`),
          ),
          reachable: was.applicant.email !== '',
        }
      }),
    untouched: projects
      .filter(({ id }) => !hit.has(id))
      .map((instance) => {
        const { applicant, deadlines } = contextOf<ProjectContext>(instance)
        const { status = null } = deadlines[deadline] ?? {}
        return { id: instance.id, name: applicant.name, status }
      }),
    call: moved(
      contextOf<CallContext>(before.get(callId)).deadlines,
      (after.get(callId) as CallContext | undefined)?.deadlines ?? {},
      timeZone,
    ),
    mails: preview.effects
      .filter(({ type }) => type === 'mail')
      .map(({ id, params }) => {
        const { template, to: reader, subject } = params as MailParams
        return { id: id.split(':').slice(0, -2).join(':'), template, to: reader, subject }
      }),
  }
}

function contextOf<Context>(instance: Instance | undefined): Context {
  if (instance === undefined) throw new Error('There is no such call; look before previewing.')
  return instance.snapshot.context as Context
}

function standing(deadline: Deadline | undefined, timeZone: string): StandingMoment {
  const { dueMs = null, status = 'open' } = deadline ?? {}
  return { due: dueMs === null ? null : localMoment(dueMs, timeZone), status }
}

/** The deadlines that stand otherwise than before, by name. */
function moved(before: Deadlines, after: Deadlines, timeZone: string): readonly MovedDeadline[] {
  return Object.keys(after)
    .toSorted()
    .filter((name) => {
      const [was, is] = [before[name], after[name]]
      return was?.dueMs !== is?.dueMs || was?.status !== is?.status
    })
    .map((name) => ({
      name,
      before: before[name] === undefined ? null : standing(before[name], timeZone),
      after: standing(after[name], timeZone),
    }))
}

/** The name of the delay, as `finalGrace`, within XState's id of the timer. */
const DELAY = /^xstate\.after\.(\w+)\./

/** Timers that change, by instance; those of the reminders stand with these. */
function timersOf(
  armed: Awaited<ReturnType<Engine['armedOf']>>,
  preview: Preview,
  timeZone: string,
): ReadonlyMap<string, readonly MovedTimer[]> {
  const dueBefore = new Map(armed.map((each) => [`${each.instanceId} ${each.timerId}`, each.dueMs]))
  const changes = [
    ...preview.armed,
    ...preview.cancelled.map((timer) => ({ ...timer, dueMs: null })),
  ]
  const found = new Map<string, MovedTimer[]>()
  for (const { instance, timerId, dueMs } of changes) {
    const name = DELAY.exec(timerId)?.[1] ?? timerId
    const wasMs = dueBefore.get(`${instance} ${timerId}`) ?? null
    if (name === 'nextReminder' || wasMs === dueMs) continue
    const of = (ms: number | null) => (ms === null ? null : localMoment(ms, timeZone))
    const list = found.get(instance) ?? []
    list.push({ name, before: of(wasMs), after: of(dueMs) })
    found.set(instance, list)
  }
  for (const list of found.values()) list.sort((one, other) => (one.name < other.name ? -1 : 1))
  return found
}

function remindersOf(
  was: ProjectContext,
  is: ProjectContext,
  deadline: string,
  wasSent: (step: string) => boolean,
): readonly MovedReminder[] {
  // An application may be replaced until its deadline, but who handed one in needs no reminder.
  if (deadline === 'submission' && is.application !== null) return []
  const { timeZone, reminders } = is.terms
  const leaves = ({ deadlines }: ProjectContext, step: string): LocalMoment | null => {
    const found = deadlines[deadline]?.reminders.find((each) => each.step === step)
    return found === undefined ? null : localMoment(found.atMs, timeZone)
  }
  return reminders.ladder
    .map((step) => ({
      step,
      to: step === reminders.escalateAt ? ['applicant', 'manager'] : ['applicant'],
      before: leaves(was, step),
      after: leaves(is, step),
      wasSent: wasSent(step),
    }))
    .filter(({ before, after, wasSent: sent }) => before !== null || after !== null || sent)
}
