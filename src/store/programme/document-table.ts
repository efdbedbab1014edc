import type { Kysely } from 'kysely'
import type { Dialect } from '../dialect.ts'
import type { DocumentHeadRow, DocumentRow, ProgrammeTables } from './tables.ts'

export type DocumentTable = ReturnType<typeof documentTable>

type Trx = Kysely<ProgrammeTables>

/** Files and letters that were made, their chain, and the bytes of the files. */
export const documentTable = (dialect: Dialect) => ({
  /** The head, made if need be, held until the end of the transaction. */
  held: async (trx: Trx, start: DocumentHeadRow): Promise<DocumentHeadRow> => {
    await trx
      .insertInto('document_head')
      .values(start)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute()
    return dialect
      .locked(trx.selectFrom('document_head').selectAll().where('id', '=', start.id))
      .executeTakeFirstOrThrow()
  },
  head: (trx: Trx, id: number) =>
    trx.selectFrom('document_head').selectAll().where('id', '=', id).executeTakeFirst(),
  setHead: (trx: Trx, { id, ...change }: DocumentHeadRow) =>
    trx.updateTable('document_head').set(change).where('id', '=', id).execute(),
  insert: (trx: Trx, rows: readonly DocumentRow[]) =>
    trx.insertInto('document').values(rows).execute(),
  /** Keeps bytes under their digest; the same bytes are kept once. */
  keep: (trx: Trx, digest: string, bytes: Uint8Array) =>
    trx
      .insertInto('file_content')
      .values({ digest, bytes })
      .onConflict((conflict) => conflict.column('digest').doNothing())
      .execute(),
  bytes: async (trx: Trx, digest: string): Promise<Buffer | undefined> => {
    const row = await trx
      .selectFrom('file_content')
      .select('bytes')
      .where('digest', '=', digest)
      .executeTakeFirst()
    return row && Buffer.from(row.bytes)
  },
  digests: async (trx: Trx): Promise<readonly string[]> => {
    const rows = await trx.selectFrom('file_content').select('digest').orderBy('digest').execute()
    return rows.map(({ digest }) => digest)
  },
  /** Files that are attached to a call or project, oldest first. */
  files: (trx: Trx, instanceId: string) =>
    trx
      .selectFrom('document')
      .selectAll()
      .where('instance_id', '=', instanceId)
      .where('kind', '<>', 'letter')
      .orderBy('number')
      .execute(),
  /** Letters of a project that were made. */
  letters: (trx: Trx, instanceId: string) =>
    trx
      .selectFrom('document')
      .selectAll()
      .where('instance_id', '=', instanceId)
      .where('kind', '=', 'letter')
      .orderBy('number')
      .execute(),
  after: (trx: Trx, number: number, limit: number) =>
    trx
      .selectFrom('document')
      .selectAll()
      .where('number', '>', number)
      .orderBy('number')
      .limit(limit)
      .execute(),
})
