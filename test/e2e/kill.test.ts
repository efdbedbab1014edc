import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import BetterSqlite3 from 'better-sqlite3'
import { afterAll, describe, expect, test } from 'vitest'
import { Chance } from '../simulation/chance.ts'
import { builtProgram } from './process.ts'

const root = join(import.meta.dirname, '../..')
const directory = mkdtempSync(join(tmpdir(), 'mijlpaal-kill-'))

afterAll(() => {
  rmSync(directory, { recursive: true })
})

/** The command line in a process of its own, so that kill -9 ends nothing else. */
function mijlpaal(...options: readonly string[]): ChildProcess {
  const command = [builtProgram, ...options]
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
  return rowsOf<Seen>(
    file,
    `select position, instance_id as instance, revision, key, hash from event order by position`,
  )
}

function lengthOf(file: string): number {
  return rowsOf<{ length: number }>(file, 'select count(*) as length from event')[0]?.length ?? 0
}

function rowsOf<Row>(file: string, query: string): readonly Row[] {
  if (!existsSync(file)) return []
  const db = new BetterSqlite3(file, { fileMustExist: true, timeout: 5000 })
  try {
    const isMade = db.prepare(`select 1 from sqlite_master where name = 'event'`).get()
    return isMade === undefined ? [] : (db.prepare(query).all() as Row[])
  } finally {
    db.close()
  }
}

/** Lets it run until the log has so many rows, and a little longer; then kills it. */
async function killed(folder: string, file: string, rows: number, delayMs: number) {
  const child = mijlpaal('replay', folder, '--database', file, '--json')
  const closed = once(child, 'close')
  child.stdout?.resume()
  while (child.exitCode === null) {
    // Before SQLite has made its own log, looking would stand in its way.
    if (existsSync(`${file}-wal`) && lengthOf(file) >= rows) break
    await sleep(5)
  }
  await sleep(delayMs)
  const before = logIn(file)
  const isKilled = child.exitCode === null && child.kill('SIGKILL')
  await closed
  return { before, after: logIn(file), isKilled }
}

const folders = [
  { name: 'voorbeeld', folder: 'test/fixtures/voorbeeld', kills: 4, rows: 60 },
  { name: 'the shipped call', folder: 'calls/plan-samenleven-3', kills: 5, rows: 900 },
]

describe('kill -9 during a replay', () => {
  test.each(folders)(
    'loses and doubles nothing, and the same command resumes it: $name',
    async ({ name, folder, kills, rows }) => {
      const undisturbed = outputOf(mijlpaal('replay', folder, '--json'))
      const chance = new Chance(name.length)
      const file = join(directory, `${name.replaceAll(' ', '-')}.sqlite`)
      const sizes: number[] = [0]
      for (let round = 0; round < kills; round += 1) {
        const wanted = (sizes.at(-1) ?? 0) + chance.int(rows)
        const { before, after, isKilled } = await killed(folder, file, wanted, chance.int(20))
        expect(after.slice(0, before.length)).toEqual(before)
        expectEachOnce(after)
        if (isKilled) sizes.push(after.length)
      }
      const resumed = await outputOf(mijlpaal('replay', folder, '--database', file, '--json'))
      expect(resumed.code).toBe(0)
      expect(resumed.out).toBe((await undisturbed).out)
      const whole = logIn(file)
      expectEachOnce(whole)
      // At least one of them was killed with its work half done.
      expect(sizes.some((size) => size > 0 && size < whole.length)).toBe(true)
      const verified = await outputOf(mijlpaal('verify', '--database', file, '--json'))
      expect(verified.code).toBe(0)
      expect(JSON.parse(verified.out)).toMatchObject({ findings: [] })
    },
    120_000,
  )
})

function expectEachOnce(log: readonly Seen[]): void {
  expect(log.map(({ position }) => position)).toEqual(log.map((_, index) => index + 1))
  const keys = log.flatMap(({ instance, key }) => (key === null ? [] : [`${instance} ${key}`]))
  expect(new Set(keys).size).toBe(keys.length)
  const revisions = log.map(({ instance, revision }) => `${instance} ${revision}`)
  expect(new Set(revisions).size).toBe(revisions.length)
}
