import { describe, expect, test } from 'vitest'
import { Metrics, type Standing } from '../../src/operating/metrics.ts'
import { ann, HandClock, openWorld } from '../engine/harness.ts'
import { broken, probe } from '../engine/probe.ts'

async function open() {
  const clock = new HandClock(0)
  const perform = () => Promise.reject(new Error('the mail server is away'))
  const metrics: Metrics = new Metrics(() => look())
  const { engine } = await openWorld({
    clock,
    definitions: [probe],
    effects: [{ kinds: ['mail'], perform }],
    outbox: { attempts: 1 },
    onBatch: (report) => metrics.committed(report),
  })
  let look = async (): Promise<Standing> => ({
    condition: await engine.condition(),
    dispatchers: await engine.dispatchers(),
  })
  const fail = () => {
    look = () => Promise.reject(new Error('the database is away'))
  }
  await engine.start({ id: 'p', machine: 'probe', sender: ann })
  const send = (type: string, data: unknown = {}, to = 'p') =>
    engine.send({ to, type, data, sender: ann })
  /** Value of a sample; undefined when there is none. */
  const value = async (sample: string): Promise<number | undefined> => {
    const { text } = await metrics.read()
    const line = text.split('\n').find((each) => each.startsWith(`${sample} `))
    return line === undefined ? undefined : Number(line.slice(sample.length + 1))
  }
  return { clock, engine, metrics, send, value, fail }
}

describe('metrics', () => {
  test('count what batches applied and refused', async () => {
    const { send, value } = await open()
    await send('probe.arm', { delay: 100 })
    await send('probe.arm', { delay: 200 })
    await send('probe.arm', { delay: 100 }, 'nobody')
    const label = '{machine="probe",type="probe.arm",cause="external"}'
    expect(await value(`mijlpaal_transitions_total${label}`)).toBe(2)
    expect(await value('mijlpaal_refusals_total{code="not-found"}')).toBe(1)
    expect(await value('mijlpaal_batch_requests_sum')).toBe(4)
    expect(await value('mijlpaal_batch_steps_sum')).toBe(3)
    expect(await value('mijlpaal_batch_duration_seconds_count')).toBe(4)
  })

  test('tell how late timers are taken, and by whom', async () => {
    const { clock, engine, send, value } = await open()
    await send('probe.arm', { delay: 1000 })
    clock.set(3000)
    await engine.fireDue({ firedBy: 'sweep' })
    expect(await value('mijlpaal_timers_fired_total{fired_by="sweep"}')).toBe(1)
    expect(await value('mijlpaal_timer_lateness_seconds_sum{fired_by="sweep"}')).toBe(2)
    const bucket = (le: string) =>
      value(`mijlpaal_timer_lateness_seconds_bucket{le="${le}",fired_by="sweep"}`)
    expect(await bucket('1')).toBe(0)
    expect(await bucket('5')).toBe(1)
  })

  test('tell which timers are due and overdue', async () => {
    const { clock, send, value } = await open()
    await send('probe.arm', { delay: 1000 })
    expect(await value('mijlpaal_timers_due')).toBe(0)
    clock.set(31_000)
    expect(await value('mijlpaal_timers_due')).toBe(1)
    expect(await value('mijlpaal_timers_overdue')).toBe(0)
    expect(await value('mijlpaal_timer_oldest_due_seconds')).toBe(30)
    clock.set(61_000)
    expect(await value('mijlpaal_timers_overdue')).toBe(1)
  })

  test('tell what waits in the outbox and for an operator', async () => {
    const { clock, engine, send, value } = await open()
    await send('probe.mail')
    expect(await value('mijlpaal_outbox_effects{status="pending"}')).toBe(1)
    await engine.runEffects()
    expect(await value('mijlpaal_outbox_effects{status="pending"}')).toBe(0)
    expect(await value('mijlpaal_outbox_effects{status="parked"}')).toBe(1)
    await send('probe.arm', { delay: 1000 })
    broken.add('p')
    clock.set(100_000)
    await engine.fireDue()
    broken.clear()
    expect(await value('mijlpaal_instances_needing_attention')).toBe(1)
    expect(await value('mijlpaal_timers_held')).toBe(1)
    // It waits for an operator, not for a dispatcher.
    expect(await value('mijlpaal_timers_overdue')).toBe(0)
  })

  test('tell which dispatchers live, until they stop', async () => {
    const { clock, engine, value } = await open()
    await engine.heartbeat('one', 'in-process')
    clock.set(7000)
    expect(await value('mijlpaal_dispatcher_heartbeat_age_seconds{dispatcher="one"}')).toBe(7)
    const skew = 'mijlpaal_clock_skew_seconds{dispatcher="one"}'
    // The clock of this test is that of the database.
    expect(await value(skew)).toBeGreaterThan(1e9)
    await engine.endHeartbeat('one')
    expect(await value(skew)).toBeUndefined()
  })

  test('tell the size of the database, and of the process', async () => {
    const { send, value } = await open()
    await send('probe.arm', { delay: 100 })
    expect(await value('mijlpaal_wal_bytes')).toBeGreaterThan(10_000)
    expect(await value('mijlpaal_disk_free_bytes')).toBeGreaterThan(1_000_000)
    expect(await value('process_resident_memory_bytes')).toBeGreaterThan(10_000_000)
  })

  test('say that the database does not answer, and nothing stale', async () => {
    const { send, value, fail } = await open()
    await send('probe.mail')
    expect(await value('mijlpaal_database_up')).toBe(1)
    fail()
    expect(await value('mijlpaal_database_up')).toBe(0)
    expect(await value('mijlpaal_timers_due')).toBeUndefined()
    expect(await value('mijlpaal_outbox_effects{status="pending"}')).toBeUndefined()
    expect(await value('mijlpaal_batch_steps_sum')).toBe(2)
  })
})
