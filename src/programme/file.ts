import type { CallShape } from '../../machines/call/shape.ts'
import type { ProjectShape } from '../../machines/project/shape.ts'
import type { Engine, HistoryEntry } from '../engine/index.ts'
import type { LedgerEntryRow } from '../store/programme/tables.ts'
import type { AttachedFile } from './documents/files.ts'
import type { Papers } from './documents/papers.ts'
import { balancesOf } from './ledger.ts'
import type { Letter } from './letters/letter-book.ts'
import type { Queries } from './queries.ts'

/** Everything about a project or a call, from which a second reader can recompute every cent. */
export interface ProjectFile {
  readonly shape: ProjectShape | CallShape
  /** The machine's context: terms, lines, application, award, reports, judgement, claims. */
  readonly context: unknown
  readonly history: readonly HistoryEntry[]
  /** Texts that stand beside the log, with the salts of their digests. */
  readonly texts: Awaited<ReturnType<Engine['texts']>>
  readonly ledger: readonly LedgerEntryRow[]
  /** Debits less credits of every account, in cents. */
  readonly balances: Readonly<Record<string, number>>
  /** Letters that its events caused, with the digests of what was made of them. */
  readonly letters: readonly Letter[]
  /** What was attached; `content` is the bytes in base64, where they were asked for. */
  readonly files: readonly (AttachedFile & { readonly content?: string })[]
}

export interface FileOptions {
  /** Whether the bytes of attached files go along. */
  readonly withContent: boolean
}

interface Sources {
  readonly engine: Engine
  readonly queries: Queries
  readonly papers: Papers
}

/** Undefined when there is no such project or call. */
export async function fileOf(
  { engine, queries, papers }: Sources,
  id: string,
  options: FileOptions,
): Promise<ProjectFile | undefined> {
  const instance = await engine.instance(id)
  const shape = (await queries.project(id)) ?? (await queries.call(id))
  if (instance === undefined || shape === undefined) return undefined
  const ledger = await queries.ledger(id)
  return {
    shape,
    context: instance.snapshot.context,
    history: await engine.history(id),
    texts: await engine.texts(id),
    ledger,
    balances: Object.fromEntries(balancesOf(ledger)),
    letters: await papers.letters.list(id),
    files: await filesOf(papers, id, options),
  }
}

async function filesOf({ files }: Papers, id: string, { withContent }: FileOptions) {
  const found: (AttachedFile & { readonly content?: string })[] = []
  for (const file of await files.list(id, 'agency')) {
    const read = withContent ? await files.read(id, file.id, 'agency') : undefined
    found.push(read === undefined ? file : { ...file, content: read.bytes.toString('base64') })
  }
  return found
}
