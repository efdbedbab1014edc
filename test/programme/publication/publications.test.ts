import { describe, expect, test } from 'vitest'
import { aalst, advanceOf, because, gent, ronse } from '../../machines/support.ts'
import { openApp } from '../../../src/app.ts'
import { freshFile, type World } from '../../effects/mail/world.ts'
import { replay, replayStartMs } from '../../../src/programme/replay.ts'
import { folderOf, voorbeeld } from '../replayed.ts'
import {
  accept,
  awarded,
  beforeAward,
  bytesOf,
  factsOf,
  reported,
  send,
  versions,
} from './published.ts'

/** A worker comes again when what failed may be tried again. */
async function later(world: World): Promise<void> {
  world.clock.set(world.clock.nowMs() + 2 * 3_600_000)
  await world.works()
}

describe('a publication', () => {
  test('is not there before the award, and one version with all awards after it', async () => {
    const world = await beforeAward({ applicants: [gent, aalst, ronse] })
    expect(await versions(world)).toEqual([])
    expect(await world.app.openData.document('oproep', null, 'grants.json')).toBeUndefined()
    await send(world, 'oproep', 'award.decide', {
      date: '2024-07-05',
      reference: 'VR 2024 0507',
      refusals: [{ project: 'oproep/ronse', reason: 'Neen.' }],
    })
    await world.works()
    expect(await versions(world)).toMatchObject([{ version: 1, atMs: world.clock.nowMs() }])
    const edition = await world.app.openData.publications.edition('oproep', null)
    expect(edition?.grants.map(({ id }) => id)).toEqual(['oproep/aalst', 'oproep/gent'])
    expect(await factsOf(world)).toMatchObject({
      award: { date: '2024-07-05', reference: 'VR 2024 0507', cents: 4_000_000 },
      lines: [{ line: 'g1', cents: 3_000_000, target: { count: 500 }, reached: null }],
      report: 'expected',
    })
  })

  test('tells what was reached once the final report is accepted, and not before', async () => {
    const world = await reported()
    expect(await versions(world)).toHaveLength(1)
    await accept(world)
    expect(await versions(world)).toHaveLength(2)
    expect(await factsOf(world)).toMatchObject({
      report: 'accepted',
      lines: [{ reached: { count: 500 } }],
    })
  })

  test('of the same facts is made once, whoever asks and however often', async () => {
    const world = await reported()
    await accept(world)
    const before = await bytesOf(world, null)
    expect(await world.app.openData.publications.publish('oproep')).toEqual([])
    world.sql(`update outbox set status = 'pending', lease_until_ms = null where kind = 'publish'`)
    await later(world)
    await send(world, 'oproep/gent', 'note.add', { text: 'niets' })
    await world.works()
    expect(await versions(world)).toHaveLength(2)
    expect(await bytesOf(world, null)).toBe(before)
  })

  test('keeps every version as it was while the call goes on', async () => {
    const world = await awarded({ applicants: [gent, aalst] })
    const first = await bytesOf(world, 1)
    await send(world, 'oproep/gent', 'period.extend', because({ until: '2025-12-31' }))
    await world.works()
    const second = await bytesOf(world, 2)
    await send(world, 'oproep/aalst', 'project.terminate', because())
    await world.works()
    expect(await versions(world)).toHaveLength(3)
    await using again = await openApp({ database: world.file, kind: 'existing' })
    const fresh = { app: again }
    expect(await bytesOf(fresh, 1)).toBe(first)
    expect(await bytesOf(fresh, 2)).toBe(second)
    expect(second).not.toBe(first)
    expect(await factsOf(world, 'aalst', 2)).toMatchObject({ endedEarly: false })
    expect(await factsOf(world, 'aalst', 3)).toMatchObject({ endedEarly: true })
    expect(await world.app.engine.verify()).toEqual([])
  })
})

