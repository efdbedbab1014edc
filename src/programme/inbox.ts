import type { CallContext } from '../../machines/call/context.ts'
import type { EventEntry, Role } from '../../machines/event-table.ts'
import { isRunning } from '../../machines/deadlines.ts'
import type { ProjectContext } from '../../machines/project/context.ts'
import { formatInstant } from '../domain/calendar.ts'
import type { Engine, Instance } from '../engine/index.ts'
import { eventTypes } from './event-types.ts'
import { openProposals } from './open-proposals.ts'

/** Something that waits for a person. */
export interface InboxItem {
  /** The call or project. */
  readonly id: string
  /** Who applies; the call's title for a call. */
  readonly name: string
  /** The event that would do it; where several would, the first of them. */
  readonly type: string
  readonly label: { readonly nl: string; readonly en: string }
  /** What to approve, by the revision that proposed it; null where nothing was proposed. */
  readonly proposal: number | null
  /** When it is due at the latest, ISO 8601 UTC; null when no term runs. */
  readonly due: string | null
  readonly overdue: boolean
  /** Whether the project was assigned to the reader. */
  readonly assigned: boolean
}

/** Who asks, at one call: the roles there, and the person's random id of the log if there is one. */
export interface InboxReader {
  readonly roles: readonly string[]
  readonly personId: string | undefined
}

/** A task is open while the state takes its event and `isOpen` agrees; `deadline` is its term. */
interface Task {
  readonly type: string
  readonly isOpen?: (context: ProjectContext) => boolean
  readonly deadline?: (context: ProjectContext) => string | undefined
}

const named = (name: string) => () => name
const running = (prefix: string) => (context: ProjectContext) =>
  Object.keys(context.deadlines)
    .filter((name) => name.startsWith(prefix) && isRunning(context.deadlines[name]))
    .toSorted()[0]

/** What the machine waits for people to do; approvals come from the open proposals. */
const projectTasks: readonly Task[] = [
  {
    type: 'application.submit',
    isOpen: ({ application, deadlines }) =>
      application === null || isRunning(deadlines['resubmission']),
    deadline: ({ application }) => (application === null ? 'submission' : 'resubmission'),
  },
  { type: 'application.admit' },
  { type: 'interimReport.submit', deadline: named('interimReport') },
  { type: 'interimReport.accept' },
  { type: 'finalReport.submit', deadline: ({ deadlines }) => openFinal(deadlines) },
  { type: 'finalReport.accept' },
  {
    type: 'accounts.submit',
    isOpen: (context) => running('accounts.')(context) !== undefined,
    deadline: running('accounts.'),
  },
  {
    type: 'accounts.confirm',
    isOpen: ({ accounts }) => Object.values(accounts).some(({ confirmed }) => !confirmed),
  },
  {
    type: 'accounts.clarify',
    isOpen: ({ deadlines }) => isRunning(deadlines['clarification']),
    deadline: named('clarification'),
  },
  { type: 'balance.propose' },
  { type: 'endControl.propose' },
  { type: 'clawback.hear', deadline: running('hearing.') },
  { type: 'clawback.decide' },
  { type: 'payment.execute' },
  { type: 'payment.retry' },
]

const callTasks: readonly { readonly type: string; readonly deadline?: string }[] = [
  { type: 'ifReview.request' },
  { type: 'ifReview.advise', deadline: 'ifReview' },
  { type: 'ifReview.resume' },
  { type: 'award.decide' },
]

function openFinal(deadlines: ProjectContext['deadlines']): string {
  return isRunning(deadlines['finalGrace']) ? 'finalGrace' : 'finalReport'
}

/** What waits for a reader at one instance. Four eyes: not what the reader proposed. */
export function waitingFor(instance: Instance, reader: InboxReader): readonly InboxItem[] {
  const { machine, version, snapshot } = instance
  const types = eventTypes(machine, version)
  const context = snapshot.context as ProjectContext & CallContext
  const found: { type: string; due?: string | undefined; proposal?: number }[] = []
  if (machine === 'project') {
    for (const { type, isOpen, deadline } of projectTasks) {
      if (isOpen?.(context) ?? true) found.push({ type, due: deadline?.(context) })
    }
  } else {
    for (const { type, deadline } of callTasks) found.push({ type, due: deadline })
  }
  for (const { approval, id, proposedBy } of openProposals(instance)) {
    if (proposedBy !== reader.personId) found.push({ type: approval, proposal: id })
  }
  return found
    .filter(({ type }) => instance.allowed.includes(type) && mayDo(types[type], reader))
    .map(({ type, due, proposal = null }) => {
      const deadline = due === undefined ? undefined : context.deadlines[due]
      const dueMs = deadline !== undefined && isRunning(deadline) ? deadline.dueMs : null
      return {
        id: instance.id,
        name: machine === 'project' ? context.applicant.name : context.parameters.title.nl,
        type,
        label: types[type]?.label ?? { nl: type, en: type },
        proposal,
        due: dueMs === null ? null : formatInstant(dueMs),
        overdue: deadline?.status === 'overdue',
        assigned: machine === 'project' && isAssigned(context, reader),
      }
    })
}

/** Nearest date first; what has none comes last, one's own files first. */
export function byDate(items: readonly InboxItem[]): readonly InboxItem[] {
  return items.toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1))
}

/** Where an item stands among others: a text that sorts. */
export function placeOf({ due, assigned, id, type, proposal }: InboxItem): string {
  return [due ?? '9', assigned ? 0 : 1, id, type, proposal ?? ''].join(' ')
}

/** Every instance of a call that may wait for someone. */
export async function* livingOf(engine: Engine, call: string): AsyncGenerator<Instance> {
  for (let after: string | undefined = ''; after !== undefined;) {
    const page: readonly Instance[] = await engine.instances({ groupId: call, after, limit: 200 })
    yield* page
    after = page.at(-1)?.id
  }
}

function mayDo(entry: EventEntry | undefined, { roles }: InboxReader): boolean {
  return entry?.roles.some((role: Role) => roles.includes(role)) ?? false
}

function isAssigned({ assignee }: ProjectContext, { personId }: InboxReader): boolean {
  return assignee !== null && assignee === personId
}
