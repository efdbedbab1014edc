import { sql, type Transaction } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  openDatabase,
  tablesIn,
  tablesOf,
  type Database,
  type NoTables,
  type PostgresqlOptions,
} from '../../src/store/database.ts'
import { migrate, type Migration } from '../../src/store/migrate.ts'
import { freshSchema, PostgresqlServer } from '../postgresql.ts'

interface Tables {
  item: { id: string; count: number }
}

let server: PostgresqlServer
const opened: Database[] = []

beforeAll(async () => {
  server = await PostgresqlServer.start()
})

afterEach(async () => {
  for (const database of opened.splice(0)) await database.close()
})

afterAll(() => server[Symbol.asyncDispose]())

const open = async (options: PostgresqlOptions): Promise<Database> => {
  const database = await openDatabase(options)
  opened.push(database)
  return database
}

const createItems: Migration = {
  name: 'item',
  up: async (trx) => {
    await trx.schema
      .createTable('item')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('count', 'integer', (column) => column.notNull())
      .execute()
  },
}

const withItems = async (): Promise<{ readonly url: string; readonly database: Database }> => {
  const url = await freshSchema(server.url('postgres'))
  const database = await open({ url })
  await migrate(database, 'item_migration', [createItems])
  return { url, database }
}

const add = (trx: Transaction<NoTables>, id: string, count = 0) =>
  tablesIn<Tables>(trx).insertInto('item').values({ id, count }).execute()

const items = ({ reader }: Database) =>
  tablesOf<Tables>(reader).selectFrom('item').selectAll().orderBy('id').execute()

describe('a PostgreSQL database', () => {
  test('keeps whole numbers as large as JavaScript has them', async () => {
    const { database } = await withItems()
    await database.transaction((trx) => add(trx, 'a', Number.MAX_SAFE_INTEGER))
    expect(await items(database)).toEqual([{ id: 'a', count: Number.MAX_SAFE_INTEGER }])
  })

  test('sorts texts by their bytes, as SQLite does', async () => {
    const { database } = await withItems()
    await database.transaction(async (trx) => {
      for (const id of ['é', 'b', 'B', 'a/10', 'a-9', 'a']) await add(trx, id)
    })
    const ids = (await items(database)).map(({ id }) => id)
    expect(ids).toEqual(['B', 'a', 'a-9', 'a/10', 'b', 'é'])
  })

  test('a transaction is there as a whole or not at all', async () => {
    const { database } = await withItems()
    const broken = database.transaction(async (trx) => {
      await add(trx, 'a')
      throw new Error('no')
    })
    await expect(broken).rejects.toThrow('no')
    expect(await items(database)).toEqual([])
  })

  test('a transaction in which a statement failed is not said to be committed', async () => {
    const { database } = await withItems()
    await database.transaction((trx) => add(trx, 'a'))
    const swallowed = database.transaction(async (trx) => {
      await add(trx, 'b')
      await add(trx, 'a').catch(() => {})
    })
    await expect(swallowed).rejects.toMatchObject({ code: 'database-failed' })
    expect(await items(database)).toHaveLength(1)
  })

  test('a reader sees one picture, and cannot write', async () => {
    const { database } = await withItems()
    await database.readSnapshot(async (trx) => {
      const read = () => tablesIn<Tables>(trx).selectFrom('item').selectAll().execute()
      expect(await read()).toEqual([])
      await database.transaction((writing) => add(writing, 'a'))
      expect(await read()).toEqual([])
    })
    const writing = database.readSnapshot((trx) => add(trx, 'b'))
    await expect(writing).rejects.toMatchObject({ code: 'database-failed' })
    expect(await items(database)).toHaveLength(1)
  })

  test('statements of one transaction that are asked for at once take turns', async () => {
    const { database } = await withItems()
    await database.transaction((trx) => Promise.all(['a', 'b', 'c'].map((id) => add(trx, id))))
    expect(await items(database)).toHaveLength(3)
  })

  test('a statement that began on a small table does not read all of a large one', async () => {
    const { database } = await withItems()
    const fill = (from: number, to: number) =>
      sql`insert into item select n, n from generate_series(${from}::int, ${to}::int) as n`
    await fill(1, 9).execute(database.writer)
    await sql`analyze item`.execute(database.writer)
    await database.transaction(async (trx) => {
      const find = (ids: readonly string[]) =>
        sql`select count from item where id = any(${ids})`.execute(trx)
      const read = async () => {
        const { rows } = await sql<{ read: number }>`select seq_tup_read as read
          from pg_stat_xact_user_tables where relid = 'item'::regclass`.execute(trx)
        return rows[0]?.read
      }
      for (let time = 0; time < 10; time += 1) await find(['1', '2', '3'])
      await fill(10, 5000).execute(trx)
      const before = await read()
      expect((await find(['1', '20', '300'])).rows).toHaveLength(3)
      expect(await read()).toBe(before)
    })
  })

  test('of two that wait for each other, one is told that it may try again', async () => {
    const { database } = await withItems()
    await database.transaction(async (trx) => {
      await add(trx, 'a')
      await add(trx, 'b')
    })
    const touch = async (trx: Transaction<NoTables>, id: string) => {
      await tablesIn<Tables>(trx)
        .updateTable('item')
        .set({ count: 1 })
        .where('id', '=', id)
        .execute()
    }
    let bothHold = (): void => {}
    const held = new Promise<void>((resolve) => {
      let holders = 0
      bothHold = () => {
        holders += 1
        if (holders === 2) resolve()
      }
    })
    const cross = (first: string, second: string) =>
      database.transaction(async (trx) => {
        await touch(trx, first)
        bothHold()
        await held
        await touch(trx, second)
      })
    const results = await Promise.allSettled([cross('a', 'b'), cross('b', 'a')])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const [lost] = results.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
    expect(lost).toMatchObject({ code: 'database-busy', retryable: true })
  })

  test('of several that begin at once, one migrates', async () => {
    const url = await freshSchema(server.url('postgres'))
    const databases = await Promise.all(Array.from({ length: 5 }, () => open({ url })))
    await Promise.all(databases.map((each) => migrate(each, 'item_migration', [createItems])))
    const { rows } = await sql`select * from item_migration`.execute(databases[0]?.reader as never)
    expect(rows).toEqual([{ number: 1, name: 'item' }])
  })

  test('tells the server’s time, and never runs ahead of it', async () => {
    const { database } = await withItems()
    const told: number[] = []
    database.server?.onTime((ms) => told.push(ms))
    await database.server?.askTime()
    await database.transaction(async () => {})
    const { rows } = await sql<{ ms: number }>`
      select extract(epoch from clock_timestamp()) * 1000 as ms`.execute(database.reader)
    const after = rows[0]?.ms ?? 0
    expect(told).toHaveLength(2)
    expect(told.every((ms) => Number.isInteger(ms) && ms <= after && ms > after - 60_000)).toBe(
      true,
    )
  })
})

