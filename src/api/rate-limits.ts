import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem } from './problem.ts'

/** What one request costs. */
export type Cost = 'read' | 'write' | 'drawing' | 'forecast'

/** Requests a minute, of one person on one route. */
export interface RateLimits {
  readonly reads: number
  readonly writes: number
  readonly drawings: number
  readonly forecasts: number
  /** Of one address that has not signed in. */
  readonly strangers: number
}

export const usualRates: RateLimits = {
  reads: 600,
  writes: 120,
  drawings: 60,
  forecasts: 20,
  strangers: 60,
}

const SAFE: readonly string[] = ['GET', 'HEAD', 'OPTIONS']

/** To be called after the hook that finds the caller is set, and before any route is. */
export async function limitRates(server: FastifyInstance, limits: RateLimits): Promise<void> {
  const perMinute: Readonly<Record<Cost, number>> = {
    read: limits.reads,
    write: limits.writes,
    drawing: limits.drawings,
    forecast: limits.forecasts,
  }
  const maxOf = (cost: Cost) => ({
    max: ({ caller }: FastifyRequest) => (caller === null ? limits.strangers : perMinute[cost]),
  })
  server.addHook('onRoute', (route) => {
    const isSafe = [route.method].flat().every((method) => SAFE.includes(method))
    const { cost = isSafe ? 'read' : 'write', ...config } = route.config ?? {}
    route.config = { rateLimit: maxOf(cost), ...config }
  })
  await server.register(rateLimit, {
    timeWindow: 60_000,
    max: limits.reads,
    keyGenerator: ({ caller, ip }: FastifyRequest) =>
      caller === null ? `address ${ip}` : `person ${caller.person}`,
    errorResponseBuilder: (_request, { max, ttl }) =>
      new Problem(
        'too-many-requests',
        `At most ${max} such requests a minute; try again in ${Math.ceil(ttl / 1000)} s.`,
      ),
  })
  // What no route takes has the limit of none; strangers are counted before they are sent away.
  const limit = server.rateLimit(maxOf('read'))
  server.addHook('onRequest', async function (request, reply) {
    if (request.is404) await limit.call(this, request, reply)
  })
}
