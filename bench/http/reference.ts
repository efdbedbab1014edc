import { fastify } from 'fastify'
import { openReference } from '../grant/reference.ts'
import { eventTypes, type Contestant, type Payload } from '../grant/work.ts'
import type { Figures } from '../target.ts'
import { referenceRequest, slots } from './events.ts'
import { full, load, warming } from './wrk.ts'

type Handler = (body: Payload) => Promise<object>

/** One route on bare fastify; how many requests a second 64 connections get out of it. */
const measured = async (handler: Handler): Promise<Figures> => {
  const server = fastify({ logger: false })
  server.post<{ Body: Payload }>('/e/:id', ({ body }) => handler(body))
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  await load(url, [referenceRequest], warming)
  const figures = await load(url, [referenceRequest], full)
  await server.close()
  return figures
}

/** A route that does nothing. */
export const emptyRoute = (): Promise<Figures> => measured(async () => ({ ok: true }))

/**
 * A route that takes one step of XState on better-sqlite3; what comes in one turn of the event loop
 * shares a commit, and is answered after it.
 */
export const stepRoute = async (file: string): Promise<Figures> => {
  await using contestant = openReference({ file, mode: 'xstate', stepsPerCommit: 1000 })
  return await measured(steps(contestant))
}

/** Each request leads one of 4,096 instances a step on; after its end a new one takes its place. */
export const steps = (contestant: Contestant): Handler => {
  const places = Array.from({ length: slots }, () => ({ life: 0, next: -1, isBusy: false }))
  let requests = 0
  return async (body) => {
    const slot = requests++ % slots
    const place = places[slot] as (typeof places)[number]
    if (place.isBusy) return { busy: true }
    place.isBusy = true
    const id = `${slot}-${place.life}`
    const type = eventTypes[place.next]
    if (type === undefined) await contestant.create(id, { id, last: body })
    else await contestant.send(id, { ...body, type })
    place.next += 1
    if (place.next >= eventTypes.length) {
      place.next = -1
      place.life += 1
    }
    place.isBusy = false
    return { ok: true, k: place.next }
  }
}
