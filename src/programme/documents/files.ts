import { randomBytes } from 'node:crypto'
import type { Engine, Instance } from '../../engine/index.ts'
import type { ProgrammeStore } from '../../store/programme/store.ts'
import type { DocumentRow } from '../../store/programme/tables.ts'
import { digestOf } from './chain.ts'
import { addDocument } from './documents.ts'
import { fileNameOf } from './file-name.ts'
import { fileKinds, fileRules, type FileKind } from './kinds.ts'
import { mediaTypeOf, type FileFault } from './media-type.ts'

/** A file that is attached to a call or project. */
export interface AttachedFile {
  /** Its number among all documents. */
  readonly id: number
  readonly instance: string
  readonly kind: FileKind
  readonly name: string
  readonly mediaType: string
  readonly sizeBytes: number
  /** SHA-256 of the bytes, hex. */
  readonly digest: string
  readonly atMs: number
  /** Who attached it. */
  readonly person: string
}

/** `agency` sees all files, `applicant` those that are for applicants. */
export type Audience = 'agency' | 'applicant'

export interface NewFile {
  readonly kind: string
  readonly name: string
  readonly bytes: Uint8Array
  readonly person: string
  readonly roles: readonly string[]
}

/** Why a file was not taken; nothing was changed. */
export interface FileRefusal {
  readonly code: 'invalid-payload' | 'not-authorised' | 'too-large' | 'file-refused'
  readonly why: FileFault
  readonly message: string
  readonly field: string
}

export type Attached =
  { readonly file: AttachedFile; readonly isNew: boolean } | { readonly refused: FileRefusal }

/** Files of one call or project. */
const FILES_MAX = 500

/** The files of calls and projects: kept by their digest, each content once. */
export class Files {
  readonly #store: ProgrammeStore
  readonly #engine: () => Engine
  readonly maxBytes: number

  constructor(store: ProgrammeStore, engine: () => Engine, maxBytes: number) {
    this.#store = store
    this.#engine = engine
    this.maxBytes = maxBytes
  }

  /** Oldest first. */
  async list(instance: string, audience: Audience): Promise<readonly AttachedFile[]> {
    const { document, reader } = this.#store
    const rows = await document.files(reader, instance)
    return rows.map(fileOf).filter((file) => isFor(file, audience))
  }

  /** Undefined when there is no such file, or not for these readers. */
  async read(
    instance: string,
    id: number,
    audience: Audience,
  ): Promise<{ readonly file: AttachedFile; readonly bytes: Buffer } | undefined> {
    const { document, reader } = this.#store
    const file = (await this.list(instance, audience)).find((each) => each.id === id)
    if (file === undefined) return undefined
    const bytes = await document.bytes(reader, file.digest)
    return bytes && { file, bytes }
  }

  /**
   * Attaches a file. The same bytes under the same name and kind are attached once: a second time
   * gives the first file again.
   */
  async attach(to: Pick<Instance, 'id' | 'groupId' | 'machine'>, file: NewFile): Promise<Attached> {
    const checked = await this.#check(to, file)
    if ('refused' in checked) return checked
    const { bytes, person } = file
    const { kind, name, mediaType } = checked
    const digest = digestOf(bytes)
    const { document } = this.#store
    let known: DocumentRow | undefined
    let isFull = false
    const added = await addDocument(this.#store, async (trx) => {
      const rows = await document.files(trx, to.id)
      known = rows.find((row) => row.digest === digest && row.kind === kind && row.title === name)
      isFull = rows.length >= FILES_MAX
      if (known !== undefined || isFull) return null
      await document.keep(trx, digest, bytes)
      return {
        instance_id: to.id,
        call_id: to.groupId,
        kind,
        about: '',
        media_type: mediaType,
        size: bytes.byteLength,
        digest,
        at_ms: this.#engine().nowMs(),
        title: name,
        person,
        salt: randomBytes(16).toString('base64url'),
      }
    })
    const row = added ?? known
    if (row !== undefined && row !== null) return { file: fileOf(row), isNew: added !== null }
    return refused(
      'file-refused',
      'full',
      `${to.id} has ${FILES_MAX} files already, which is the most`,
      '',
    )
  }

  async #check(
    { machine }: Pick<Instance, 'machine'>,
    { kind: given, name: called, bytes, roles }: NewFile,
  ) {
    const kind = fileKinds.find((each) => each === given)
    const on = machine === 'call' ? 'call' : 'project'
    const rule = kind === undefined ? undefined : fileRules[kind]
    if (kind === undefined || rule?.on.includes(on) !== true) {
      const kinds = fileKinds.filter((each) => fileRules[each].on.includes(on)).join(', ')
      return refused(
        'invalid-payload',
        'kind',
        `The kind of a file of a ${on} is one of: ${kinds}`,
        'kind',
      )
    }
    if (!rule.roles.some((role) => roles.includes(role))) {
      const who = rule.roles.join(' or ')
      return refused(
        'not-authorised',
        'role',
        `A file of the kind ${kind} is attached by ${who}`,
        'kind',
      )
    }
    const read = fileNameOf(called)
    if ('wrong' in read) return refused('file-refused', read.why, read.wrong, 'name')
    if (bytes.byteLength === 0)
      return refused('file-refused', 'empty', 'The file is empty', 'content')
    if (bytes.byteLength > this.maxBytes) {
      const most = `${this.maxBytes / 1e6} MB`
      return refused(
        'too-large',
        'large',
        `The file is larger than ${most}, which is the most`,
        'content',
      )
    }
    const type = await mediaTypeOf(bytes, read.name)
    if ('wrong' in type) return refused('file-refused', type.why, type.wrong, 'content')
    return { kind, name: read.name, mediaType: type.mediaType }
  }
}

function isFor({ kind }: AttachedFile, audience: Audience): boolean {
  return audience === 'agency' || fileRules[kind].isForApplicant
}

function refused(code: FileRefusal['code'], why: FileFault, message: string, field: string) {
  return { refused: { code, why, message: `${message}.`, field } } as const
}

function fileOf(row: DocumentRow): AttachedFile {
  return {
    id: row.number,
    instance: row.instance_id,
    kind: row.kind as FileKind,
    name: row.title,
    mediaType: row.media_type,
    sizeBytes: row.size,
    digest: row.digest,
    atMs: row.at_ms,
    person: row.person ?? '',
  }
}
