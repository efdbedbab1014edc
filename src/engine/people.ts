import type { Store } from '../store/engine/store.ts'
import type { Executor } from '../store/statement.ts'
import type { PersonRow } from '../store/engine/tables.ts'
import type { Draft } from './draft.ts'
import { sealOf } from './hash.ts'
import type { Random } from './random.ts'

const cachedPeople = 10_000

/** Who is who: the log holds random ids, the table `person` says whose they are (I15). */
export class People {
  readonly #store: Store
  readonly #random: Random
  readonly #known = new Map<string, string>()
  /** Not yet written; the same subject gets the same id all through a batch. */
  readonly #fresh = new Map<string, PersonRow>()

  constructor(store: Store, random: Random) {
    this.#store = store
    this.#random = random
  }

  async load(executor: Executor, subjects: readonly string[]): Promise<void> {
    const unknown = [...new Set(subjects)].filter((subject) => !this.#known.has(subject))
    if (unknown.length === 0) return
    for (const { id, subject } of await this.#store.person.bySubject(executor, unknown)) {
      this.#remember(subject, id)
    }
  }

  /** The id of a person who was loaded; a new person goes into the draft. */
  idOf(draft: Draft, subject: string): string {
    const known = this.#known.get(subject)
    if (known !== undefined) return known
    const row = this.#fresh.get(subject) ?? this.#create(subject)
    draft.add('persons', row)
    return row.id
  }

  /** The batch is durable: its new people are known from now on. */
  committed(rows: readonly PersonRow[]): void {
    for (const { id, subject } of rows) this.#remember(subject, id)
    this.#fresh.clear()
  }

  /** The batch was rolled back. */
  forget(): void {
    this.#fresh.clear()
  }

  #create(subject: string): PersonRow {
    const row = { id: this.#random.token(`person ${subject}`), subject }
    const sealed = { ...row, seal: sealOf(row) }
    this.#fresh.set(subject, sealed)
    return sealed
  }

  #remember(subject: string, id: string): void {
    if (this.#known.size >= cachedPeople) this.#known.clear()
    this.#known.set(subject, id)
  }
}
