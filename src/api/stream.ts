import { Readable } from 'node:stream'
import Type from 'typebox'
import type { HistoryEntry } from '../engine/index.ts'
import { isoInstant } from '../programme/moments.ts'
import type { Owner } from '../programme/queries.ts'
import { readsAllOf, readsProject } from './access.ts'
import type { Caller } from '../access/caller.ts'
import { callerOf, type ApiContext, type ApiServer } from './context.ts'
import { Problem } from './problem.ts'
import * as schema from './schemas.ts'

/** After this the client comes back by itself, and who it is is asked anew. */
const LIFETIME_MS = 15 * 60_000
const RETRY_MS = 2000
const PAGE = 200
const STREAM_TYPE = 'text/event-stream'

/**
 * `GET /stream`: the log as it grows, as server-sent events. An event's `id` is its place in the
 * log, so a client that comes back misses nothing. It says that something happened, and to what;
 * never what it holds or who did it.
 */
export async function stream(server: ApiServer, context: ApiContext): Promise<void> {
  const open = new Map<string, number>()
  const closing = new AbortController()
  server.addHook('preClose', async () => closing.abort())
  server.get(
    '/stream',
    {
      schema: {
        tags: ['reading'],
        headers: schema.streamHeaders,
        response: schema.fileAnswer('Server-sent events.', { [STREAM_TYPE]: Type.String() }),
      },
      exposeHeadRoute: false,
    },
    async (request, reply) => {
      const caller = callerOf(request)
      const { person } = caller
      const count = open.get(person) ?? 0
      if (count >= context.streamsPerCaller) {
        const detail = `You have ${count} streams open already; close one.`
        throw new Problem('too-many-requests', detail)
      }
      // Nothing is waited for before this: a client that goes at once must be seen to go.
      open.set(person, count + 1)
      const gone = new AbortController()
      reply.raw.once('close', () => {
        gone.abort()
        const left = (open.get(person) ?? 1) - 1
        if (left > 0) open.set(person, left)
        else open.delete(person)
      })
      const signal = AbortSignal.any([gone.signal, closing.signal])
      const end = await context.engine.log.position()
      const { 'last-event-id': given } = request.headers
      const from = given === undefined ? end : Math.min(Number(given), end)
      reply.type(STREAM_TYPE).header('x-accel-buffering', 'no')
      return Readable.from(frames(context, caller, from, signal), { objectMode: false })
    },
  )
}

async function* frames(
  { engine, queries, tail, heartbeatMs }: ApiContext,
  caller: Caller,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const endMs = tail.nowMs() + LIFETIME_MS
  let position = from
  let beatMs = tail.nowMs() + heartbeatMs
  yield `retry: ${RETRY_MS}\nid: ${position}\n\n`
  while (!signal.aborted && tail.nowMs() < endMs) {
    const entries = await engine.log.after(position, PAGE)
    position = entries.at(-1)?.physical.position ?? position
    const owners = await queries.owners([...new Set(entries.map(({ instance }) => instance))])
    const seen = entries.filter(({ instance }) => isSeen(caller, instance, owners.get(instance)))
    if (seen.length > 0) yield seen.map((entry) => frameOf(entry, owners)).join('')
    else if (tail.nowMs() >= beatMs) yield `: beat\nid: ${position}\n\n`
    if (seen.length > 0 || tail.nowMs() >= beatMs) beatMs = tail.nowMs() + heartbeatMs
    if (entries.length < PAGE) await tail.wait(signal)
  }
}

/** What is no project is a call; an applicant's people follow their own projects only. */
function isSeen(caller: Caller, instance: string, owner: Owner | undefined): boolean {
  return owner === undefined ? readsAllOf(caller, instance) : readsProject(caller, owner)
}

function frameOf(entry: HistoryEntry, owners: ReadonlyMap<string, Owner>): string {
  const { instance: id, revision, type, at, cause, physical } = entry
  const call = owners.get(id)?.call ?? id
  const { position } = physical
  const data = { position, call, id, revision, type, at: isoInstant(at), cause }
  return `id: ${position}\ndata: ${JSON.stringify(data)}\n\n`
}
