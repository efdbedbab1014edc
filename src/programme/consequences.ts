import type { MailParams, PostParams } from '../../machines/actions.ts'
import type { Deadlines } from '../../machines/deadlines.ts'
import { callPhase } from '../../machines/call/shape.ts'
import type { LedgerAccount } from '../../machines/ledger.ts'
import { phaseOf } from '../../machines/project/phase.ts'
import { formatInstant } from '../domain/calendar.ts'
import type { Engine, Instance, Preview } from '../engine/index.ts'

/** What would come of an event: nothing of it has happened. Times are ISO 8601, UTC. */
export interface Consequences {
  /** Calls and projects that would change; `before` is null for none. */
  readonly changes: readonly {
    readonly id: string
    readonly before: string | null
    readonly after: string
    readonly phase: { readonly before: string | null; readonly after: string }
    readonly revision: number
  }[]
  /** Deadlines that would be opened, moved, met or cancelled. */
  readonly deadlines: readonly {
    readonly id: string
    readonly name: string
    readonly before: StandingDeadline | null
    readonly after: StandingDeadline
  }[]
  /** Postings of the ledger: what would be reserved, ordered, paid, released or claimed. */
  readonly payments: readonly {
    readonly id: string
    readonly debit: LedgerAccount
    readonly credit: LedgerAccount
    readonly cents: number
    readonly subject: string | null
  }[]
  /** Mails that would leave at once. */
  readonly mails: readonly {
    readonly template: string
    readonly to: string
    readonly subject: string
  }[]
}

interface StandingDeadline {
  readonly due: string | null
  readonly status: string
}

/** Tells a preview in the programme's words; only of instances that `isVisible` lets through. */
export async function consequencesOf(
  engine: Engine,
  { instances, steps, effects }: Preview,
  isVisible: (id: string) => Promise<boolean>,
): Promise<Consequences> {
  const seen = new Set<string>()
  for (const { id } of instances) if (await isVisible(id)) seen.add(id)
  const changed = instances.filter(({ id, before, after }) => seen.has(id) && before !== after)
  const visibleSteps = steps.filter(({ instanceId }) => seen.has(instanceId))
  const after = new Map(visibleSteps.map((step) => [step.instanceId, step]))
  const deadlines: Consequences['deadlines'][number][] = []
  const phases = new Map<string, { readonly before: string | null; readonly after: string }>()
  for (const [id, { machine, snapshot }] of after) {
    const now = await engine.instance(id)
    const before = deadlinesOf(now?.snapshot.context)
    deadlines.push(...movedDeadlines(id, before, deadlinesOf(snapshot.context)))
    phases.set(id, {
      before: now === undefined ? null : phaseIn(machine, now.snapshot),
      after: phaseIn(machine, snapshot),
    })
  }
  return {
    changes: changed.map(({ id, before, after: state, revision }) => ({
      id,
      before,
      after: state,
      phase: phases.get(id) ?? { before: null, after: '' },
      revision,
    })),
    deadlines,
    payments: visibleSteps.flatMap(({ instanceId, records }) =>
      records
        .filter(({ type }) => type === 'post')
        .flatMap(({ params }) =>
          (params as PostParams).postings.map((each) => ({ id: instanceId, ...each })),
        ),
    ),
    mails: effects
      .filter(({ type }) => type === 'mail')
      .filter(({ id }) => seen.has(id.split(':').slice(0, -2).join(':')))
      .map(({ params }) => params as MailParams)
      .map(({ template, to, subject }) => ({ template, to, subject })),
  }
}

function phaseIn(machine: string, snapshot: Instance['snapshot']): string {
  return machine === 'call' ? callPhase(snapshot) : phaseOf(snapshot)
}

function deadlinesOf(context: unknown): Deadlines {
  return (context as { readonly deadlines?: Deadlines } | undefined)?.deadlines ?? {}
}

/** The deadlines of an instance that stand otherwise than before, by name. */
export function movedDeadlines(
  id: string,
  before: Deadlines,
  after: Deadlines,
): readonly Consequences['deadlines'][number][] {
  return Object.keys(after)
    .toSorted()
    .flatMap((name) => {
      const [was, is] = [standing(before[name]), standing(after[name])]
      if (is === null || (was?.due === is.due && was.status === is.status)) return []
      return [{ id, name, before: was, after: is }]
    })
}

function standing(deadline: Deadlines[string] | undefined): StandingDeadline | null {
  if (deadline === undefined) return null
  const { dueMs, status } = deadline
  return { due: dueMs === null ? null : formatInstant(dueMs), status }
}
