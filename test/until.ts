import { SystemClock } from '../src/engine/index.ts'

const clock = new SystemClock()
const everyMs = 5

/** Waits until something is so, looking every few milliseconds; fails when it takes too long. */
export const until = async (
  what: string,
  isSo: () => boolean | Promise<boolean>,
  withinMs = 15_000,
): Promise<void> => {
  const endMs = clock.nowMs() + withinMs
  while (!(await isSo())) {
    if (clock.nowMs() > endMs) throw new Error(`${what}: not within ${withinMs} ms`)
    await clock.sleepUntil(clock.nowMs() + everyMs)
  }
}
