import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openApp } from '../../src/app.ts'
import { mijlpaal } from '../../src/cli/program.ts'
import { eventually } from '../e2e/process.ts'
import { folderOf, replayInto, voorbeeld } from '../programme/replayed.ts'

let directory = ''

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mijlpaal-backup-'))
})

afterEach(() => {
  rmSync(directory, { recursive: true })
})

const at = (name: string) => join(directory, name)

const run = (...words: readonly string[]) =>
  mijlpaal().parseAsync([...words, '--json'], { from: 'user' })

async function replayed(name: string, until = '2024-05-10'): Promise<string> {
  const file = at(name)
  await replayInto(file, await folderOf(voorbeeld), Date.parse(until))
  return file
}

function logOf(file: string): readonly unknown[] {
  const db = new BetterSqlite3(file, { readonly: true })
  try {
    return db.prepare('select position, type, hash from event order by position').all()
  } finally {
    db.close()
  }
}

async function findings(file: string) {
  await using app = await openApp({ database: file, kind: 'existing', mustExist: true })
  return await app.engine.verify()
}

describe('mijlpaal backup', () => {
  test('copies while another process writes, and the copy is a part of what that wrote', async () => {
    const file = at('live.sqlite')
    const script = join(import.meta.dirname, 'continuous-sender.ts')
    const sender = spawn(process.execPath, ['--import', 'tsx', script, file])
    const printed: Buffer[] = []
    sender.stdout.on('data', (part: Buffer) => printed.push(part))
    const ended = once(sender, 'close')
    const length = () => (existsSync(`${file}-wal`) ? countOf(file) : 0)
    const before = await eventually(length, (count) => count > 200)
    await run('backup', at('copy.sqlite'), '--database', file)
    const between = countOf(file)
    await eventually(length, (count) => count > between)
    sender.kill('SIGTERM')
    expect(await ended).toEqual([0, null])

    const copy = logOf(at('copy.sqlite'))
    const whole = logOf(file)
    expect(copy.length).toBeGreaterThanOrEqual(before)
    expect(copy.length).toBeLessThan(whole.length)
    expect(whole.slice(0, copy.length)).toEqual(copy)
    // Every note that was acknowledged stands in the log.
    const notes = whole.filter((row) => (row as { type: string }).type === 'note.add')
    expect(notes.length).toBe(Number(Buffer.concat(printed).toString()))
    expect(await findings(at('copy.sqlite'))).toEqual([])
    expect(await findings(file)).toEqual([])
  })

  test('is one file that only its owner may read, and leaves nothing beside it', async () => {
    const file = await replayed('a.sqlite')
    await run('backup', at('copy.sqlite'), '--database', file)
    expect(readdirSync(directory)).toEqual(['a.sqlite', 'copy.sqlite'])
    expect(statSync(at('copy.sqlite')).mode & 0o777).toBe(0o600)
  })

  test('does not overwrite', async () => {
    const file = await replayed('a.sqlite')
    writeFileSync(at('copy.sqlite'), 'precious')
    await expect(run('backup', at('copy.sqlite'), '--database', file)).rejects.toThrow(
      /copy\.sqlite exists already; give a new name\.$/,
    )
    expect(statSync(at('copy.sqlite')).size).toBe(8)
  })

  test('gives no name to a copy that does not verify', async () => {
    const file = await replayed('a.sqlite')
    change(file, `update event set at_ms = at_ms + 1 where position = 10`)
    await expect(run('backup', at('copy.sqlite'), '--database', file)).rejects.toMatchObject({
      message: expect.stringMatching(
        /a\.sqlite does not verify: \d+ things do not agree\.$/,
      ) as string,
      details: expect.arrayContaining([expect.stringMatching(/^event /)]) as string[],
    })
    expect(readdirSync(directory)).toEqual(['a.sqlite'])
  })

  test('names the tools of PostgreSQL for a database there', async () => {
    const url = 'postgres://127.0.0.1:1/none'
    await expect(run('backup', at('b'), '--database', url)).rejects.toThrow(/use pg_dump\.$/)
    await expect(run('restore', at('b'), '--database', url)).rejects.toThrow(/use pg_restore\.$/)
  })
})

