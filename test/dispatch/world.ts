import type { RedisConfig } from '../../src/config.ts'
import { openDispatcher, type DispatcherOptions } from '../../src/dispatch/open.ts'
import { SystemClock, type Dispatcher, type Engine, type Outcome } from '../../src/engine/index.ts'
import { afterThisTest } from '../closing.ts'
import { ann, openWorld, type World, type WorldOptions } from '../engine/harness.ts'
import { probe } from '../engine/probe.ts'

export interface CourierWorld extends World {
  readonly dispatcher: Dispatcher
  /** What the dispatcher complained of. */
  readonly errors: readonly Error[]
  readonly clock: SystemClock
  /** Starts instances `p0`, `p1` and so on. */
  readonly start: (count: number) => Promise<readonly string[]>
  /** Arms the timer of an instance, or arms it anew. */
  readonly arm: (to: string, delay: number) => Promise<Outcome>
}

export type CourierOptions = Partial<Omit<DispatcherOptions, 'engine' | 'clock' | 'redis'>> & {
  readonly world?: WorldOptions
  /** Without it the dispatcher does not begin on its own. */
  readonly isStarted?: boolean
}

/** An engine of probes in real time, with a dispatcher on this Redis; both closed after the test. */
export const openCourierWorld = async (
  redis: RedisConfig,
  { world: worldOptions = {}, isStarted = true, ...options }: CourierOptions = {},
): Promise<CourierWorld> => {
  const clock = new SystemClock()
  const told: Dispatcher[] = []
  const onBatch: NonNullable<WorldOptions['onBatch']> = (report) => {
    for (const each of told) each.committed(report)
  }
  const world = await openWorld({ clock, definitions: [probe], onBatch, ...worldOptions })
  const { engine } = world
  const errors: Error[] = []
  const onError = (error: unknown) => errors.push(error as Error)
  const dispatcher = await openDispatcher({ engine, clock, redis, onError, ...options })
  afterThisTest(() => dispatcher[Symbol.asyncDispose]())
  told.push(dispatcher)
  if (isStarted) dispatcher.start()
  const start = async (count: number): Promise<readonly string[]> => {
    const ids = Array.from({ length: count }, (_, index) => `p${index}`)
    await Promise.all(ids.map((id) => engine.start({ id, machine: 'probe', sender: ann })))
    return ids
  }
  const arm = (to: string, delay: number) =>
    engine.send({ to, type: 'probe.arm', data: { delay }, sender: ann })
  return { ...world, dispatcher, errors, clock, start, arm }
}

export interface Fired {
  readonly instance: string
  readonly by: string | null
  /** How long after it was due (ms). */
  readonly lateMs: number
}

/** Every timer that fired, in the order of the log. */
export const firedOf = async (engine: Engine): Promise<readonly Fired[]> => {
  const rows = await engine.reader
    .selectFrom('event')
    .select(['instance_id', 'at_ms', 'fired_at_ms', 'fired_by'])
    .where('cause', '=', 'timer')
    .orderBy('position')
    .execute()
  return rows.map(({ instance_id, at_ms, fired_at_ms, fired_by }) => ({
    instance: instance_id,
    by: fired_by,
    lateMs: (fired_at_ms ?? 0) - at_ms,
  }))
}

/** How many timers have fired, by whom ever or by this one. */
export const firedCount = async (engine: Engine, by?: string): Promise<number> => {
  const events = engine.reader.selectFrom('event').where('cause', '=', 'timer')
  const wanted = by === undefined ? events : events.where('fired_by', '=', by)
  const { count } = await wanted
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** Whether all timers that were armed have fired. */
export const allFired = async (engine: Engine): Promise<boolean> =>
  (await engine.nextDueMs()) === undefined
