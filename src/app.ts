import { catalog } from '../machines/catalog.ts'
import { Access } from './access/access.ts'
import type { ScryptCost } from './access/passwords.ts'
import {
  readConfig,
  type AccessConfig,
  type Config,
  type MailConfig,
  type PublisherConfig,
} from './config.ts'
import { demoPeople } from './demo/people.ts'
import { deadlineFeed } from './effects/mail/calendar.ts'
import { MailHandler } from './effects/mail/handler.ts'
import { smtpServer } from './effects/mail/smtp.ts'
import { PublicationHandler } from './effects/publication/handler.ts'
import {
  openEngine,
  openStore,
  SystemClock,
  type BatchReport,
  type Clock,
  type DatabaseKind,
  type Engine,
  type Faults,
  type Finding,
  type OutboxOptions,
} from './engine/index.ts'
import { CalendarFeeds } from './programme/calendar-feeds.ts'
import { deadlines } from './programme/deadlines.ts'
import { documents } from './programme/documents/documents.ts'
import { Effects } from './programme/effects.ts'
import { Files } from './programme/documents/files.ts'
import type { Papers } from './programme/documents/papers.ts'
import { ledger } from './programme/ledger.ts'
import type { Letterhead } from './programme/letters/composing.ts'
import { LetterBook } from './programme/letters/letter-book.ts'
import { letters } from './programme/letters/letters.ts'
import { MailedLetters } from './programme/letters/mailed-letters.ts'
import { mailAddresses, MailBook } from './programme/mail-book.ts'
import { MailFacts } from './programme/mail-facts.ts'
import { projects } from './programme/projects.ts'
import { OpenData } from './programme/publication/open-data.ts'
import { publicFactsKept } from './programme/publication/public-facts.ts'
import { Publications } from './programme/publication/publications.ts'
import { Queries } from './programme/queries.ts'
import { fillTasks, tasks } from './programme/tasks.ts'
import { copyRows, removeRows, sealMoved } from './store/copy.ts'
import { openAccessStore, type AccessStore } from './store/access/store.ts'
import { databaseNamed, openDatabase } from './store/database.ts'
import { openProgrammeStore, type ProgrammeStore } from './store/programme/store.ts'

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
  /** Default: what the environment says. */
  readonly access?: AccessConfig
  /** Of letters that were not made yet; default: what the environment says. */
  readonly letterhead?: Letterhead
  /** Most bytes of a file that is attached; default: what the environment says. */
  readonly fileBytesMax?: number
  /** Default: what the environment says. */
  readonly publisher?: PublisherConfig
  /** Of a live database, and of sign-in on any, for tests; default the host's. */
  readonly clock?: Clock
  /** For tests: how hard passwords are to compute. */
  readonly passwordCost?: ScryptCost
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
  readonly papers: Papers
  readonly effects: Effects
  readonly access: Access
  readonly openData: OpenData
  readonly calendarFeeds: CalendarFeeds
  /** Migrations of the programme's tables and of access that this release lacks, or that the database lacks. */
  readonly unknownMigrations: () => Promise<readonly string[]>
}

/** Who writes rows of their own with the events. */
const participants = [
  ledger,
  projects,
  tasks,
  deadlines,
  mailAddresses,
  letters,
  documents,
  publicFactsKept,
]

function papersOf(
  store: ProgrammeStore,
  engine: () => Engine,
  { letterhead, fileBytesMax }: AppOptions,
): Papers {
  const head = letterhead ?? letterheadOf(readConfig())
  return {
    letters: new LetterBook(store, engine, head),
    files: new Files(store, engine, fileBytesMax ?? readConfig().fileBytesMax),
  }
}

/** Letters are from the organisation that answers for the pages, and repaid to its account. */
function letterheadOf({ site, payer }: Config): Letterhead {
  const account = payer === null ? null : { iban: payer.iban, name: payer.name }
  return { name: site.organisation ?? site.name, contact: site.contact, account }
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
    const accessStore = await openAccessStore(store.database)
    const mails = new MailBook(programme)
    const facts = new MailFacts(programme, () => engine)
    const papers = papersOf(programme, () => engine, options)
    const engine: Engine = await openEngine({
      store,
      kind,
      definitions: catalog,
      participants: participants.map((each) => each(programme)),
      effects: [
        new MailHandler({
          facts,
          book: mails,
          letters: new MailedLetters(programme, papers.letters),
          settings: mail,
          // What happens in a virtual world is nobody's business outside of it.
          server: () => (engine.isVirtual ? null : server),
        }),
        new PublicationHandler((call) => publications.publish(call)),
      ],
      // A new virtual world has much to tell at once, and nobody else to leave it to.
      outbox: { ...(typeof kind === 'object' ? { batch: 1000 } : {}), ...options.outbox },
      timeZone,
      ...(clock ? { clock } : {}),
      ...(options.faults ? { faults: options.faults } : {}),
      ...(onBatch ? { onBatch } : {}),
    })
    const queries = new Queries(engine, programme)
    const { publisher = readConfig().publisher, access = readConfig().access } = options
    const publications = new Publications({ store: programme, engine, queries, publisher })
    await fillTasks(engine, programme)
    return {
      engine,
      queries,
      openData: new OpenData(publications, access.publicUrl ?? ''),
      calendarFeeds: new CalendarFeeds(programme, queries, engine.isVirtual, deadlineFeed),
      mails,
      papers,
      effects: new Effects(engine, facts),
      access: accessOf(accessStore, engine, { ...options, access }),
      unknownMigrations: async () => [
        ...(await programme.unknownMigrations()),
        ...(await accessStore.unknownMigrations()),
      ],
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

function accessOf(
  store: AccessStore,
  { isVirtual }: Engine,
  {
    access: config,
    clock = new SystemClock(),
    passwordCost,
  }: AppOptions & Required<Pick<AppOptions, 'access'>>,
): Access {
  const cost = passwordCost === undefined ? {} : { cost: passwordCost }
  return new Access({ store, config, clock, isVirtual, demoPeople, ...cost })
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
    await openAccessStore(target.database)
    const rows = await copyRows(file, trx, target.database)
    await using copy = await openApp({ database: to, kind: 'existing' })
    const findings = await copy.engine.verify({ against })
    if (findings.length === 0) await sealMoved(trx)
    else await removeRows(file, target.database)
    return { rows, findings }
  })
}
