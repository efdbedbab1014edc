import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Mail } from '../../../src/programme/mail-book.ts'
import type { Outage } from '../../../src/programme/outage.ts'
import { openApp, type App } from '../../../src/app.ts'
import { replay, replayStartMs } from '../../../src/programme/replay.ts'
import { folderOf, voorbeeld } from '../../programme/replayed.ts'
import { freshFile, live, openWorld, settings, startFolder } from './world.ts'

const DAY = 86_400_000
const FIRST = Date.parse('2024-04-01T00:00:00Z')
const LAST = Date.parse('2025-11-01T00:00:00Z')

/** Outages that end near a due time, where there is most to get wrong, and others. */
const dues = ['2024-05-06', '2025-01-05', '2025-07-05', '2025-07-31', '2025-10-15']
const outage = fc
  .tuple(
    fc.oneof(
      fc.integer({ min: FIRST, max: LAST }),
      fc
        .tuple(fc.constantFrom(...dues), fc.integer({ min: -4 * DAY, max: 4 * DAY }))
        .map(([date, away]) => Date.parse(`${date}T00:00:00Z`) + away),
    ),
    fc.integer({ min: 1, max: 60 * DAY }),
  )
  .map(([toMs, length]): Outage => ({ fromMs: toMs - length, toMs }))

/** What brings the thing that a deadline asks for. */
const brings: Readonly<Record<string, string>> = {
  interimReport: 'interimReport.submit',
  finalReport: 'finalReport.submit',
  finalGrace: 'finalReport.submit',
  'accounts.2024': 'accounts.submit',
  'hearing.balance': 'clawback.hear',
  'repayment.balance': 'clawback.repay',
}

/** The first time that what a deadline asks for came, by the log. */
async function metMs({ engine }: App, { instance, about }: Mail): Promise<number> {
  const history = await engine.history(instance)
  return history.find(({ type }) => type === brings[about])?.at ?? Infinity
}

/** What may be mailed once only. */
function keyOf({ instance, about, step, reader, once }: Mail): string {
  return [instance, about, step, reader, once].join(' ')
}

/** What must be so whatever outages there were. */
async function check(app: App): Promise<void> {
  const mails = (await app.mails.list()).filter(({ template }) => template === 'reminder')
  expect(mails.every(({ status }) => status === 'kept' || status === 'skipped')).toBe(true)
  const left = mails.filter(({ status }) => status === 'kept')
  expect(new Set(left.map(keyOf)).size).toBe(left.length)
  for (const mail of left) expect(mail.notedAtMs).toBeLessThan(await metMs(app, mail))
  // Of the steps of one deadline that were noted together, one leaves per reader.
  const together = left.map(
    ({ instance, about, reader, notedAtMs }) => `${instance} ${about} ${reader} ${notedAtMs}`,
  )
  expect(new Set(together).size).toBe(left.length)
  expect(await app.engine.parked()).toEqual([])
}

describe('reminders under random outages', () => {
  const outages = fc.array(outage, { maxLength: 4 })

  test('of a replay: each step leaves at most once, and none after what it asks for', async () => {
    const folder = await folderOf(voorbeeld)
    const kind = { seed: folder.parameters.id, startMs: replayStartMs(folder) }
    const replayed = async (given: readonly Outage[]) => {
      await using app = await openApp({ database: freshFile(), kind, mail: settings() })
      await replay(app.engine, app.queries, folder, { effects: app.effects, outages: given })
      await check(app)
    }
    await fc.assert(fc.asyncProperty(outages, replayed), { numRuns: 15, seed: 20241223 })
  }, 60_000)

  test('of workers: each step leaves at most once, and none after what it asks for', async () => {
    const folder = await folderOf(voorbeeld)
    const lived = async (given: readonly Outage[]) => {
      const world = await openWorld({ applicants: [] })
      await startFolder(world, folder)
      await live(world, folder, { outages: given, untilMs: LAST })
      await check(world.app)
    }
    await fc.assert(fc.asyncProperty(outages, lived), { numRuns: 4, seed: 20250105 })
  }, 60_000)
})
