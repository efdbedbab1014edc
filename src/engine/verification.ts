import type { EngineTransaction } from '../store/engine/store.ts'
import type { Executor } from '../store/statement.ts'
import type { Runtime } from './runtime.ts'

/** What the parts of a verification share. */
export interface Verification {
  readonly runtime: Runtime
  readonly trx: EngineTransaction
  readonly executor: Executor
  readonly report: (table: string, row: string | number, message: string) => void
}
