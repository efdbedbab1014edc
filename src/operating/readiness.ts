import type { Clock, Engine } from '../engine/index.ts'
import { within } from './time-limit.ts'

/** Something that must work before requests make sense. */
export interface Check {
  readonly name: 'database' | 'migrations' | 'dispatcher'
  readonly ok: boolean
  /** One sentence that says what is wrong, and what to do; null when it is well. */
  readonly problem: string | null
}

export interface ReadinessOptions {
  readonly engine: Engine
  /** Migrations of tables beside the runtime's that this release or the database lacks. */
  readonly unknownMigrations: () => Promise<readonly string[]>
  /** How long the database may take to answer. */
  readonly clock: Clock
}

/** A dispatcher writes a heartbeat every 5 s; who has not for so long (ms) is taken for dead. */
export const silentAfterMs = 30_000
const answerWithinMs = 3000

/** Whether the database answers, is of this release, and somebody fires its timers. */
export async function readiness(options: ReadinessOptions): Promise<readonly Check[]> {
  try {
    const { checks } = await within(options.clock, answerWithinMs, look(options))
    return [{ name: 'database', ok: true, problem: null }, ...checks]
  } catch {
    return [{ name: 'database', ok: false, problem: 'It does not answer; the log says more.' }]
  }
}

async function look({ engine, unknownMigrations }: ReadinessOptions) {
  const condition = await engine.condition()
  const unknown = [...condition.unknownMigrations, ...(await unknownMigrations())]
  const dispatchers = await engine.dispatchers()
  // On a virtual database heartbeats tell the virtual time, which may stand still.
  const isLive = dispatchers.some(
    ({ atMs }) => engine.isVirtual || atMs >= condition.nowMs - silentAfterMs,
  )
  const checks: readonly Check[] = [
    check('migrations', unknown.length === 0, 'Another release migrated it; start that release.'),
    check('dispatcher', isLive, 'Nobody fires timers; start mijlpaal serve or worker.'),
  ]
  return { checks }
}

function check(name: Check['name'], ok: boolean, problem: string): Check {
  return { name, ok, problem: ok ? null : problem }
}
