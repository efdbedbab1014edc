import type { CallContext } from '../../../machines/call/context.ts'
import { EngineError, type Engine } from '../../engine/index.ts'
import type { ProgrammeStore } from '../../store/programme/store.ts'
import type { DocumentRow, LetterRow } from '../../store/programme/tables.ts'
import { digestOf } from '../documents/chain.ts'
import { addDocument } from '../documents/documents.ts'
import { compose } from './compose.ts'
import type { Letterhead, LetterLanguage } from './composing.ts'
import type { LetterFacts, LetterKind } from './facts.ts'
import { letterPdf } from './pdf.ts'
import { reasonsOf } from './reasons.ts'

/** A letter as it is listed. */
export interface Letter {
  /** `<revision>-<name>`. */
  readonly id: string
  readonly instance: string
  readonly revision: number
  readonly kind: LetterKind
  readonly name: string
  readonly atMs: number
  readonly deadline: string | null
  /** SHA-256 (hex) of what was made first, by language; null where it was not made yet. */
  readonly digests: Readonly<Record<LetterLanguage, string | null>>
}

export interface MadeLetter {
  readonly fileName: string
  readonly bytes: Buffer
  readonly digest: string
  /**
   * Whether these are the bytes that were made first. They are not once a reason was redacted, or
   * when a release sets letters otherwise.
   */
  readonly isAsFirst: boolean
}

/** The letters of projects: written down with their events, made when somebody asks for one. */
export class LetterBook {
  readonly #store: ProgrammeStore
  readonly #engine: () => Engine
  readonly #head: Letterhead

  /** `head` is for letters that were not made yet; the runtime is asked for when it is needed. */
  constructor(store: ProgrammeStore, engine: () => Engine, head: Letterhead) {
    this.#store = store
    this.#engine = engine
    this.#head = head
  }

  /** In the order of the log. */
  async list(project: string): Promise<readonly Letter[]> {
    const { letter: table, document, reader } = this.#store
    const made = await document.letters(reader, project)
    return (await table.ofInstance(reader, project)).map((row) => letterOf(row, made))
  }

  /**
   * A letter as a PDF; undefined when there is none by this id. When it is made first, its digests
   * are kept, and with them the letterhead: later makings use that one.
   */
  async make(
    project: string,
    id: string,
    language: LetterLanguage,
  ): Promise<MadeLetter | undefined> {
    const { letter: table, reader } = this.#store
    const row = (await table.ofInstance(reader, project)).find((each) => idOf(each) === id)
    if (row === undefined) return undefined
    const first = await this.#first(row, language)
    const head = headOf(first.row, this.#head)
    const bytes = first.bytes ?? (await this.#set(row, language, head))
    const digest = digestOf(bytes)
    const fileName = `${project.replaceAll(/[^\w.-]+/g, '-')}-${id}.${language}.pdf`
    return { fileName, bytes, digest, isAsFirst: first.row.digest === digest }
  }

  /** The first making, with its bytes when it was just now. */
  async #first(
    row: LetterRow,
    language: LetterLanguage,
  ): Promise<{ readonly row: DocumentRow; readonly bytes: Buffer | null }> {
    const { document, reader } = this.#store
    const known = await document.letters(reader, row.instance_id)
    const about = aboutOf(row, language)
    const made = known.find((each) => each.about === about)
    if (made !== undefined) return { row: made, bytes: null }
    // Both languages have one letterhead.
    const head = headOf(
      known.find((each) => each.about.startsWith(`${idOf(row)} `)),
      this.#head,
    )
    const bytes = await this.#set(row, language, head)
    const atMs = this.#engine().nowMs()
    const added = await addDocument(this.#store, async (trx) => {
      const meanwhile = await document.letters(trx, row.instance_id)
      if (meanwhile.some((each) => each.about === about)) return null
      return {
        instance_id: row.instance_id,
        call_id: row.call_id,
        kind: 'letter',
        about,
        media_type: 'application/pdf',
        size: bytes.byteLength,
        digest: digestOf(bytes),
        at_ms: atMs,
        title: JSON.stringify(head),
        person: null,
        salt: '',
      }
    })
    return added === null ? this.#first(row, language) : { row: added, bytes }
  }

  async #set(row: LetterRow, language: LetterLanguage, head: Letterhead): Promise<Buffer> {
    const engine = this.#engine()
    const facts = JSON.parse(row.facts) as LetterFacts
    const call = await engine.instance(row.call_id)
    if (call?.machine !== 'call') {
      throw new EngineError('corrupt-row', `There is no call ${row.call_id}`)
    }
    const parts = {
      facts,
      instance: row.instance_id,
      revision: row.revision,
      atMs: row.at_ms,
      parameters: (call.snapshot.context as CallContext).parameters,
      isVirtual: engine.isVirtual,
      head,
      ...(await reasonsOf(engine, row, facts)),
    }
    return letterPdf(compose(parts, language))
  }
}

function letterOf(row: LetterRow, made: readonly DocumentRow[]): Letter {
  const digest = (language: LetterLanguage) =>
    made.find(({ about }) => about === aboutOf(row, language))?.digest ?? null
  return {
    id: idOf(row),
    instance: row.instance_id,
    revision: row.revision,
    kind: (JSON.parse(row.facts) as LetterFacts).kind,
    name: row.name,
    atMs: row.at_ms,
    deadline: row.deadline,
    digests: { nl: digest('nl'), en: digest('en') },
  }
}

/** The id of a letter within its project. */
function idOf({ revision, name }: Pick<LetterRow, 'revision' | 'name'>): string {
  return `${revision}-${name}`
}

function aboutOf(row: LetterRow, language: LetterLanguage): string {
  return `${idOf(row)} ${language}`
}

function headOf(made: DocumentRow | undefined, otherwise: Letterhead): Letterhead {
  return made === undefined ? otherwise : (JSON.parse(made.title) as Letterhead)
}