describe('a PostgreSQL server that ends', () => {
  test('fails what is under way, and serves again once it is back', async () => {
    await using own = await PostgresqlServer.start({ isDurable: true })
    const database = await open({ url: own.url('postgres') })
    await migrate(database, 'item_migration', [createItems])
    await database.transaction((trx) => add(trx, 'kept'))
    const cut = database.transaction(async (trx) => {
      await add(trx, 'lost')
      await own.kill()
    })
    await expect(cut).rejects.toMatchObject({ code: 'commit-unknown', retryable: false })
    const down = database.transaction((trx) => add(trx, 'down'))
    await expect(down).rejects.toMatchObject({ code: 'database-unreachable', retryable: true })
    await own.begin()
    await database.transaction((trx) => add(trx, 'again'))
    expect((await items(database)).map(({ id }) => id)).toEqual(['again', 'kept'])
    await database.close()
  })

  test('in the middle of a transaction leaves nothing of it', async () => {
    await using own = await PostgresqlServer.start({ isDurable: true })
    const database = await open({ url: own.url('postgres') })
    await migrate(database, 'item_migration', [createItems])
    const cut = database.transaction(async (trx) => {
      await add(trx, 'a')
      await own.end()
      await add(trx, 'b')
    })
    await expect(cut).rejects.toMatchObject({ code: 'database-unreachable' })
    await own.begin()
    expect(await items(database)).toEqual([])
    await database.close()
  })
})

describe('a PostgreSQL server that will not do', () => {
  const refusal = async (url: string): Promise<unknown> => {
    try {
      await (await openDatabase({ url })).close()
      return undefined
    } catch (error) {
      return error
    }
  }

  test('is not there: one sentence, which does not tell the password', async () => {
    const error = await refusal('postgres://mia:geheim@127.0.0.1:1/mijlpaal')
    expect(error).toMatchObject({
      code: 'database-unreachable',
      message: expect.stringMatching(/^PostgreSQL cannot be reached; check DATABASE_URL/),
    })
    expect(String(error)).not.toContain('geheim')
  })

  test('has no such database, or no such user', async () => {
    const wanted = { code: 'database-unreachable' }
    expect(await refusal(server.url('nowhere'))).toMatchObject(wanted)
    const nobody = server.url('postgres').replace('mijlpaal@', 'nobody:geheim@')
    expect(await refusal(nobody)).toMatchObject(wanted)
  })

  test('is too old', async () => {
    const url = await freshSchema(server.url('postgres'))
    const database = await open({ url })
    // The server is as old as it says; here it says what its own function would not.
    await sql`create function current_setting(text) returns text language sql as
      $$ select '120019' $$`.execute(database.writer)
    const first = new URL(url)
    const schema = first.searchParams.get('options') ?? ''
    first.searchParams.set('options', `${schema},pg_catalog`)
    expect(await refusal(first.href)).toMatchObject({
      code: 'database-unsupported',
      message: 'The server is PostgreSQL 12; version 13 or later is needed.',
    })
  })

  test('holds text in another encoding', async () => {
    const database = await open({ url: server.url('postgres') })
    await sql`create database plain encoding 'SQL_ASCII' locale 'C' template template0`.execute(
      database.writer,
    )
    expect(await refusal(server.url('plain'))).toMatchObject({
      code: 'database-unsupported',
      message: 'The database holds text as SQL_ASCII; make one with encoding UTF8.',
    })
  })
})
