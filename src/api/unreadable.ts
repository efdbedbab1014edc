import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** What the router found wrong with the address of a request. */
const faults = new WeakMap<IncomingMessage, Error>()

/** Refuses what {@link handOn} handed on. */
export function refuseUnreadable(server: FastifyInstance): void {
  // After all that is done to a request before its body is read: its headers, limit and sign-in.
  server.addHook('preParsing', async ({ raw }) => {
    const fault = faults.get(raw)
    if (fault !== undefined) throw fault
  })
}

/**
 * The router cannot read the address, for its percent-encoding or the length of a part. The request
 * goes on to whoever has the addresses around it, so that it is refused there like all others.
 */
export function handOn(
  server: FastifyInstance,
  fault: Error,
  { raw }: FastifyRequest,
  reply: FastifyReply,
): void {
  faults.set(raw, fault)
  const [around = '/-'] = /^\/[\w-]{1,20}/.exec(raw.url ?? '') ?? []
  // Deeper than the addresses of pages, which beside those of programs would answer as pages.
  Object.assign(raw, { originalUrl: raw.url, url: `${around}/-/-/-` })
  server.routing(raw, reply.raw)
}
