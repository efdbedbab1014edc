import { rmSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { afterAll, describe, expect, test } from 'vitest'
import { openApp } from '../../src/app.ts'
import { emptyDirectory, folderOf, migrateAgain, replayInto, voorbeeld } from './replayed.ts'

const directory = emptyDirectory()

afterAll(() => rmSync(directory, { recursive: true }))

describe('the migration project-list', () => {
  test('fills in, for projects that are there already, what new ones get with their events', async () => {
    const file = join(directory, 'before.sqlite')
    await replayInto(file, await folderOf(voorbeeld), Date.parse('2025-08-19T12:00:00Z'))
    const db = new BetterSqlite3(file)
    const rows = () => db.prepare('select id, kbo, search from project order by id').all()
    const written = rows()
    for (const index of ['name', 'due_all', 'awarded', 'phase_all', 'kbo']) {
      db.exec(`drop index project_${index}`)
    }
    for (const column of ['kbo', 'search']) db.exec(`alter table project drop column ${column}`)
    await migrateAgain(file, 'project-list')
    await using app = await openApp({ database: file, kind: 'existing' })
    expect(rows()).toEqual(written)
    expect(written).toContainEqual({
      id: 'voorbeeld/gent',
      kbo: '0207451227',
      search: 'gent gent 0207451227 44021',
    })
    expect(await app.engine.verify()).toEqual([])
    db.close()
  })
})
