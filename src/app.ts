import { catalog } from '../machines/catalog.ts'
import { readConfig, type MailConfig } from './config.ts'
import { MailHandler } from './effects/mail/handler.ts'
import { smtpServer } from './effects/mail/smtp.ts'
import {
  openEngine,
  openStore,
  type BatchReport,
  type Clock,
  type DatabaseKind,
  type Engine,
  type Faults,
  type Finding,
  type OutboxOptions,
} from './engine/index.ts'
import { deadlines } from './programme/deadlines.ts'
import { Effects } from './programme/effects.ts'
import { ledger } from './programme/ledger.ts'
import { mailAddresses, MailBook } from './programme/mail-book.ts'
import { MailFacts } from './programme/mail-facts.ts'
import { projects } from './programme/projects.ts'
import { Queries } from './programme/queries.ts'
import { copyRows, removeRows, sealMoved } from './store/copy.ts'
import { databaseNamed, openDatabase } from './store/database.ts'
import { openProgrammeStore } from './store/programme/store.ts'

export interface AppOptions {
  /** SQLite file, made when it does not exist, or `postgres://` URL of an existing database. */
  readonly database: string
  /** Refuses a database in which nothing was ever begun. */
  readonly mustExist?: boolean
  /**
   * What a new database becomes, for ever. An existing one keeps what it is; when this says
   * otherwise, opening it fails.
   */
  readonly kind: DatabaseKind
  /** Default: what the environment says. */
  readonly mail?: MailConfig
  /** Of a live database, for tests; default the host's. */
  readonly clock?: Clock
  /** Told what each batch did, after its commit; it may not throw. */
  readonly onBatch?: (report: BatchReport) => void
  /** How effects are tried, where it is not as usual. */
  readonly outbox?: Partial<OutboxOptions>
  /** For tests: ends the process's work at named places. */
  readonly faults?: Faults
  /** For tests: called before every statement of the writing connection; may throw. */
  readonly onStatement?: (sql: string) => void
}

/** The whole system on one database. */
export interface App extends AsyncDisposable {
  readonly engine: Engine
  readonly queries: Queries
  readonly mails: MailBook
  readonly effects: Effects
  /** Migrations of the programme's tables that this release lacks, or that the database lacks. */
  readonly unknownMigrations: () => Promise<readonly string[]>
}

/** Heads are written when a day of the programme is over. */
const timeZone = 'Europe/Brussels'

/** Puts the system together. Throws EngineError and StoreError, each with a sentence for people. */
export async function openApp(options: AppOptions): Promise<App> {
  const { database, kind, mail = readConfig().mail, clock, onBatch, onStatement } = options
  const store = await openStore({
    ...databaseNamed(database),
    mustExist: options.mustExist ?? false,
    ...(onStatement ? { onStatement } : {}),
  })
  const server = mail.smtpUrl === null ? null : smtpServer({ url: mail.smtpUrl })
  try {
    const programme = await openProgrammeStore(store.database)
    const mails = new MailBook(programme)
    const facts = new MailFacts(programme, () => engine)
    const engine: Engine = await openEngine({
      store,
      kind,
      definitions: catalog,
      participants: [
        ledger(programme),
        projects(programme),
        deadlines(programme),
        mailAddresses(programme),
      ],
      effects: [
        new MailHandler({
          facts,
          book: mails,
          settings: mail,
          // What happens in a virtual world is nobody's business outside of it.
          server: () => (engine.isVirtual ? null : server),
        }),
      ],
      // A new virtual world has much to tell at once, and nobody else to leave it to.
      outbox: { ...(typeof kind === 'object' ? { batch: 1000 } : {}), ...options.outbox },
      timeZone,
      ...(clock ? { clock } : {}),
      ...(options.faults ? { faults: options.faults } : {}),
      ...(onBatch ? { onBatch } : {}),
    })
    return {
      engine,
      queries: new Queries(engine, programme),
      mails,
      effects: new Effects(engine, facts),
      unknownMigrations: () => programme.unknownMigrations(),
      [Symbol.asyncDispose]: async () => {
        await engine[Symbol.asyncDispose]()
        server?.close()
        await store[Symbol.asyncDispose]()
      },
    }
  } catch (error) {
    await store[Symbol.asyncDispose]()
    throw error
  }
}

/** What a database was found to be after it was moved. */
export interface Move {
  readonly rows: number
  /** What the copy does not agree with; when there is anything, nothing was moved. */
  readonly findings: readonly Finding[]
}

/**
 * Moves a SQLite file into an empty PostgreSQL database. Nobody can write to the file meanwhile,
 * nor after it: it stays as it was, to be read. The copy is verified, against the heads of the file
 * too; when it does not agree, it is emptied again and the file serves on.
 */
export async function moveDatabase(from: string, to: string): Promise<Move> {
  await using source = await openApp({ database: from, kind: 'existing', mustExist: true })
  await using file = await openDatabase(databaseNamed(from))
  return await file.transaction(async (trx) => {
    const against = await source.engine.heads()
    await using target = await openStore(databaseNamed(to))
    await openProgrammeStore(target.database)
    const rows = await copyRows(file, trx, target.database)
    await using copy = await openApp({ database: to, kind: 'existing' })
    const findings = await copy.engine.verify({ against })
    if (findings.length === 0) await sealMoved(trx)
    else await removeRows(file, target.database)
    return { rows, findings }
  })
}
