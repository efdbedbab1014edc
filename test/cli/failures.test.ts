import { describe, expect, test } from 'vitest'
import { openWorld, type World } from '../effects/mail/world.ts'
import { printed } from './printed.ts'

const gent = 'oproep/gent'

function run(world: World, ...words: readonly string[]): Promise<string> {
  return printed([...words, '--database', world.file])
}

/** A project at which a second note failed: the database would not take it. */
async function openFailed(): Promise<World> {
  const world = await openWorld()
  const sender = { person: 'rik', roles: ['reviewer'] }
  const data = { text: 'Gebeld.' }
  await world.app.engine.send({ to: gent, type: 'note.add', data, sender })
  world.sql(`create unique index planted on event (type) where type = 'note.add'`)
  const outcome = await world.app.engine.send({ to: gent, type: 'note.add', data, sender })
  expect(outcome).toMatchObject({ accepted: false, code: 'needs-attention' })
  return world
}

const mend = (world: World) => world.sql('drop index planted')
const types = async ({ app }: World) => (await app.engine.history(gent)).map(({ type }) => type)

describe('mijlpaal failures', () => {
  test('lists what waits for an operator, then nothing', async () => {
    const world = await openFailed()
    expect(await run(world, 'failures')).toMatch(/oproep\/gent +note\.add +.+ open +/)
    mend(world)
    await run(world, 'retry', gent, '--as', 'tom')
    expect(await run(world, 'failures')).toBe('Nothing needs attention.\n')
    expect(JSON.parse(await run(world, 'failures', '--all', '--json'))).toMatchObject([
      { instance: gent, status: 'retried', delivery: { type: 'note.add' } },
    ])
  })
})

describe('mijlpaal retry', () => {
  test('delivers the event once its cause is mended', async () => {
    const world = await openFailed()
    await expect(run(world, 'retry', gent, '--as', 'tom')).rejects.toThrow(/^needs-attention: /)
    mend(world)
    expect(await run(world, 'retry', gent, '--as', 'tom')).toBe('oproep/gent goes on.\n')
    expect((await types(world)).slice(-2)).toEqual(['engine.retry', 'note.add'])
    expect(await world.app.engine.verify()).toEqual([])
  })

  test('refuses an instance that needs none', async () => {
    const world = await openWorld()
    await expect(run(world, 'retry', gent, '--as', 'tom')).rejects.toThrow(
      /^event-not-allowed: oproep\/gent needs no attention$/,
    )
  })
})

describe('mijlpaal skip', () => {
  test('goes on without the event, and logs that', async () => {
    const world = await openFailed()
    const words = ['skip', gent, '--reason', 'opnieuw verstuurd', '--as', 'tom']
    expect(await run(world, ...words)).toBe('oproep/gent goes on without it.\n')
    expect((await types(world)).at(-1)).toBe('engine.skip')
    expect((await types(world)).filter((type) => type === 'note.add')).toHaveLength(1)
    mend(world)
    expect(await world.app.engine.verify()).toEqual([])
  })
})
