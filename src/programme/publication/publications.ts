import type { PublisherConfig } from '../../config.ts'
import type { CallParameters } from '../../domain/call.ts'
import { canonicalJson } from '../../engine/canonical.ts'
import { StoreError, type Engine } from '../../engine/index.ts'
import { tablesIn } from '../../store/database.ts'
import type { ProgrammeStore } from '../../store/programme/store.ts'
import type {
  ProgrammeTables,
  PublicationFactRow,
  PublicationRow,
} from '../../store/programme/tables.ts'
import type { Queries } from '../queries.ts'
import type { Edition } from './edition.ts'
import type { PublicFacts } from './facts.ts'
import { versionDigest } from './version-digest.ts'

/** A version of what is published of a call. */
export interface Version {
  readonly call: string
  /** Counts from 1. */
  readonly version: number
  /** Time of the events that made it (ms). */
  readonly atMs: number
  /** When it was published (ms). */
  readonly notedAtMs: number
  /** SHA-256, in hex, over the version before it, the publisher and what changed. */
  readonly digest: string
}

export interface PublicationsOptions {
  readonly store: ProgrammeStore
  readonly engine: Engine
  readonly queries: Queries
  readonly publisher: PublisherConfig
}

/** Of several processes that publish at once one is first; the others look again. */
const TRIES = 5

/** Editions that were read lately, each up to some megabytes. */
const REMEMBERED = 8

/** The versions of what is public of each call: made once for ever, read by everybody. */
export class Publications {
  readonly #options: PublicationsOptions
  readonly #read = new Map<string, Promise<Edition>>()

  constructor(options: PublicationsOptions) {
    this.#options = options
  }

  /**
   * Publishes what is public of a call and is not published yet: one version for each moment at
   * which it changed, two only where it is asked between two transactions of one moment. Asked
   * again, it has nothing left to do. Returns the versions it made.
   */
  async publish(call: string): Promise<readonly Version[]> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#publish(call)
      } catch (error) {
        const isTaken = error instanceof StoreError && error.code === 'constraint-violated'
        if (!isTaken || tries === TRIES) throw error
      }
    }
  }

  #publish(call: string): Promise<readonly Version[]> {
    const { store, engine, publisher } = this.#options
    const { publication: table } = store
    return store.transaction(async (transaction, executor) => {
      const trx = tablesIn<ProgrammeTables>(transaction)
      let last = await table.latestVersion(executor, call)
      const facts = await table.factsSince(executor, call, last?.at_ms ?? 0)
      const ids = [...new Set(facts.map(({ instance_id: id }) => id))]
      const published = new Map<string, Pick<PublicationFactRow, 'revision' | 'facts'>>()
      for (const row of await table.published(trx, call, ids)) published.set(row.instance_id, row)
      const made: Version[] = []
      for (const moment of byMoment(facts)) {
        const changed = moment.filter(({ instance_id: id, revision, facts: now }) => {
          const before = published.get(id)
          return before === undefined || (revision > before.revision && now !== before.facts)
        })
        const [first] = changed
        if (first === undefined) continue
        const row = versionAfter(last, changed, { publisher, noted_at_ms: engine.nowMs() })
        const { version } = row
        const entries = changed.map(({ instance_id, revision }) => ({
          call_id: call,
          instance_id,
          version,
          revision,
        }))
        await table.insertVersion(trx, executor, row, entries)
        for (const each of changed) published.set(each.instance_id, each)
        made.push(versionOf(row))
        last = row
      }
      return made
    })
  }

  /** All versions of a call, or of every call, the oldest first. */
  async versions(call: string | null): Promise<readonly Version[]> {
    const { publication: table, reader } = this.#options.store
    return (await table.versions(reader, call)).map(versionOf)
  }

  /** The latest version of every call that was published. */
  async current(): Promise<readonly Version[]> {
    const { publication: table, reader } = this.#options.store
    return (await table.currentVersions(reader)).map(versionOf)
  }

  /** A version of a call, or its latest; undefined when there is no such. */
  async edition(call: string, version: number | null): Promise<Edition | undefined> {
    const { publication: table, reader } = this.#options.store
    const row =
      version === null
        ? await table.latestVersion(reader, call)
        : await table.version(reader, call, version)
    if (row === undefined) return undefined
    const key = `${call} ${row.version}`
    const known = this.#read.get(key)
    if (known !== undefined) return known
    const edition = this.#edition(row)
    this.#read.set(key, edition)
    edition.catch(() => this.#read.delete(key))
    if (this.#read.size > REMEMBERED) this.#read.delete([...this.#read.keys()][0] ?? '')
    return edition
  }

  async #edition(row: PublicationRow): Promise<Edition> {
    const { store, queries, engine } = this.#options
    const { call_id: call, version } = row
    const { publication: table, reader } = store
    const parameters = await queries.parameters(call)
    if (parameters === undefined) throw new Error(`There is no call ${call}.`)
    const first = await table.version(reader, call, 1)
    const contents = await table.contents(reader, call, version)
    return {
      ...versionOf(row),
      firstAtMs: first?.at_ms ?? row.at_ms,
      parameters,
      synthetic: syntheticNote(parameters, engine.isVirtual),
      publisher: JSON.parse(row.publisher) as PublisherConfig,
      grants: contents.map((each) => ({
        id: each.instance_id,
        applicant: each.instance_id.slice(call.length + 1),
        atMs: each.at_ms,
        version: each.version,
        facts: JSON.parse(each.facts) as PublicFacts,
      })),
    }
  }
}

/** Nothing of a virtual database is real, whatever its call says. */
function syntheticNote({ synthetic }: CallParameters, isVirtual: boolean): string | null {
  return synthetic ?? (isVirtual ? 'All of these data are made up, for a demonstration.' : null)
}

/** The last facts of each project at each moment, moments and projects in order. */
function byMoment(rows: readonly PublicationFactRow[]): readonly (readonly PublicationFactRow[])[] {
  const moments = new Map<number, Map<string, PublicationFactRow>>()
  for (const row of rows) {
    const moment = moments.get(row.at_ms) ?? new Map<string, PublicationFactRow>()
    moments.set(row.at_ms, moment.set(row.instance_id, row))
  }
  return [...moments.values()].map((moment) => [...moment.values()])
}

function versionAfter(
  last: PublicationRow | undefined,
  changed: readonly PublicationFactRow[],
  more: { readonly publisher: PublisherConfig; readonly noted_at_ms: number },
): PublicationRow {
  const [{ call_id, at_ms } = { call_id: '', at_ms: 0 }] = changed
  const version = (last?.version ?? 0) + 1
  const publisher = canonicalJson(more.publisher)
  const row = { call_id, version, at_ms, publisher }
  const digest = versionDigest(last?.digest ?? null, row, changed)
  return { ...row, noted_at_ms: more.noted_at_ms, digest }
}

function versionOf({ call_id, version, at_ms, noted_at_ms, digest }: PublicationRow): Version {
  return { call: call_id, version, atMs: at_ms, notedAtMs: noted_at_ms, digest }
}
