import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../src/config.ts'
import { openDispatcher } from '../../src/dispatch/open.ts'
import { openEngine, openStore, type Dispatcher } from '../../src/engine/index.ts'
import { probe } from '../engine/probe.ts'
import { until } from '../until.ts'

/**
 * A process for what can only be set when one starts, such as whom it trusts: arms timers, lets the
 * Redis that the environment names bring them, and prints who fired how many and what went wrong.
 */
const timers = 50
const sender = { person: 'ann', roles: ['reader', 'librarian'] }
const folder = mkdtempSync(join(tmpdir(), 'courier-'))
const { redis } = readConfig()
const errors: unknown[] = []
let dispatcher: Dispatcher | undefined = undefined as Dispatcher | undefined
{
  await using store = await openStore({ file: join(folder, 'database.sqlite') })
  await using engine = await openEngine({
    store,
    kind: 'live',
    definitions: [probe],
    onBatch: (report) => dispatcher?.committed(report),
  })
  const onError = (error: unknown) => errors.push(error)
  await using opened = await openDispatcher({ engine, clock: engine.clock, redis, onError })
  dispatcher = opened
  opened.start()
  for (let index = 0; index < timers; index += 1) {
    const id = `p${index}`
    await engine.start({ id, machine: 'probe', sender })
    const armed = await engine.send({ to: id, type: 'probe.arm', data: { delay: 500 }, sender })
    if (!armed.accepted) throw new Error(armed.message)
  }
  await until('all fire', async () => (await engine.nextDueMs()) === undefined)
  const fired = { queue: await engine.timersFired('queue'), all: await engine.timersFired() }
  const messages = errors.map((error) => (error as Error).message)
  console.log(JSON.stringify({ ...fired, messages }))
}
rmSync(folder, { recursive: true })
