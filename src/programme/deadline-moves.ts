import type { CallContext } from '../../machines/call/context.ts'
import type { Engine, Instance, Outcome, Refused, SendOptions, Sender } from '../engine/index.ts'
import { movePreview, type MovePreview } from './move-preview.ts'
import { undoOf } from './move-undo.ts'
import type { Queries } from './queries.ts'

/** A deadline of many projects and where it moves to. */
export interface MoveTerms {
  readonly deadline: string
  /** A date (its end) or a moment, in the call's time zone where it has no offset. */
  readonly to: string
  /** Default: all projects of the call where the deadline runs. */
  readonly projects?: readonly string[]
}

/** Who acts on which call, and what goes with the event. */
export interface MoveBy extends Pick<SendOptions, 'key' | 'requestId' | 'expectedRevision' | 'at'> {
  readonly call: string
  readonly sender: Sender
}

/** A refusal, or what was asked for. */
export type MoveResult<T> = Refused | ({ readonly accepted: true } & T)

/**
 * Moves one deadline of many projects: one person proposes, another approves, and all of it
 * happens in one transaction. Refusals are values. Source: domain §4.
 */
export class DeadlineMoves {
  readonly #engine: Engine
  readonly #queries: Queries

  constructor(engine: Engine, queries: Queries) {
    this.#engine = engine
    this.#queries = queries
  }

  /**
   * What the move would do if it were proposed and approved now, also while another is open.
   * Changes nothing.
   */
  async preview(by: MoveBy, terms: MoveTerms): Promise<MoveResult<{ preview: MovePreview }>> {
    const open = openMove(await this.#engine.instance(by.call))
    const events = [
      ...(open === null ? [] : [eventOf(unkeyed(by), 'deadlineMove.return', {})]),
      eventOf(unkeyed(by), 'deadlineMove.propose', { ...terms, reason: 'preview' }),
      eventOf(another(by), 'deadlineMove.approve', {}),
    ]
    return this.#previewOf(by.call, terms, events)
  }

  /** What the approval of the open proposal would do now. Changes nothing. */
  async previewOpen(
    by: MoveBy,
    proposal: number,
  ): Promise<MoveResult<{ preview: MovePreview; proposal: number }>> {
    const open = openMove(await this.#engine.instance(by.call))
    const terms = open ?? { deadline: '', to: '' }
    const result = await this.#previewOf(by.call, terms, [
      eventOf(another(by), 'deadlineMove.approve', { proposal }),
    ])
    return result.accepted ? { ...result, proposal } : result
  }

  propose(by: MoveBy, terms: MoveTerms & { readonly reason: string }): Promise<Outcome> {
    return this.#engine.send(eventOf(by, 'deadlineMove.propose', terms))
  }

  /** By another person than proposed it, who names what is approved. */
  approve(by: MoveBy, proposal: number): Promise<Outcome> {
    return this.#engine.send(eventOf(by, 'deadlineMove.approve', { proposal }))
  }

  /** Another person says no: the proposal is gone. */
  refuse(by: MoveBy, proposal: number, reason?: string): Promise<Outcome> {
    return this.#return(by, proposal, reason, (isOwn) =>
      isOwn ? refusal('four-eyes', 'You proposed this move yourself; withdraw it instead.') : null,
    )
  }

  /** The person who proposed it takes it back. */
  withdraw(by: MoveBy, proposal: number, reason?: string): Promise<Outcome> {
    return this.#return(by, proposal, reason, (isOwn) =>
      isOwn
        ? null
        : refusal('four-eyes', 'Another person proposed this move; refuse it instead of that.'),
    )
  }

  /** The moves that would put back what an approval, a revision of the call, moved. */
  undo(call: string, revision: number): ReturnType<typeof undoOf> {
    return undoOf({ engine: this.#engine, queries: this.#queries }, call, revision)
  }

  async #return(
    by: MoveBy,
    proposal: number,
    reason: string | undefined,
    judge: (isOwn: boolean) => Refused | null,
  ): Promise<Outcome> {
    const call = await this.#engine.instance(by.call)
    const open = openMove(call)
    const isNamed = open?.id === proposal
    if (isNamed) {
      const personId = await this.#engine.log.personId(by.sender.person)
      const refused = judge(open.proposedBy === personId)
      if (refused !== null) return refused
    }
    // The event names no proposal: the revision says that it is still this one that is open.
    const expectedRevision = isNamed ? (by.expectedRevision ?? call?.revision ?? 0) : 0
    const data = reason === undefined ? {} : { reason }
    const outcome = await this.#engine.send({
      ...eventOf(by, 'deadlineMove.return', data),
      expectedRevision,
    })
    if (outcome.accepted || outcome.code !== 'version-conflict') return outcome
    const message = isNamed
      ? `${by.call} has changed meanwhile; read it again.`
      : `Proposal ${proposal} is not open; ${String(open?.id)} is.`
    return { ...outcome, message, ...(isNamed ? {} : { field: 'proposal' }) }
  }

  async #previewOf(
    call: string,
    terms: Pick<MoveTerms, 'deadline' | 'to'>,
    [first, ...then]: readonly SendOptions[],
  ): Promise<MoveResult<{ preview: MovePreview }>> {
    if (first === undefined) throw new Error('A preview is of at least one event.')
    const preview = await this.#engine.preview(first, ...then)
    if (!preview.outcome.accepted) return preview.outcome
    const sources = { engine: this.#engine, queries: this.#queries }
    return { accepted: true, preview: await movePreview(sources, call, terms, preview) }
  }
}

function openMove(call: Instance | undefined): CallContext['deadlineMove'] {
  if (call?.machine !== 'call') return null
  return (call.snapshot.context as CallContext).deadlineMove
}

function eventOf({ call, sender, ...rest }: MoveBy, type: string, data: unknown): SendOptions {
  return { to: call, type, data, sender, ...rest }
}

/** Nothing is sent: a key would be asked for what it was used for before. */
function unkeyed({ call, sender }: MoveBy): MoveBy {
  return { call, sender }
}

/** The second person of a preview, whoever that will be. */
function another({ call, sender }: MoveBy): MoveBy {
  return { call, sender: { ...sender, person: `another than ${sender.person}` } }
}

function refusal(code: string, message: string): Refused {
  return { accepted: false, code, message, allowed: [] }
}
