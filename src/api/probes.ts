import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** What the machines around a process ask it: a load balancer, an orchestrator, a monitor. */
export interface Probes {
  /** Each thing that must work before requests make sense. */
  readiness(): Promise<readonly Check[]>
  /** All metrics, in Prometheus' text format. */
  metrics(): Promise<{ readonly contentType: string; readonly text: string }>
}

export interface Check {
  readonly name: string
  readonly ok: boolean
  /** One sentence that says what is wrong, and what to do; null when it is well. */
  readonly problem: string | null
}

export interface ProbesOptions {
  readonly probes: Probes
  /**
   * Who brings it as a bearer token may read /metrics. Null: only programs on the same host may,
   * and none whose request came through a proxy.
   */
  readonly token: string | null
}

/** `GET /healthz` (the process lives), `/readyz` (it can serve; else 503) and `/metrics`. */
export async function probes(server: FastifyInstance, options: ProbesOptions): Promise<void> {
  const config = { isProbe: true }
  server.get('/healthz', { config }, async () => ({ status: 'ok' }))
  server.get('/readyz', { config }, async (_request, reply) => {
    const checks = await options.probes.readiness()
    const isReady = checks.every(({ ok }) => ok)
    reply.code(isReady ? 200 : 503)
    return { status: isReady ? 'ready' : 'not ready', checks }
  })
  server.get('/metrics', { config }, async (request, reply) => {
    if (!mayReadMetrics(request, options.token)) {
      const detail =
        options.token === null
          ? 'Metrics are read on the same host, or with the token that METRICS_TOKEN sets.'
          : 'Metrics are read with the bearer token that METRICS_TOKEN sets.'
      reply.code(403).type('application/problem+json')
      return { type: 'about:blank', title: 'Forbidden', status: 403, detail }
    }
    const { contentType, text } = await options.probes.metrics()
    reply.type(contentType)
    return text
  })
}

const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'] as const

function mayReadMetrics({ headers, socket }: FastifyRequest, token: string | null): boolean {
  if (token !== null) return isEqual(headers.authorization ?? '', `Bearer ${token}`)
  // A proxy on this host calls from here too, for the whole world.
  const isForwarded = FORWARDED.some((name) => headers[name] !== undefined)
  return !isForwarded && LOOPBACK.test(socket.remoteAddress ?? '')
}

/** In a time that does not depend on where they differ. */
function isEqual(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}
