import type { Results } from './batch.ts'
import type { AppliedStep, CustomAction } from './draft.ts'
import { outcomeOf, type Outcome } from './outcome.ts'
import { postponed } from './send.ts'
import type { Workspace } from './workspace.ts'

/** What events would do: their outcome and everything that would change with them. */
export interface Preview {
  /** Of the last event, or of the first that would be refused. */
  readonly outcome: Outcome
  /** Events and timers that would be applied, in order; the timers that are due come first. */
  readonly steps: readonly AppliedStep[]
  readonly instances: readonly {
    readonly id: string
    /** Null for one that would start. */
    readonly before: string | null
    readonly after: string
    readonly revision: number
  }[]
  readonly armed: readonly {
    readonly instance: string
    readonly timerId: string
    readonly dueMs: number
  }[]
  readonly cancelled: readonly { readonly instance: string; readonly timerId: string }[]
  /** With the id that each would have, `instance:revision:index`. */
  readonly effects: readonly (CustomAction & { readonly id: string })[]
  readonly records: readonly CustomAction[]
}

export const previewOf = ({ base, loaded }: Workspace, results: Results): Preview => {
  const outcomes = results.map(outcome)
  const last = outcomes.at(-1)
  if (last === undefined) throw new Error('I14: a preview is of at least one event')
  const armed: Preview['armed'][number][] = []
  const cancelled: Preview['cancelled'][number][] = []
  for (const [name, timer] of base.timers) {
    const [instance = '', timerId = ''] = name.split('\n')
    if (timer === null) cancelled.push({ instance, timerId })
    else armed.push({ instance, timerId, dueMs: timer.due_ms })
  }
  return {
    outcome: outcomes.find(({ accepted }) => !accepted) ?? last,
    steps: base.events.map(({ step }) => step),
    instances: [...base.instances.values()].map(({ id, state, revision }) => ({
      id,
      before: loaded.get(id)?.state ?? null,
      after: state,
      revision,
    })),
    armed,
    cancelled,
    effects: base.extras.effects.map(({ id, kind, params }) => ({ id, type: kind, params })),
    records: base.events.flatMap(({ step }) => step.records),
  }
}

const outcome = (result: Results[number]): Outcome => {
  if (result === postponed || 'fired' in result || 'together' in result) {
    throw new Error('I14: a preview has no bound and cannot be postponed')
  }
  return outcomeOf(result)
}
