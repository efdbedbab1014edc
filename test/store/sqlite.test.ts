import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql, type Kysely } from 'kysely'
import { afterEach, describe, expect, test } from 'vitest'
import { openDatabase, tablesIn, tablesOf, type Database } from '../../src/store/database.ts'
import { sqliteDialect } from '../../src/store/dialect.ts'
import { migrate, unknownMigrations, type Migration } from '../../src/store/migrate.ts'
import { prepare, prepareInsert } from '../../src/store/statement.ts'

interface Tables {
  item: { id: string; count: number }
}

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

const freshFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'store-'))
  closing.push(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'database.sqlite')
}

const open = async (
  file = freshFile(),
  onStatement?: (text: string) => void,
): Promise<Database> => {
  const database = await openDatabase({
    file,
    busyTimeoutMs: 50,
    ...(onStatement && { onStatement }),
  })
  closing.push(() => database.close())
  return database
}

const withItems = async (file?: string): Promise<Database> => {
  const database = await open(file)
  await migrate(database, 'ledger', [createItem])
  return database
}

const createItem: Migration = {
  name: 'item',
  up: async (trx) => {
    await trx.schema
      .createTable('item')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('count', 'integer')
      .execute()
  },
}

const add = (trx: Kysely<Tables>, id: string) =>
  trx.insertInto('item').values({ id, count: 0 }).execute()

const ids = async ({ reader }: Database): Promise<readonly string[]> =>
  (await tablesOf<Tables>(reader).selectFrom('item').select('id').orderBy('id').execute()).map(
    ({ id }) => id,
  )

