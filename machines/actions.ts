import { assign, enqueueActions } from 'xstate'
import type { Delivered } from './event-table.ts'
import type { Posting } from './ledger.ts'

/** What a machine asks of the runtime; each is a custom action that the runtime performs. */
export type Emission =
  | { readonly type: 'message'; readonly params: MessageParams }
  | { readonly type: 'post'; readonly params: PostParams }
  | { readonly type: 'mail'; readonly params: MailParams }
  | { readonly type: 'publish'; readonly params: PublishParams }

export interface MessageParams {
  readonly to: string
  readonly type: string
  readonly data: unknown
}

/** Postings of the ledger, written in the event's own transaction. */
export interface PostParams {
  readonly postings: readonly Posting[]
}

/** A mail by its template; the address is looked up when it is sent. */
export interface MailParams {
  readonly template: 'receipt' | 'letter' | 'reminder' | 'digest'
  readonly to: 'applicant' | 'inspector' | 'manager'
  /**
   * What it is about: an event type for a receipt, the name of a letter, a deadline for a reminder,
   * `week` for a digest.
   */
  readonly subject: string
  /** The step of the reminder ladder, `-P14D`, or `P0D` the moment it passes; else null. */
  readonly step: string | null
  /** Due time of the deadline, time of the event, or end of the week that a digest tells of (ms). */
  readonly atMs: number | null
}

/** What is public of a call may have changed: it is published anew, when it has. */
export interface PublishParams {
  readonly call: string
}

/** The actions that only the runtime performs; what each means to it stands beside it. */
export const actionKinds = {
  message: 'message',
  post: 'record',
  mail: 'effect',
  publish: 'effect',
} as const

/** Stand-ins, so that a machine may name them. */
export const runtimeActions = {
  message: (_: unknown, _params: MessageParams) => {},
  post: (_: unknown, _params: PostParams) => {},
  mail: (_: unknown, _params: MailParams) => {},
  publish: (_: unknown, _params: PublishParams) => {},
}

/** An assign, from a pure function of context and event to what changes. */
export function update<Context extends object, Data = unknown, Facts = unknown>(
  change: (context: Context, event: Delivered<Data, Facts>) => Partial<Context>,
) {
  return assign<Context, Delivered, undefined, Delivered, never>(({ context, event }) =>
    change(context, event as Delivered<Data, Facts>),
  )
}

/** Emissions, from a pure function of context and event; the context is that after the updates. */
export function emit<Context extends object, Data = unknown, Facts = unknown>(
  emissions: (context: Context, event: Delivered<Data, Facts>) => readonly Emission[],
) {
  return enqueueActions<
    Context,
    Delivered,
    undefined,
    Delivered,
    never,
    Emission,
    never,
    never,
    never
  >(({ context, event, enqueue }) => {
    for (const each of emissions(context, event as Delivered<Data, Facts>)) enqueue(each)
  })
}

/** Postings to the ledger; none when there is nothing to post. */
export function post<Context extends object, Data = unknown>(
  postings: (context: Context, event: Delivered<Data>) => readonly Posting[],
) {
  return emit<Context, Data>((context, event) => {
    const all = postings(context, event)
    return all.length === 0 ? [] : [{ type: 'post', params: { postings: all } }]
  })
}
