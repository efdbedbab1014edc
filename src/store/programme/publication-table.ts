import type { Kysely } from 'kysely'
import type { Dialect } from '../dialect.ts'
import { prepare, prepareInsert, type Executor } from '../statement.ts'
import type {
  ProgrammeTables,
  PublicationEntryRow,
  PublicationFactRow,
  PublicationRow,
} from './tables.ts'

export type PublicationTable = ReturnType<typeof publicationTable>

const factColumns = ['instance_id', 'revision', 'call_id', 'at_ms', 'facts'] as const
const versionColumns = [
  'call_id',
  'version',
  'at_ms',
  'noted_at_ms',
  'publisher',
  'digest',
] as const
const entryColumns = ['call_id', 'instance_id', 'version', 'revision'] as const

/** What is public of each project, as it came to be so, and the versions that held it. */
export const publicationTable = (db: Kysely<ProgrammeTables>, dialect: Dialect) => {
  const insertFacts = prepareInsert<PublicationFactRow>(dialect, factColumns, (rows) =>
    db.insertInto('publication_fact').values(rows),
  )
  const insertEntries = prepareInsert<PublicationEntryRow>(dialect, entryColumns, (rows) =>
    db.insertInto('publication_entry').values(rows),
  )
  const latestFacts = prepare<{ ids: readonly string[] }, PublicationFactRow>(dialect, (param) =>
    db
      .selectFrom('publication_fact as fact')
      .select(factColumns)
      .where((eb) => dialect.isIn(eb.ref('fact.instance_id'), param('ids')))
      .where((eb) =>
        eb(
          'fact.revision',
          '=',
          eb
            .selectFrom('publication_fact as later')
            .select((each) => each.fn.max<number>('later.revision').as('revision'))
            .whereRef('later.instance_id', '=', 'fact.instance_id'),
        ),
      ),
  )
  const latestVersion = prepare<{ call_id: string }, PublicationRow>(dialect, (param) =>
    db
      .selectFrom('publication')
      .select(versionColumns)
      .where('call_id', '=', param('call_id'))
      .orderBy('version', 'desc')
      .limit(1),
  )
  const factsSince = prepare<{ call_id: string; at_ms: number }, PublicationFactRow>(
    dialect,
    (param) =>
      db
        .selectFrom('publication_fact')
        .select(factColumns)
        .where('call_id', '=', param('call_id'))
        .where('at_ms', '>=', param('at_ms'))
        .orderBy('at_ms')
        .orderBy('instance_id')
        .orderBy('revision'),
  )
  return {
    insertFacts: (trx: Executor, rows: readonly PublicationFactRow[]) => insertFacts.run(trx, rows),
    /** What is public of these instances as of now. */
    latestFacts: (trx: Executor, ids: readonly string[]) => latestFacts.all(trx, { ids }),
    /** What became public of a call at a time or later, in order. */
    factsSince: (trx: Executor, call: string, atMs: number) =>
      factsSince.all(trx, { call_id: call, at_ms: atMs }),
    allFacts: (trx: Kysely<ProgrammeTables>) =>
      trx
        .selectFrom('publication_fact')
        .select(factColumns)
        .orderBy('instance_id')
        .orderBy('revision')
        .execute(),
    /** What every version changed, in order; `facts` is null where there are none. */
    allEntries: (trx: Kysely<ProgrammeTables>) =>
      trx
        .selectFrom('publication_entry as entry')
        .leftJoin('publication_fact as fact', (join) =>
          join
            .onRef('fact.instance_id', '=', 'entry.instance_id')
            .onRef('fact.revision', '=', 'entry.revision'),
        )
        .select(['entry.call_id', 'entry.version', 'entry.instance_id', 'fact.facts'])
        .orderBy('entry.call_id')
        .orderBy('entry.version')
        .orderBy('entry.instance_id')
        .execute(),
    latestVersion: (trx: Executor, call: string) => latestVersion.first(trx, { call_id: call }),
    insertVersion: async (
      trx: Kysely<ProgrammeTables>,
      executor: Executor,
      row: PublicationRow,
      entries: readonly PublicationEntryRow[],
    ) => {
      await trx.insertInto('publication').values(row).execute()
      await insertEntries.run(executor, entries)
    },
    version: (trx: Kysely<ProgrammeTables>, call: string, version: number) =>
      trx
        .selectFrom('publication')
        .select(versionColumns)
        .where('call_id', '=', call)
        .where('version', '=', version)
        .executeTakeFirst(),
    /** All versions of a call, or of every call, the oldest first. */
    versions: (trx: Kysely<ProgrammeTables>, call: string | null) => {
      const all = trx.selectFrom('publication').select(versionColumns)
      return (call === null ? all : all.where('call_id', '=', call))
        .orderBy('call_id')
        .orderBy('version')
        .execute()
    },
    /** The latest version of every call. */
    currentVersions: (trx: Kysely<ProgrammeTables>) =>
      trx
        .selectFrom('publication as each')
        .select(versionColumns)
        .where((eb) =>
          eb(
            'each.version',
            '=',
            eb
              .selectFrom('publication as later')
              .select((of) => of.fn.max<number>('later.version').as('version'))
              .whereRef('later.call_id', '=', 'each.call_id'),
          ),
        )
        .orderBy('call_id')
        .execute(),
    /** What was published last of these instances. */
    published: (trx: Kysely<ProgrammeTables>, call: string, ids: readonly string[]) =>
      contents(trx, call)
        .where((eb) => dialect.isIn(eb.ref('entry.instance_id'), dialect.encodeList(ids) as never))
        .where((eb) =>
          eb(
            'entry.version',
            '=',
            eb
              .selectFrom('publication_entry as later')
              .select((each) => each.fn.max<number>('later.version').as('version'))
              .where('later.call_id', '=', call)
              .whereRef('later.instance_id', '=', 'entry.instance_id'),
          ),
        )
        .execute(),
    /** What a version holds: of each project what was published of it last, by instance. */
    contents: (trx: Kysely<ProgrammeTables>, call: string, version: number) =>
      contents(trx, call)
        .where((eb) =>
          eb(
            'entry.version',
            '=',
            eb
              .selectFrom('publication_entry as later')
              .select((each) => each.fn.max<number>('later.version').as('version'))
              .where('later.call_id', '=', call)
              .where('later.version', '<=', version)
              .whereRef('later.instance_id', '=', 'entry.instance_id'),
          ),
        )
        .orderBy('entry.instance_id')
        .execute(),
  }
}

const contents = (trx: Kysely<ProgrammeTables>, call: string) =>
  trx
    .selectFrom('publication_entry as entry')
    .innerJoin('publication_fact as fact', (join) =>
      join
        .onRef('fact.instance_id', '=', 'entry.instance_id')
        .onRef('fact.revision', '=', 'entry.revision'),
    )
    .select(['entry.instance_id', 'entry.version', 'entry.revision', 'fact.at_ms', 'fact.facts'])
    .where('entry.call_id', '=', call)