describe('openDatabase', () => {
  test('writes ahead, fully synchronised, within bounds', async () => {
    const { writer } = await open()
    const pragma = async (name: string) =>
      Object.values((await sql.raw(`pragma ${name}`).execute(writer)).rows[0] as object)[0]
    expect(await pragma('journal_mode')).toBe('wal')
    expect(await pragma('synchronous')).toBe(2)
    expect(await pragma('journal_size_limit')).toBe(64 * 1024 * 1024)
  })

  test('a transaction is there as a whole or not at all', async () => {
    const database = await withItems()
    await database.transaction(async (trx) => add(tablesIn<Tables>(trx), 'a'))
    await expect(
      database.transaction(async (trx) => {
        await add(tablesIn<Tables>(trx), 'b')
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    expect(await ids(database)).toEqual(['a'])
  })

  test('transactions of one process wait for each other', async () => {
    const database = await withItems()
    await Promise.all(
      ['a', 'b', 'c'].map((id) =>
        database.transaction(async (trx) => {
          await add(tablesIn<Tables>(trx), id)
          await add(tablesIn<Tables>(trx), `${id}${id}`)
        }),
      ),
    )
    expect(await ids(database)).toEqual(['a', 'aa', 'b', 'bb', 'c', 'cc'])
  })

  test('the reader sees one picture, and cannot write', async () => {
    const database = await withItems()
    await database.readSnapshot(async (trx) => {
      const read = () => tablesIn<Tables>(trx).selectFrom('item').selectAll().execute()
      expect(await read()).toEqual([])
      await database.transaction((writing) => add(tablesIn<Tables>(writing), 'a'))
      expect(await read()).toEqual([])
      await expect(add(tablesIn<Tables>(trx), 'b')).rejects.toMatchObject({
        code: 'database-failed',
      })
    })
    expect(await ids(database)).toEqual(['a'])
  })

  test('another process that holds the lock is a coded error after the timeout', async () => {
    const file = freshFile()
    const one = await withItems(file)
    const two = await open(file)
    await one.transaction(async () => {
      await expect(two.transaction(async () => {})).rejects.toMatchObject({
        code: 'database-busy',
        retryable: true,
      })
    })
    await two.transaction((trx) => add(tablesIn<Tables>(trx), 'b'))
    expect(await ids(one)).toEqual(['b'])
  })

  test('a broken constraint is a coded error that is not worth another try', async () => {
    const database = await withItems()
    await database.transaction((trx) => add(tablesIn<Tables>(trx), 'a'))
    await expect(
      database.transaction((trx) => add(tablesIn<Tables>(trx), 'a')),
    ).rejects.toMatchObject({ code: 'constraint-violated', retryable: false })
  })

  test('a file that cannot be opened is a coded error', async () => {
    await expect(openDatabase({ file: '/nowhere/at/all.sqlite' })).rejects.toMatchObject({
      code: 'database-failed',
    })
  })

  test('a file that is no database is left as it was, and says what to do', async () => {
    const file = freshFile()
    writeFileSync(file, 'a letter, not a database\n'.repeat(100))
    await expect(openDatabase({ file })).rejects.toMatchObject({
      code: 'database-failed',
      message: expect.stringMatching(/no sound SQLite database; name another one/) as unknown,
    })
    expect(readFileSync(file, 'utf8')).toMatch(/^a letter/)
  })

  test('any statement can be made to fail, and nothing of its transaction stays', async () => {
    let isFailing = ''
    const database = await open(freshFile(), (text) => {
      if (isFailing !== '' && text.startsWith(isFailing)) throw new Error('planted')
    })
    await migrate(database, 'ledger', [createItem])
    for (const statement of ['begin', 'insert', 'commit']) {
      isFailing = statement
      await expect(
        database.transaction((trx) => add(tablesIn<Tables>(trx), 'a')),
      ).rejects.toMatchObject({ code: 'database-failed' })
    }
    isFailing = ''
    expect(await ids(database)).toEqual([])
    await database.transaction((trx) => add(tablesIn<Tables>(trx), 'a'))
  })

  test('closing empties the log ahead, and may be done twice', async () => {
    const file = freshFile()
    const database = await withItems(file)
    await database.transaction((trx) => add(tablesIn<Tables>(trx), 'a'))
    expect(statSync(`${file}-wal`).size).toBeGreaterThan(0)
    await database.close()
    await database.close()
    expect(statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0).toBe(0)
  })

  test('rows can be streamed', async () => {
    const database = await withItems()
    for (const id of ['a', 'b']) await database.transaction((trx) => add(tablesIn<Tables>(trx), id))
    const seen: string[] = []
    for await (const { id } of tablesOf<Tables>(database.reader)
      .selectFrom('item')
      .selectAll()
      .orderBy('id')
      .stream()) {
      seen.push(id)
    }
    expect(seen).toEqual(['a', 'b'])
  })
})

describe('migrate', () => {
  const second: Migration = {
    name: 'second',
    up: async (trx) => {
      await sql`alter table item add column more text`.execute(trx)
    },
  }

  test('runs what is new, once, in order', async () => {
    const database = await open()
    await migrate(database, 'ledger', [createItem])
    await migrate(database, 'ledger', [createItem, second])
    await migrate(database, 'ledger', [createItem, second])
    const { rows } = await sql`select * from ledger`.execute(database.reader)
    expect(rows).toEqual([
      { number: 1, name: 'item' },
      { number: 2, name: 'second' },
    ])
    expect(await unknownMigrations(database.reader, 'ledger', [createItem, second])).toEqual([])
    expect(await unknownMigrations(database.reader, 'ledger', [createItem])).toHaveLength(1)
  })

  test('refuses a database of a newer version, or of another history', async () => {
    const database = await open()
    await migrate(database, 'ledger', [createItem, second])
    await expect(migrate(database, 'ledger', [createItem])).rejects.toMatchObject({
      code: 'database-newer',
      message: expect.stringContaining('second'),
    })
    const other = { ...createItem, name: 'other' }
    await expect(migrate(database, 'ledger', [other, second])).rejects.toMatchObject({
      code: 'database-newer',
    })
  })

  test('a migration that fails leaves nothing', async () => {
    const database = await open()
    const failing: Migration = {
      name: 'failing',
      up: async () => {
        throw new Error('half way')
      },
    }
    await expect(migrate(database, 'ledger', [createItem, failing])).rejects.toThrow('half way')
    await migrate(database, 'ledger', [createItem])
    expect(await ids(database)).toEqual([])
  })

  test('two that start at once do it once', async () => {
    const file = freshFile()
    const [one, two] = await Promise.all([open(file), open(file)])
    await Promise.all([migrate(one, 'ledger', [createItem]), migrate(two, 'ledger', [createItem])])
    expect(await ids(one)).toEqual([])
  })
})

describe('prepared statements', () => {
  test('are compiled once and run with other parameters, lists included', async () => {
    const database = await withItems()
    const db = tablesOf<Tables>(database.writer)
    const insert = prepareInsert<Tables['item']>(sqliteDialect, ['id', 'count'], (rows) =>
      db.insertInto('item').values(rows),
    )
    const find = prepare<{ ids: readonly string[]; least: number }, Tables['item']>(
      sqliteDialect,
      (param) =>
        db
          .selectFrom('item')
          .selectAll()
          .where((eb) => sqliteDialect.isIn(eb.ref('id'), param('ids')))
          .where('count', '>=', param('least'))
          .orderBy('count'),
    )
    const rows = Array.from({ length: 77 }, (_, index) => ({ id: `i${index}`, count: index }))
    await insert.run(database.writer, rows)
    expect(await ids(database)).toHaveLength(77)
    expect(await find.all(database.reader, { ids: ['i5', 'i50', 'i60'], least: 50 })).toEqual([
      { id: 'i50', count: 50 },
      { id: 'i60', count: 60 },
    ])
    expect(await find.first(database.reader, { ids: ['i1'], least: 5 })).toBeUndefined()
    const raise = prepare<{ id: string; count: number }>(sqliteDialect, (param) =>
      db
        .updateTable('item')
        .set({ count: param('count') })
        .where('id', '=', param('id')),
    )
    expect(await raise.run(database.writer, { id: 'i1', count: 100 })).toBe(1)
    expect(await raise.run(database.writer, { id: 'none', count: 100 })).toBe(0)
  })
})