describe('a correction', () => {
  test('of a missing report: published as such at the balance decision, then anew', async () => {
    const world = await awarded()
    await world.at('2024-10-07T09:00:00').works()
    await send(world, 'oproep/gent', 'payment.execute', advanceOf())
    await world.at('2025-09-05T23:00:00').works()
    expect(await versions(world)).toHaveLength(1)
    await world.at('2025-09-06T10:00:00').works()
    expect(await factsOf(world)).toMatchObject({ report: 'missing' })
    const move = { deadline: 'finalReport', to: '2025-10-31', reason: 'ziek' }
    await send(world, 'oproep/gent', 'deadline.move', move)
    await world.works()
    expect(await factsOf(world)).toMatchObject({ report: 'expected' })
    await send(world, 'oproep/gent', 'finalReport.submit', {
      kpis: [{ line: 'g1', achieved: 510, actionsTaken: 'Veel.' }],
      stimuli: [{ stimulus: 'collaboration', account: 'Goed.' }],
    })
    await accept(world)
    expect(await factsOf(world)).toMatchObject({ report: 'accepted' })
    expect(await versions(world)).toHaveLength(4)
    expect(await factsOf(world, 'gent', 2)).toMatchObject({ report: 'missing' })
  })

  test('of an advance that comes back: the balance is not being decided any more', async () => {
    const world = await awarded()
    await world.at('2024-10-07T09:00:00').works()
    await send(world, 'oproep/gent', 'payment.execute', advanceOf())
    await world.at('2025-09-06T10:00:00').works()
    const order = advanceOf()
    await send(world, 'oproep/gent', 'payment.return', { ...order, ...because() })
    await world.works()
    expect(await factsOf(world)).toMatchObject({ report: 'expected' })
    expect(await versions(world)).toHaveLength(3)
  })

  test('of a report that came and was not accepted when the project ended early', async () => {
    const world = await reported()
    await send(world, 'oproep/gent', 'project.terminate', because())
    await world.works()
    expect(await factsOf(world)).toMatchObject({
      report: 'notAccepted',
      endedEarly: true,
      lines: [{ reached: null }],
    })
  })

  test('of who the authority is: a merger makes a new version on its day', async () => {
    const world = await awarded()
    await send(world, 'oproep/gent', 'applicant.succeed', {
      name: 'Groot-Gent',
      kbo: '0207437468',
      date: '2025-01-01',
      reference: 'decreet',
    })
    await world.at('2024-12-31T20:00:00').works()
    expect(await versions(world)).toHaveLength(1)
    await world.at('2025-01-02T10:00:00').works()
    expect(await factsOf(world)).toMatchObject({ recipient: { name: 'Groot-Gent' } })
    expect(await factsOf(world, 'gent', 1)).toMatchObject({ recipient: { name: 'gent' } })
  })
})

describe('a process that dies while it publishes', () => {
  test('leaves neither none nor two versions, whichever statement was its last', async () => {
    const dying = { left: Infinity }
    const onStatement = () => {
      dying.left -= 1
      if (dying.left < 0) throw new Error('the process died')
    }
    const world = await awarded({ onStatement })
    let deaths = 0
    for (let last = 0; ; last += 1) {
      const until = new Date(Date.UTC(2025, 9, 1 + last)).toISOString().slice(0, 10)
      await send(world, 'oproep/gent', 'period.extend', because({ until }))
      dying.left = last
      await world.app.effects.perform().catch(() => {})
      const died = dying.left < 0
      dying.left = Infinity
      await later(world)
      expect(await versions(world)).toHaveLength(last + 2)
      if (!died) break
      deaths += 1
    }
    expect(deaths).toBeGreaterThan(8)
    expect(await world.app.engine.verify()).toEqual([])
    expect(await world.app.engine.parked()).toEqual([])
  })

  test.each(['before-effect', 'after-effect'] as const)('%s is made good', async (point) => {
    let dies = false
    const database = freshFile()
    const faults = {
      crashPoint: (name: string) => {
        if (dies && name === point) throw new Error('killed')
      },
    }
    const world = await beforeAward({ database, faults })
    await send(world, 'oproep', 'award.decide', { date: '2024-07-05', reference: 'x' })
    dies = true
    await expect(world.app.effects.perform()).rejects.toMatchObject({ name: 'ProcessCrash' })
    const clock = world.clock
    clock.set(clock.nowMs() + 3_600_000)
    await using again = await openApp({ database, kind: 'live', clock })
    await again.effects.perform()
    expect(await again.openData.publications.versions('oproep')).toHaveLength(1)
    expect(await again.engine.verify()).toEqual([])
  })

  test('two processes that publish at once make one version', async () => {
    const world = await beforeAward()
    await send(world, 'oproep', 'award.decide', { date: '2024-07-05', reference: 'x' })
    await using other = await openApp({ database: world.file, kind: 'existing' })
    const made = await Promise.all([
      world.app.openData.publications.publish('oproep'),
      other.openData.publications.publish('oproep'),
    ])
    expect(made.flat()).toHaveLength(1)
    expect(await versions(world)).toHaveLength(1)
  })
})

describe('a replay', () => {
  test('publishes what production would have, however late its effects are performed', async () => {
    const folder = await folderOf(voorbeeld)
    const kind = { seed: folder.parameters.id, startMs: replayStartMs(folder) }
    const published = async (isLate: boolean) => {
      await using app = await openApp({ database: freshFile(), kind })
      const { effects } = app
      await replay(app.engine, app.queries, folder, isLate ? {} : { effects })
      await effects.perform()
      return await app.openData.publications.versions('voorbeeld')
    }
    const own = (all: Awaited<ReturnType<typeof published>>) =>
      all.map(({ notedAtMs: _, ...version }) => version)
    const early = own(await published(false))
    expect(early).toHaveLength(3)
    expect(own(await published(true))).toEqual(early)
  })
})
