import type { CallContext } from '../../machines/call/context.ts'
import { isRunning } from '../../machines/deadlines.ts'
import type { ProjectContext } from '../../machines/project/context.ts'
import type { Engine, Instance } from '../engine/index.ts'
import { noTermMs, type TaskRow } from '../store/programme/tables.ts'
import { eventTypes } from './event-types.ts'
import { openProposals } from './open-proposals.ts'

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

/** An instance as it stands: what its machine waits for follows from this alone. */
export type Standing = Pick<Instance, 'id' | 'machine' | 'version' | 'snapshot' | 'allowed'> & {
  readonly call: string
}

/** What waits for people at one instance, whoever they are. */
export function tasksAt(standing: Standing): readonly TaskRow[] {
  const { id, call, machine, version, snapshot, allowed } = standing
  const types = eventTypes(machine, version)
  const context = snapshot.context as ProjectContext & CallContext
  return openTasks(standing)
    .filter(({ type }) => allowed.includes(type))
    .map(({ type, due, proposal = 0, proposedBy = null }) => {
      const deadline = due === undefined ? undefined : context.deadlines[due]
      const isDue = deadline !== undefined && isRunning(deadline)
      return {
        instance_id: id,
        type,
        proposal,
        call_id: call,
        due_ms: (isDue ? deadline.dueMs : null) ?? noTermMs,
        overdue: deadline?.status === 'overdue' ? 1 : 0,
        roles: rolesText(types[type]?.roles ?? []),
        proposed_by: proposedBy,
      }
    })
}

/** A set of roles as one text: sorted, with a space between. */
export function rolesText(roles: readonly string[]): string {
  return roles.toSorted().join(' ')
}

/** The types of everything that may wait for people. */
export const taskTypes: readonly string[] = [
  ...[...projectTasks, ...callTasks].map(({ type }) => type),
  'balance.approve',
  'endControl.approve',
  'clawback.approveWriteOff',
  'deadlineMove.approve',
  'paymentBatch.approve',
]

interface Open {
  readonly type: string
  readonly due?: string | undefined
  readonly proposal?: number
  readonly proposedBy?: string
}

function openTasks({ machine, snapshot, allowed }: Standing): readonly Open[] {
  const context = snapshot.context as ProjectContext
  const own: readonly Open[] =
    machine === 'project'
      ? projectTasks
          .filter(({ isOpen }) => isOpen?.(context) ?? true)
          .map(({ type, deadline }) => ({ type, due: deadline?.(context) }))
      : callTasks.map(({ type, deadline }) => ({ type, due: deadline }))
  const approvals = openProposals({ machine, snapshot, allowed }).map(
    ({ approval, id, proposedBy }): Open => ({ type: approval, proposal: id, proposedBy }),
  )
  return [...own, ...approvals]
}

/** Every instance of a call that may wait for someone. */
export async function* livingOf(engine: Engine, call: string): AsyncGenerator<Instance> {
  for (let after: string | undefined = ''; after !== undefined;) {
    const page: readonly Instance[] = await engine.instances({ groupId: call, after, limit: 200 })
    yield* page
    after = page.at(-1)?.id
  }
}
