import { describe, expect, test } from 'vitest'
import type { AnyStateMachine } from 'xstate'
import { timer } from '../../bench/timers/machine.ts'
import { referenceMachine, timeout, waiting } from '../../bench/timers/reference-machine.ts'
import { fired } from '../../bench/timers/reference-step.ts'
import { dueMs, Lateness, timers } from '../../bench/timers/work.ts'
import { SystemClock } from '../../src/engine/index.ts'

const clock = new SystemClock()

describe('the timer work', () => {
  test('is due evenly over one second', () => {
    const due = Array.from({ length: timers }, (_, index) => dueMs(5000, index))
    expect([due[0], due[timers / 2], due.at(-1)]).toEqual([5000, 5500, 5999])
    for (let ms = 5000; ms < 6000; ms += 1) {
      expect(due.filter((each) => each === ms)).toHaveLength(10)
    }
  })

  test('tells when all fired, and how late they were', async () => {
    const baseMs = clock.nowMs() - 2000
    const lateness = new Lateness(baseMs)
    for (let index = 0; index < timers; index += 1) {
      expect(lateness.isDone).toBe(false)
      lateness.add(clock.nowMs() - (index < timers / 2 ? 100 : 300))
    }
    const { allFired = NaN, p50 = NaN, p99 = NaN } = await lateness.figures()
    expect(allFired).toBeGreaterThanOrEqual(2000)
    expect([p50 >= 300, p50 < 400, p99 >= 300, p99 < 400]).toEqual([true, true, true, true])
  })
})

describe('the machines of the timer work', () => {
  test('have the same states and transitions', () => {
    const shape = (machine: AnyStateMachine) =>
      Object.entries(machine.states).map(([name, { after, transitions }]) => [
        name,
        [...transitions.keys()],
        after.map(({ target, actions }) => [target?.map(({ key }) => key), actions]),
      ])
    expect(shape(timer.machine)).toEqual(shape(referenceMachine))
  })

  test('the loop by hand takes the step of the timeout', () => {
    const { state, snapshot } = fired(waiting(7), timeout)
    expect(state).toBe('fired')
    expect(JSON.parse(snapshot)).toMatchObject({ value: 'fired', context: { due: 7, fired: 0 } })
  })
})
