import { join } from 'node:path'
import { rmSync } from 'node:fs'
import BetterSqlite3 from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApp } from '../../src/app.ts'
import { emptyDirectory, folderOf, migrateAgain, replayInto, voorbeeld } from './replayed.ts'

const directory = emptyDirectory()
const file = join(directory, 'tasks.sqlite')

beforeAll(async () => {
  await replayInto(file, await folderOf(voorbeeld), Date.parse('2025-08-19T12:00:00Z'))
  await using app = await openApp({ database: file, kind: 'existing' })
  const data = { person: 'rik' }
  const sender = { person: 'mia', roles: ['manager'] }
  await app.engine.send({ to: 'voorbeeld/gent', type: 'project.assign', data, sender })
})

afterAll(() => rmSync(directory, { recursive: true }))

describe('what waits for people', () => {
  test('is written for a database that is older than its table', async () => {
    const before = rowsOf()
    expect(before.tasks.length).toBeGreaterThan(3)
    expect(before.assignees).toHaveLength(1)
    withoutTable()
    await migrateAgain(file, 'task')
    const app = await openApp({ database: file, kind: 'existing' })
    const findings = await app.engine.verify()
    await app[Symbol.asyncDispose]()
    expect(findings).toEqual([])
    expect(rowsOf()).toEqual(before)
  })

  test('leaves an open proposal to others than who proposed it', async () => {
    await using app = await openApp({ database: file, kind: 'existing' })
    const calls = [{ call: 'voorbeeld', title: 'Voorbeeld', roles: ['reviewer'], kbo: null }]
    const waiting = async (person: string) => {
      const personId = await app.engine.log.personId(person)
      const question = {
        reader: { personId, calls },
        files: 'all',
        after: null,
        limit: 9,
      } as const
      const { items } = await app.queries.tasks(question)
      return items.map(({ id, type }) => `${id} ${type}`)
    }
    // Rik proposed both balances.
    expect(await waiting('rik')).toEqual([])
    expect(await waiting('nobody the log knows')).toEqual([
      'voorbeeld/aalst balance.approve',
      'voorbeeld/gent balance.approve',
    ])
    const reader = { personId: undefined, calls }
    expect(await app.queries.countTasks(reader, 99)).toBe(2)
    expect(await app.queries.countTasks(reader, 1)).toBe(1)
  })
})

function rowsOf() {
  const db = new BetterSqlite3(file)
  try {
    return {
      tasks: db.prepare('select * from task order by 1, 2, 3').all(),
      assignees: db.prepare('select id, assignee from project where assignee is not null').all(),
    }
  } finally {
    db.close()
  }
}

/** As the release before the table left it. */
function withoutTable(): void {
  const db = new BetterSqlite3(file)
  try {
    db.exec(`
      drop table task;
      drop index project_assignee;
      drop index mail_status;
      alter table project drop column assignee;
    `)
  } finally {
    db.close()
  }
}
