import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import BetterSqlite3 from 'better-sqlite3'
import { afterAll, describe, expect, test } from 'vitest'
import { Chance } from '../simulation/chance.ts'

const root = join(import.meta.dirname, '../..')
const directory = mkdtempSync(join(tmpdir(), 'mijlpaal-kill-'))

afterAll(() => {
  rmSync(directory, { recursive: true })
})

/** The command line in a process of its own, so that kill -9 ends nothing else. */
function mijlpaal(...options: readonly string[]): ChildProcess {
  const command = ['--import', 'tsx', 'src/cli/main.ts', ...options]
  return spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
}

async function outputOf(child: ChildProcess): Promise<{ code: number | null; out: string }> {
  const parts: string[] = []
  child.stdout?.on('data', (part: Buffer) => parts.push(part.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, out: parts.join('') }
}

interface Seen {
  readonly position: number
  readonly instance: string
  readonly revision: number
  readonly key: string | null
  readonly hash: string
}

/** What another process sees in the file: committed, so never to be lost again. */
function logIn(file: string): readonly Seen[] {
  const db = new BetterSqlite3(file, { fileMustExist: true })
  try {
    db.pragma('busy_timeout = 5000')
    const isMade = db.prepare(`select 1 from sqlite_master where name = 'event'`).get()
    if (isMade === undefined) return []
    return db
      .prepare(
        `select position, instance_id as instance, revision, key, hash from event
        order by position`,
      )
      .all() as Seen[]
  } finally {
    db.close()
  }
}

/** Lets it run for a while, kills it, and returns what was seen in the file before and after. */
async function killed(folder: string, file: string, delayMs: number) {
  const child = mijlpaal('replay', folder, '--database', file, '--json')
  const closed = once(child, 'close')
  child.stdout?.resume()
  while (!existsSync(file) && child.exitCode === null) await sleep(5)
  await sleep(delayMs)
  const before = existsSync(file) ? logIn(file) : []
  const isKilled = child.kill('SIGKILL')
  await closed
  return { before, after: existsSync(file) ? logIn(file) : [], isKilled }
}

const folders = [
  { name: 'voorbeeld', folder: 'test/fixtures/voorbeeld', kills: 8, longestMs: 300 },
  { name: 'the shipped call', folder: 'calls/plan-samenleven-3', kills: 6, longestMs: 1500 },
]

describe('kill -9 during a replay', () => {
  test.each(folders)(
    'loses and doubles nothing, and $name is resumed to the same end',
    async ({ name, folder, kills, longestMs }) => {
      const chance = new Chance(name.length)
      const file = join(directory, `${name.replaceAll(' ', '-')}.sqlite`)
      let interrupted = 0
      for (let round = 0; round < kills; round += 1) {
        const { before, after, isKilled } = await killed(folder, file, chance.int(longestMs))
        expect(after.slice(0, before.length)).toEqual(before)
        expectEachOnce(after)
        if (isKilled) interrupted += 1
      }
      expect(interrupted).toBeGreaterThan(0)
      const resumed = await outputOf(mijlpaal('replay', folder, '--database', file, '--json'))
      const undisturbed = await outputOf(mijlpaal('replay', folder, '--json'))
      expect(resumed.code).toBe(0)
      expect(resumed.out).toBe(undisturbed.out)
      expectEachOnce(logIn(file))
      const verified = await outputOf(mijlpaal('verify', '--database', file, '--json'))
      expect(verified.code).toBe(0)
      expect(JSON.parse(verified.out)).toMatchObject({ findings: [] })
    },
  )
})

function expectEachOnce(log: readonly Seen[]): void {
  expect(log.map(({ position }) => position)).toEqual(log.map((_, index) => index + 1))
  const keys = log.flatMap(({ instance, key }) => (key === null ? [] : [`${instance} ${key}`]))
  expect(new Set(keys).size).toBe(keys.length)
  const revisions = log.map(({ instance, revision }) => `${instance} ${revision}`)
  expect(new Set(revisions).size).toBe(revisions.length)
}