describe('mijlpaal restore', () => {
  test('brings a backup back where nothing is', async () => {
    const file = await replayed('a.sqlite')
    await run('backup', at('copy.sqlite'), '--database', file)
    await run('restore', at('copy.sqlite'), '--database', at('new.sqlite'))
    expect(logOf(at('new.sqlite'))).toEqual(logOf(file))
    expect(await findings(at('new.sqlite'))).toEqual([])
  })

  test('replaces only when it is asked to, and keeps what stood there', async () => {
    const file = await replayed('a.sqlite')
    await run('backup', at('copy.sqlite'), '--database', file)
    await replayInto(file, await folderOf(voorbeeld), Date.parse('2024-07-10'))
    const later = logOf(file)
    const restore = ['restore', at('copy.sqlite'), '--database', file]
    await expect(run(...restore)).rejects.toThrow(/exists already; --replace puts the backup/)
    expect(logOf(file)).toEqual(later)
    await run(...restore, '--replace')
    expect(logOf(file)).toEqual(logOf(at('copy.sqlite')))
    const kept = readdirSync(directory).filter((name) => name.includes('.replaced-'))
    expect(kept).toEqual([expect.stringMatching(/^a\.sqlite\.replaced-\d{8}T\d{6}Z$/)])
    expect(logOf(at(kept[0] ?? ''))).toEqual(later)
  })

  test('does not touch a database that a process has open', async () => {
    const file = await replayed('a.sqlite')
    await run('backup', at('copy.sqlite'), '--database', file)
    const restore = () => run('restore', at('copy.sqlite'), '--database', file, '--replace')
    {
      await using _app = await openApp({ database: file, kind: 'existing' })
      await expect(restore()).rejects.toThrow(/a\.sqlite is in use; stop serve, workers/)
      expect(readdirSync(directory).filter((name) => /replaced|part/.test(name))).toEqual([])
    }
    await restore()
  })

  test('refuses a backup that does not verify, and changes nothing', async () => {
    const file = await replayed('a.sqlite')
    copyFileSync(file, at('forged.sqlite'))
    change(at('forged.sqlite'), `update project set phase = 'closed'`)
    const before = readdirSync(directory)
    await expect(
      run('restore', at('forged.sqlite'), '--database', file, '--replace'),
    ).rejects.toThrow(/forged\.sqlite does not verify/)
    writeFileSync(at('forged.sqlite'), 'x'.repeat(8192))
    await expect(
      run('restore', at('forged.sqlite'), '--database', file, '--replace'),
    ).rejects.toThrow(/no sound SQLite database/)
    expect(readdirSync(directory)).toEqual(before)
    expect(await findings(file)).toEqual([])
  })

  test('replaces a database that can no longer be read, with the log beside it', async () => {
    const file = await replayed('a.sqlite')
    await run('backup', at('copy.sqlite'), '--database', file)
    writeFileSync(file, 'x'.repeat(8192))
    writeFileSync(`${file}-wal`, 'y'.repeat(100))
    await run('restore', at('copy.sqlite'), '--database', file, '--replace')
    expect(await findings(file)).toEqual([])
    const kept = readdirSync(directory).filter((name) => name.includes('.replaced-'))
    expect(kept.map((name) => name.replace(/\d{8}T\d{6}Z/, 'T'))).toEqual([
      'a.sqlite.replaced-T',
      'a.sqlite.replaced-T-wal',
    ])
  })
})

function countOf(file: string): number {
  const db = new BetterSqlite3(file, { readonly: true, timeout: 5000 })
  try {
    const isMade = db.prepare(`select 1 from sqlite_master where name = 'event'`).get()
    if (isMade === undefined) return 0
    return (db.prepare('select count(*) as count from event').get() as { count: number }).count
  } finally {
    db.close()
  }
}

function change(file: string, statement: string): void {
  const db = new BetterSqlite3(file)
  db.prepare(statement).run()
  db.close()
}
