import { SystemClock, type Clock, type Engine } from '../engine/index.ts'

/** How long a dispatcher rests on a virtual database (ms of the host). */
const restMs = 500

/**
 * The clock by which a dispatcher sleeps. That of a virtual database may stand still, run a
 * thousand times as fast, or be set by another process; there it looks twice a second whatever that
 * clock says. Nothing depends on it: a timer counts at its due time.
 */
export function dispatchClock(engine: Engine): Clock {
  if (!engine.isVirtual) return engine.clock
  const host = new SystemClock()
  return {
    nowMs: () => engine.nowMs(),
    sleepUntil: (_ms, signal) => host.sleepUntil(host.nowMs() + restMs, signal),
  }
}
