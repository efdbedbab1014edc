import type { AnyMachineSnapshot } from 'xstate'
import type { CallContext } from '../../../machines/call/context.ts'
import type { AwardDecide } from '../../../machines/call/schemas.ts'
import type { Application, ProjectContext } from '../../../machines/project/context.ts'
import { dateOf, rollToBankDay, startOfDay } from '../../domain/calendar.ts'
import { formatEuro, sumCents } from '../../domain/money.ts'
import type { AppliedStep, Assumptions, Edit, Instance } from '../../engine/index.ts'
import { assumedText } from './assumed-payloads.ts'
import { assumedPeople, expectedOf, regionsOf, type Regions } from './assumed-project.ts'
import type { AssumedValues } from './assumptions.ts'

const dayMs = 86_400_000
const noon = dayMs / 2

/** Where a project still waits for someone before the call can go to the Inspectie. */
const unassessed = new Set(['scheduled', 'submission', 'assessment.waiting', 'assessment.returned'])

/**
 * The people of a call and of all of its projects, as they are assumed to act: each comes into
 * play when something comes to a state that waits for them. What they send is an ordinary event.
 */
export class AssumedPeople implements Assumptions {
  readonly #values: AssumedValues
  readonly #regions = new Map<string, Regions>()
  readonly #waiting = new Set<string>()
  /** Those that wait for the award. */
  readonly #applications = new Map<string, Application>()
  #call: AnyMachineSnapshot | undefined
  #life: string | undefined
  #batch: string | undefined
  #isRequested = false
  #isBatchPlanned = false

  constructor(values: AssumedValues) {
    this.#values = values
  }

