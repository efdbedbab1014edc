import type { CallShape } from '../../machines/call/shape.ts'
import type { ProjectShape } from '../../machines/project/shape.ts'
import type { Engine, HistoryEntry } from '../engine/index.ts'
import type { LedgerEntryRow } from '../store/programme/tables.ts'
import { balancesOf } from './ledger.ts'
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
}

/** Undefined when there is no such project or call. */
export async function fileOf(
  engine: Engine,
  queries: Queries,
  id: string,
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
  }
}
