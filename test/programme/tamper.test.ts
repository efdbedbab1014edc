import { execFile } from 'node:child_process'
import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApp, type App } from '../../src/app.ts'
import { pdf } from './documents/contents.ts'
import { emptyDirectory, folderOf, replayInto, voorbeeld } from './replayed.ts'

const root = join(import.meta.dirname, '../..')
const directory = emptyDirectory()
const file = join(directory, 'replayed.sqlite')

let app: App
let db: BetterSqlite3.Database

beforeAll(async () => {
  // At this moment nothing of a project's row is empty that could be altered.
  await replayInto(file, await folderOf(voorbeeld), Date.parse('2025-08-19T12:00:00Z'))
  app = await openApp({ database: file, kind: 'existing' })
  const gent = (await app.engine.instance('voorbeeld/gent'))!
  await app.effects.perform()
  const bytes = await pdf()
  const more = { kind: 'other', person: 'mia', roles: ['manager'] }
  await app.papers.files.attach(gent, { ...more, name: 'decree.pdf', bytes })
  db = new BetterSqlite3(file, { timeout: 5000 })
})

afterAll(async () => {
  db.close()
  await app[Symbol.asyncDispose]()
  rmSync(directory, { recursive: true })
})

const columns = {
  ledger_entry: 'instance_id revision place call_id at_ms debit credit cents subject'.split(' '),
  ledger_head: ['id', 'entries', 'hash'],
  deadline: 'instance_id name call_id due_ms status'.split(' '),
  publication_fact: 'instance_id revision call_id at_ms facts'.split(' '),
  publication: 'call_id version at_ms publisher digest noted_at_ms'.split(' '),
  publication_entry: 'call_id instance_id version revision'.split(' '),
  deadline_change: 'instance_id name revision call_id at_ms due_ms status'.split(' '),
  project: [
    'id call_id name phase next_deadline next_due_ms overdue requested_cents awarded_cents',
    'advance_paid_cents balance_paid_cents released_cents clawback_demanded_cents',
    'recovered_cents written_off_cents kbo search assignee',
  ].flatMap((names) => names.split(' ')),
  task: 'instance_id type proposal call_id due_ms overdue roles proposed_by'.split(' '),
  letter: 'instance_id revision name call_id at_ms deadline once facts'.split(' '),
  document: [
    'number instance_id call_id kind about media_type size digest at_ms title person salt',
    'said_digest hash',
  ].flatMap((names) => names.split(' ')),
  document_head: ['id', 'entries', 'hash'],
}

/** When a version was noted is physical: it stands in no digest. */
const physical = 'noted_at_ms'

const cells = Object.entries(columns).flatMap(([table, names]) =>
  names.filter((column) => column !== physical).map((column) => ({ table, column })),
)

describe('verify', () => {
  test('finds nothing where nobody tampered', async () => {
    expect(await app.engine.verify()).toEqual([])
  })

  test.each(Object.entries(columns))('is tried on every column of %s', (table, names) => {
    const known = db.pragma(`table_info(${table})`) as { name: string }[]
    expect(known.map(({ name }) => name).toSorted()).toEqual([...names].toSorted())
  })

  test.each(cells)('finds $column of $table altered', async ({ table, column }) => {
    const row = rowsOf(table)[0]!
    const value = row[column]
    const altered = typeof value === 'number' ? value + 1000 : `${value as string}x`
    replace(table, row, { ...row, [column]: altered })
    const tables = await tablesFound()
    replace(table, { ...row, [column]: altered }, row)
    expect(tables).toContain(table)
  })

  test.each([
    ...Object.keys(columns).map((table) => ({ table, which: 'first' })),
    ...Object.keys(columns).map((table) => ({ table, which: 'last' })),
  ])('finds the $which row of $table deleted', async ({ table, which }) => {
    const row = rowsOf(table).at(which === 'first' ? 0 : -1)!
    replace(table, row, null)
    const tables = await tablesFound()
    replace(table, null, row)
    expect(tables).toContain(table)
  })

  test('finds nothing once everything is as it was', async () => {
    expect(await app.engine.verify()).toEqual([])
  })

  test.each([
    { sql: `update ledger_entry set cents = cents + 1 where debit = 'paid'` },
    { sql: `update project set phase = 'closed' where id = 'voorbeeld/gent'` },
    { sql: `delete from event where position = (select max(position) from event)` },
  ])('makes the command line exit 1 after: $sql', async ({ sql }) => {
    const copy = join(directory, 'copy.sqlite')
    db.pragma('wal_checkpoint(TRUNCATE)')
    copyFileSync(file, copy)
    const tampered = new BetterSqlite3(copy)
    tampered.exec(sql)
    tampered.close()
    const { code, err } = await verify(copy)
    rmSync(copy)
    expect(code).toBe(1)
    expect(err).toMatch(/do not agree/)
  })
})

type Row = Readonly<Record<string, unknown>>

function rowsOf(table: string): readonly Row[] {
  return db.prepare(`select * from ${table} order by 1, 2, 3`).all() as Row[]
}

/** Takes one row away, and puts another in its place. */
function replace(table: string, old: Row | null, row: Row | null): void {
  if (old !== null) {
    const where = Object.keys(old).map((name) => `${name} is ?`)
    db.prepare(`delete from ${table} where ${where.join(' and ')}`).run(Object.values(old))
  }
  if (row === null) return
  const places = Object.keys(row).map(() => '?')
  const insert = `insert into ${table} (${Object.keys(row).join()}) values (${places.join()})`
  db.prepare(insert).run(Object.values(row))
}

async function tablesFound(): Promise<readonly string[]> {
  return (await app.engine.verify()).map(({ table }) => table)
}

function verify(database: string): Promise<{ code: number; err: string }> {
  const command = ['--import', 'tsx', 'src/cli/main.ts', 'verify', '--database', database]
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: root }, (error, _out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), err })
    })
  })
}