  begin(members: readonly Instance[], nowMs: number): readonly Edit[] {
    const edits = members.flatMap((each) => this.#moved(each.id, each, nowMs))
    return [...edits, ...this.#together(nowMs)]
  }

  applied({ instanceId, machine, snapshot, at }: AppliedStep): readonly Edit[] {
    return [...this.#moved(instanceId, { machine, snapshot }, at), ...this.#together(at)]
  }

  #moved(
    id: string,
    { machine, snapshot }: Pick<Instance, 'machine' | 'snapshot'>,
    at: number,
  ): readonly Edit[] {
    if (machine === 'call') return this.#ofCall(snapshot, at)
    const before = this.#regions.get(id)
    const now = regionsOf(snapshot)
    this.#regions.set(id, now)
    if (unassessed.has(now['life'] ?? '')) this.#waiting.add(id)
    else this.#waiting.delete(id)
    const { application } = snapshot.context as ProjectContext
    if (now['life'] === 'award' && application !== null) this.#applications.set(id, application)
    else this.#applications.delete(id)
    return expectedOf(snapshot, before, now, { at, values: this.#values })
  }

  #ofCall(snapshot: AnyMachineSnapshot, at: number): readonly Edit[] {
    this.#call = snapshot
    const { life, paymentBatch } = snapshot.value as CallValue
    const [lifeBefore, batchBefore] = [this.#life, this.#batch]
    this.#life = typeof life === 'string' ? life : `ifReview.${life.ifReview}`
    this.#batch = paymentBatch
    return [
      ...(this.#life === lifeBefore ? [] : this.#inLife(this.#life, at)),
      ...(this.#batch === 'proposed' && batchBefore !== 'proposed' ? [this.#approveBatch(at)] : []),
    ]
  }

  /** What waits for all projects together. */
  #together(at: number): readonly Edit[] {
    return [...this.#requestReview(at), ...this.#proposeBatch(at)]
  }

  #inLife(life: string, at: number): readonly Edit[] {
    const inTimeMs = at + this.#values.reviewDays * dayMs
    const advice = { outcome: 'favourable', reference: assumedText }
    switch (life) {
      case 'ifReview.suspended':
        return [this.#edit(inTimeMs, 'ifReview.resume', 'inspector', () => ({}))]
      case 'ifReview.late':
        return [this.#edit(inTimeMs, 'ifReview.advise', 'inspector', () => advice)]
      case 'award':
        return [this.#award(at, inTimeMs)]
      default:
        return []
    }
  }

  /** On the day asked for, at noon, or as soon after it as the call is ready. */
  #award(at: number, inTimeMs: number): Edit {
    const { awardOn } = this.#values
    const { timeZone } = this.#parameters
    const askedMs = awardOn === null ? inTimeMs : startOfDay(awardOn, timeZone) + noon
    const decidedMs = Math.max(at, askedMs)
    const date = dateOf(decidedMs, timeZone)
    const make = (): AwardDecide => ({
      date,
      reference: assumedText,
      ...loweredTo(this.#parameters.budget.ceilingCents, [...this.#applications]),
    })
    return this.#edit(decidedMs, 'award.decide', 'manager', make)
  }

  /** Once nothing waits for an assessment any more. */
  #requestReview(at: number): readonly Edit[] {
    if (this.#life !== 'assessment' || this.#waiting.size > 0 || this.#isRequested) return []
    this.#isRequested = true
    const make = () => {
      this.#isRequested = false
      return this.#waiting.size > 0 ? null : {}
    }
    return [this.#edit(at + this.#values.reviewDays * dayMs, 'ifReview.request', 'manager', make)]
  }

  /** Where payments leave in batches: all orders that wait, in one. */
  #proposeBatch(at: number): readonly Edit[] {
    if (this.#isBatchPlanned || this.#batch === 'proposed') return []
    if (this.#dueOrders().length === 0) return []
    this.#isBatchPlanned = true
    const proposedMs = at + this.#values.reviewDays * dayMs
    const paidMs = proposedMs + (this.#values.reviewDays + this.#values.paymentDays) * dayMs
    const executionDate = rollToBankDay(dateOf(paidMs, this.#parameters.timeZone))
    return [
      this.#edit(proposedMs, 'paymentBatch.propose', 'paymaster', () => {
        this.#isBatchPlanned = false
        const orders = this.#dueOrders()
        return orders.length === 0 ? null : { orders, executionDate }
      }),
    ]
  }

  #approveBatch(at: number): Edit {
    const approvedMs = at + this.#values.reviewDays * dayMs
    return this.#edit(approvedMs, 'paymentBatch.approve', 'manager', () => ({}))
  }

  #dueOrders(): readonly string[] {
    const orders: string[] = []
    if (this.#call === undefined || this.#parameters.payments !== 'batch') return orders
    for (const [id, { advance, settlement }] of this.#regions) {
      if (advance === 'due') orders.push(`${id}/advance`)
      if (settlement === 'balance.due') orders.push(`${id}/balance`)
    }
    return orders
  }

  #edit(at: number, type: string, by: keyof typeof assumedPeople, make: () => unknown): Edit {
    return { to: this.#context.id, at, type, sender: assumedPeople[by], make }
  }

  get #context(): CallContext {
    if (this.#call === undefined) throw new Error('A project of no call; copy the whole group.')
    return this.#call.context as CallContext
  }

  get #parameters(): CallContext['parameters'] {
    return this.#context.parameters
  }
}

/** As requested; above the ceiling every amount is lowered in proportion, to whole cents. */
function loweredTo(
  ceilingCents: number,
  applications: readonly (readonly [string, Application])[],
): Pick<AwardDecide, 'grants'> {
  const requestedCents = sumCents(applications.map(([, { requestedCents: cents }]) => cents))
  if (requestedCents <= ceilingCents) return {}
  const lowered = ({ amountCents }: { readonly amountCents: number }) =>
    formatEuro(Number((BigInt(amountCents) * BigInt(ceilingCents)) / BigInt(requestedCents)))
  return {
    grants: applications.map(([project, { lines, stimuli }]) => ({
      project,
      lines: lines.map((each) => ({ line: each.line, amount: lowered(each) })),
      stimuli: stimuli.map((each) => ({ stimulus: each.stimulus, amount: lowered(each) })),
    })),
  }
}

interface CallValue {
  readonly life: string | { readonly ifReview: string }
  readonly paymentBatch: string
}
