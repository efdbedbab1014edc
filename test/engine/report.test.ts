import { describe, expect, test } from 'vitest'
import type { BatchReport } from '../../src/engine/index.ts'
import { ann, HandClock, openWorld } from './harness.ts'
import { probe } from './probe.ts'

const open = async () => {
  const clock = new HandClock(0)
  const reports: BatchReport[] = []
  const onBatch = (report: BatchReport) => reports.push(report)
  const { engine } = await openWorld({ clock, definitions: [probe], onBatch })
  await engine.start({ id: 'p', machine: 'probe', sender: ann })
  const arm = (delay: number) =>
    engine.send({ to: 'p', type: 'probe.arm', data: { delay }, sender: ann })
  return { clock, engine, reports, arm }
}

describe('batch report', () => {
  test('tells what was applied, armed and left to perform', async () => {
    const { engine, reports, arm } = await open()
    await arm(100)
    await engine.send({ to: 'p', type: 'probe.mail', sender: ann, requestId: 'r1' })
    expect(reports.map(({ steps }) => steps.map(({ type }) => type))).toEqual([
      ['engine.start'],
      ['probe.arm'],
      ['probe.mail'],
    ])
    expect(reports[1]?.armed).toMatchObject([{ instanceId: 'p', dueMs: 100, arming: 2 }])
    expect(reports.map(({ effects }) => effects)).toEqual([0, 0, 1])
    expect(reports[2]).toMatchObject({
      requests: 1,
      position: 3,
      steps: [{ instanceId: 'p', revision: 3, cause: 'external', requestId: 'r1', lateMs: null }],
    })
  })

  test('tells how late a timer was taken, and by whom', async () => {
    const { clock, engine, reports, arm } = await open()
    await arm(100)
    clock.set(130)
    await engine.fireDue({ firedBy: 'sweep' })
    expect(reports.at(-1)?.steps).toMatchObject([
      { type: 'tick', cause: 'timer', firedBy: 'sweep', lateMs: 30 },
    ])
  })

  test('tells the code of a refusal, which changed nothing', async () => {
    const { engine, reports } = await open()
    await engine.send({ to: 'nobody', type: 'probe.arm', data: { delay: 1 }, sender: ann })
    expect(reports.at(-1)).toMatchObject({ requests: 1, position: null, refusals: ['not-found'] })
  })
})

describe('armed timers', () => {
  test('are listed a page at a time, by due time; an arming anew has a row of its own', async () => {
    const { engine, arm } = await open()
    await arm(100)
    const [first] = await engine.armed({ untilMs: 100, limit: 10 })
    await arm(50)
    const [again] = await engine.armed({ untilMs: 100, limit: 10 })
    expect(again).toMatchObject({ instanceId: 'p', timerId: first?.timerId, dueMs: 50, arming: 3 })
    expect(again?.row).not.toBe(first?.row)
    expect(await engine.armed({ untilMs: 49, limit: 10 })).toEqual([])
    expect(
      await engine.armed({ from: { dueMs: 50, row: again?.row ?? 0 }, untilMs: 100, limit: 1 }),
    ).toEqual([])
  })
})
