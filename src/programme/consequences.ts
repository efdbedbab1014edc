import type { MailParams, PostParams } from '../../machines/actions.ts'
import type { Deadlines } from '../../machines/deadlines.ts'
import type { LedgerAccount } from '../../machines/ledger.ts'
import { formatInstant } from '../domain/calendar.ts'
import type { Engine, Preview } from '../engine/index.ts'

/** What would come of an event: nothing of it has happened. Times are ISO 8601, UTC. */
export interface Consequences {
  /** Calls and projects that would change; `before` is null for none. */
  readonly changes: readonly {
    readonly id: string
    readonly before: string | null
    readonly after: string
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
  const after = new Map(
    visibleSteps.map(({ instanceId, snapshot }) => [instanceId, deadlinesOf(snapshot.context)]),
  )
  const deadlines: Consequences['deadlines'][number][] = []
  for (const [id, moved] of after) {
    const before = deadlinesOf((await engine.instance(id))?.snapshot.context)
    deadlines.push(...movedDeadlines(id, before, moved))
  }
  return {
    changes: changed.map(({ id, before, after: state, revision }) => ({
      id,
      before,
      after: state,
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

function deadlinesOf(context: unknown): Deadlines {
  return (context as { readonly deadlines?: Deadlines } | undefined)?.deadlines ?? {}
}

function movedDeadlines(
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
