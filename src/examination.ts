import { openApp, type App } from './app.ts'
import type { RedisConfig } from './config.ts'
import { diagnose, type Facts, type RedisState } from './operating/doctor.ts'
import type { WebOperations } from './web/operations/port.ts'

export interface ExaminationOptions {
  /** SQLite file or `postgres://` URL of a database that exists already. */
  readonly database: string
  readonly redis: RedisConfig | null
}

const parkedShown = 100

/** Gathers what tells how a system is; it changes nothing. */
export async function examine({ database, redis }: ExaminationOptions): Promise<Facts> {
  const app = await openApp({ database, kind: 'existing', mustExist: true })
  try {
    return await factsOf(app, redis)
  } finally {
    await app[Symbol.asyncDispose]()
  }
}

/** The same of a system that is open. */
export async function factsOf(
  { engine, unknownMigrations }: Pick<App, 'engine' | 'unknownMigrations'>,
  redis: RedisConfig | null,
): Promise<Facts> {
  const failures = await engine.failures()
  return {
    condition: await engine.condition(),
    unknownMigrations: await unknownMigrations(),
    dispatchers: await engine.dispatchers(),
    failures: failures.filter(({ status }) => status === 'open'),
    parked: await engine.parked(parkedShown),
    head: (await engine.heads()).at(-1),
    redis: redis === null ? null : await stateOf(redis),
  }
}

/** What the page Operations shows of a system that is open. */
export function operationsOf(app: App, redis: RedisConfig | null): WebOperations {
  return {
    examine: async () => {
      const { redis: state, ...facts } = await factsOf(app, redis)
      const findings = diagnose({ ...facts, redis: state })
      return { ...facts, queues: state?.queues ?? null, findings }
    },
    mails: app.mails,
  }
}

async function stateOf(redis: RedisConfig): Promise<RedisState> {
  // The libraries for Redis are loaded only where there is one.
  const { redisState } = await import('./dispatch/bullmq/redis-state.ts')
  return redisState(redis)
}
