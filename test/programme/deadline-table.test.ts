import { rmSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { afterAll, describe, expect, test } from 'vitest'
import { openApp } from '../../src/app.ts'
import { emptyDirectory, folderOf, migrateAgain, replayInto, voorbeeld } from './replayed.ts'

const directory = emptyDirectory()

afterAll(() => rmSync(directory, { recursive: true }))

describe('the migration deadlines', () => {
  test('fills in how every deadline stands, as events would have', async () => {
    const file = join(directory, 'before.sqlite')
    await replayInto(file, await folderOf(voorbeeld), Date.parse('2025-08-19T12:00:00Z'))
    const db = new BetterSqlite3(file)
    const rows = () => db.prepare('select * from deadline order by instance_id, name').all()
    const written = rows()
    db.exec('drop table deadline')
    await migrateAgain(file, 'deadlines')
    await using app = await openApp({ database: file, kind: 'existing' })
    expect(rows()).toEqual(written)
    expect(written).toContainEqual({
      instance_id: 'voorbeeld/gent',
      name: 'period',
      call_id: 'voorbeeld',
      due_ms: Date.parse('2025-09-30T21:59:59.999Z'),
      status: 'open',
    })
    expect(await app.engine.verify()).toEqual([])
    db.close()
  })
})
