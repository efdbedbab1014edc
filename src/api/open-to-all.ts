import helmet, { type FastifyHelmetOptions } from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Problem } from './problem.ts'

interface OpenToAll {
  /** Requests a minute, of one address. */
  readonly perMinute: number
  readonly headers: FastifyHelmetOptions
  /** What is said of an address at which there is nothing. */
  readonly nothing: () => Problem
}

/** A plugin whose addresses anybody asks: one limit for all of them, and for those beside them. */
export async function openToAll(
  server: FastifyInstance,
  { perMinute, headers, nothing }: OpenToAll,
): Promise<void> {
  server.addHook('onRoute', (route) => {
    route.config = { ...route.config, isOpen: true }
  })
  await server.register(helmet, headers)
  await server.register(rateLimit, {
    global: false,
    timeWindow: 60_000,
    max: perMinute,
    keyGenerator: ({ ip }) => `address ${ip}`,
    errorResponseBuilder: () => new Problem('too-many-requests', 'Try again in a minute.'),
  })
  // Of all addresses at once, and of those that no route takes.
  server.addHook('onRequest', server.rateLimit())
  // No address here takes a body: what comes along is not read, and changes no answer.
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', async () => undefined)
  server.setNotFoundHandler(() => {
    throw nothing()
  })
  checkAddresses(server, nothing)
}

/** An address that is not as its schema says is one at which there is nothing. */
function checkAddresses(server: FastifyInstance, nothing: () => Problem): void {
  server.setValidatorCompiler<TSchema>(({ schema }) => {
    const compiled = Compile(schema)
    return (given: unknown) => (compiled.Check(given) ? { value: given } : { error: nothing() })
  })
  // What is sent is text already: no schema writes it.
  server.setSerializerCompiler(() => (data) => JSON.stringify(data))
}
