import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openLogger } from '../../src/logger.ts'
import { logBatch } from '../../src/operating/batch-log.ts'
import { live, openWorld, startFolder } from '../effects/mail/world.ts'
import { folderOf, voorbeeld } from '../programme/replayed.ts'

const END = Date.parse('2027-01-01T00:00:00Z')

describe('the log of a whole call', () => {
  test('tells every event and refusal, and holds nobody’s data', async () => {
    const lines: string[] = []
    const logger = openLogger({
      level: 'debug',
      destination: { write: (line) => lines.push(line) },
    })
    const world = await openWorld({
      applicants: [],
      onBatch: (report) => logBatch(logger, report),
    })
    const folder = await folderOf(voorbeeld)
    world.at('2024-03-01T09:00:00')
    await startFolder(world, folder)
    await live(world, folder, { outages: [], untilMs: END })

    const told = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    const projects = ['voorbeeld', 'voorbeeld/gent', 'voorbeeld/aalst', 'voorbeeld/boom']
    for (const instance of projects) {
      const history = await world.app.engine.history(instance)
      expect(told.filter((line) => line['instance'] === instance)).toMatchObject(
        history.map(({ revision, type, cause }) => ({
          msg: 'event applied',
          call: 'voorbeeld',
          event: `${instance}:${revision}`,
          type,
          cause,
        })),
      )
    }
    const refused = told.filter(({ msg }) => msg === 'event refused')
    expect(refused.map(({ code }) => code)).toContain('motivation-missing')

    const secrets = privateStrings()
    expect(secrets.length).toBeGreaterThan(25)
    expect(secrets.filter((each) => holds(lines, each))).toEqual([])
    // The same search does find what is there.
    expect(holds(lines, 'gent')).toBe(true)
  })
})

function holds(lines: readonly string[], word: string): boolean {
  const literal = word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  const pattern = new RegExp(`(?<![\\p{L}\\d])${literal}(?![\\p{L}\\d])`, 'u')
  return lines.some((line) => pattern.test(line))
}

/** Names of people, addresses, accounts and every text of more than one word. */
function privateStrings(): readonly string[] {
  const file = (name: string) => readFileSync(join(voorbeeld, name), 'utf8')
  const events = file('events.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { actor: string; data?: unknown })
  const applicants = JSON.parse(file('applicants.json')) as Record<
    'email' | 'iban' | 'kbo',
    string
  >[]
  const texts = events.flatMap(({ data }) => stringsIn(data)).filter((each) => each.includes(' '))
  return [
    ...new Set([
      ...events.map(({ actor }) => actor),
      ...applicants.flatMap(({ email, iban, kbo }) => [email, iban, kbo]),
      ...texts,
    ]),
  ]
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (value === null || typeof value !== 'object') return []
  return Object.values(value).flatMap(stringsIn)
}
