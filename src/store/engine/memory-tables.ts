import type { Kysely } from 'kysely'
import type { Dialect } from '../dialect.ts'
import { prepare, prepareInsert, type Executor } from '../statement.ts'
import type { AttemptRow, EngineTables, PersonRow, TextRow } from './tables.ts'

const attemptColumns = ['id', 'position', 'salt', 'digest', 'outcome', 'salt_digest'] as const

export type AttemptTable = ReturnType<typeof attemptTable>

/** Keyed attempts and their answers. */
export const attemptTable = (db: Kysely<EngineTables>, dialect: Dialect) => {
  const find = prepare<{ ids: readonly string[] }, AttemptRow>(dialect, (param) =>
    db
      .selectFrom('attempt')
      .select(attemptColumns)
      .where((eb) => dialect.isIn(eb.ref('id'), param('ids'))),
  )
  const findOne = prepare<{ id: string }, AttemptRow>(dialect, (param) =>
    db.selectFrom('attempt').select(attemptColumns).where('id', '=', param('id')),
  )
  const insert = prepareInsert<AttemptRow>(dialect, attemptColumns, (rows) =>
    db.insertInto('attempt').values(rows),
  )
  return {
    find: (trx: Executor, ids: readonly string[]) => {
      const [id] = ids
      return id !== undefined && ids.length === 1
        ? findOne.all(trx, { id })
        : find.all(trx, { ids })
    },
    insert: (trx: Executor, rows: readonly AttemptRow[]) => insert.run(trx, rows),
    after: (trx: Kysely<EngineTables>, position: number, limit: number) =>
      trx
        .selectFrom('attempt')
        .select(attemptColumns)
        .where('position', '>', position)
        .orderBy('position')
        .limit(limit)
        .execute(),
    /** Takes away what a redacted text could be guessed from. */
    removeSalt: (trx: Kysely<EngineTables>, id: string, saltDigest: string) =>
      trx
        .updateTable('attempt')
        .set({ salt: null, salt_digest: saltDigest })
        .where('id', '=', id)
        .execute(),
  }
}

const textColumns = ['instance_id', 'revision', 'path', 'salt', 'text'] as const

export type TextTable = ReturnType<typeof textTable>

/** Free text and personal data, which the log knows by digest only. */
export const textTable = (db: Kysely<EngineTables>, dialect: Dialect) => {
  const insert = prepareInsert<TextRow>(dialect, textColumns, (rows) =>
    db.insertInto('text').values(rows),
  )
  return {
    insert: (trx: Executor, rows: readonly TextRow[]) => insert.run(trx, rows),
    ofInstance: (trx: Kysely<EngineTables>, instanceId: string) =>
      trx
        .selectFrom('text')
        .select(textColumns)
        .where('instance_id', '=', instanceId)
        .orderBy('revision')
        .orderBy('path')
        .execute(),
    redact: (trx: Kysely<EngineTables>, instanceId: string, revision: number, path: string) =>
      trx
        .updateTable('text')
        .set({ salt: null, text: null })
        .where('instance_id', '=', instanceId)
        .where('revision', '=', revision)
        .where('path', '=', path)
        .execute(),
    all: (trx: Kysely<EngineTables>) => trx.selectFrom('text').select(textColumns).execute(),
  }
}

const personColumns = ['id', 'subject', 'seal'] as const

export type PersonTable = ReturnType<typeof personTable>

/** Who is behind the random ids of the log. */
export const personTable = (db: Kysely<EngineTables>, dialect: Dialect) => {
  const bySubject = prepare<{ subjects: readonly string[] }, PersonRow>(dialect, (param) =>
    db
      .selectFrom('person')
      .select(personColumns)
      .where((eb) => dialect.isIn(eb.ref('subject'), param('subjects'))),
  )
  const insert = prepareInsert<PersonRow>(dialect, personColumns, (rows) =>
    db.insertInto('person').values(rows),
  )
  return {
    bySubject: (trx: Executor, subjects: readonly string[]) => bySubject.all(trx, { subjects }),
    byId: (trx: Kysely<EngineTables>, ids: readonly string[]) =>
      trx.selectFrom('person').select(personColumns).where('id', 'in', ids).execute(),
    insert: (trx: Executor, rows: readonly PersonRow[]) => insert.run(trx, rows),
    all: (trx: Kysely<EngineTables>) =>
      trx.selectFrom('person').select(personColumns).orderBy('id').execute(),
  }
}
