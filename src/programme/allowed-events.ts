import type { EventEntry } from '../../machines/event-table.ts'
import type { Engine, Instance, Refusal, Sender } from '../engine/index.ts'
import { eventTypes, payloadSchema, requiredOf } from './event-types.ts'
import { openProposals } from './open-proposals.ts'
import { readRefusal } from './refusals.ts'

/** An event type as a form needs it: what it takes, and whether this sender may send it now. */
export interface AllowedEvent {
  readonly type: string
  readonly label: { readonly nl: string; readonly en: string }
  readonly roles: readonly string[]
  /** JSON schema of the payload. */
  readonly schema: Readonly<Record<string, unknown>>
  readonly allowed: boolean
  /** Why not, as a refusal would say it; null when it is allowed. */
  readonly code: string | null
  readonly reason: string | null
}

/** Codes that speak of a payload: with another one the event may well be taken. */
const aboutPayload = new Set([
  'invalid-payload',
  'line-unknown',
  'kpi-above-year-2',
  'kpi-not-reduced',
  'motivation-missing',
  'unknown-order',
  'amount-exceeds',
  'budget-exceeded',
])

/**
 * Every event type of an instance's machine, in the table's order. Without a payload not every
 * guard can be asked: what is allowed here may still be refused for what it says.
 */
export function allowedEvents(
  engine: Engine,
  instance: Instance,
  sender: Sender,
): Promise<readonly AllowedEvent[]> {
  const types = Object.entries(eventTypes(instance.machine, instance.version))
  return Promise.all(
    types.map(async ([type, entry]) => {
      const refusal = await refusalOf(engine, instance, sender, type, entry)
      return {
        type,
        label: entry.label,
        roles: entry.roles,
        schema: payloadSchema(entry),
        allowed: refusal === null,
        code: refusal?.code ?? null,
        reason: refusal === null ? null : readRefusal(instance.id, refusal).sentence,
      }
    }),
  )
}

async function refusalOf(
  engine: Engine,
  instance: Instance,
  sender: Sender,
  type: string,
  entry: EventEntry,
): Promise<Refusal | null> {
  if (requiredOf(entry.schema).length === 0) {
    const [open] = openProposals(instance).filter(({ approval }) => approval === type)
    const claim = open?.claim ?? null
    const data = {
      ...(open === undefined ? {} : { proposal: open.id }),
      ...(claim === null ? {} : { claim }),
    }
    const refusal = await engine.whyNot({ to: instance.id, type, data, sender })
    return refusal === null || aboutPayload.has(refusal.code) ? null : refusal
  }
  return (
    unauthorised(instance, sender, type, entry) ??
    (instance.needsAttention
      ? because('needs-attention', `${instance.id} needs the attention of an operator first.`)
      : null) ??
    tooLate(engine, instance, type, entry) ??
    (instance.allowed.includes(type)
      ? null
      : because('event-not-allowed', `${instance.id} does not take ${type} now.`))
  )
}

function unauthorised(
  { id, snapshot }: Instance,
  sender: Sender,
  type: string,
  { roles, authorise }: EventEntry,
): Refusal | null {
  return roles.some((role) => sender.roles.includes(role))
    ? (authorise?.(sender, id, {}, snapshot) ?? null)
    : because('not-authorised', `${type} may be sent by ${roles.join(' or ')} only`)
}

/** What an applicant hands in may be too late, whatever it says. */
function tooLate(
  engine: Engine,
  { snapshot, revision }: Instance,
  type: string,
  { roles, before = [] }: EventEntry,
): Refusal | null {
  if (!roles.includes('applicant')) return null
  const at = engine.nowMs()
  const event = { type, at, revision: revision + 1, person: null, data: {}, facts: null }
  for (const check of before) {
    const refusal = check(snapshot, event)
    if (refusal !== null) return refusal
  }
  return null
}

function because(code: string, message: string): Refusal {
  return { code, message }
}
