/**
 * What can go wrong between the runtime and its database, as coded errors. `retryable` says whether
 * the same call may succeed when it is simply made again.
 */
export type StoreErrorCode =
  | 'database-busy'
  | 'database-unreachable'
  | 'database-unsupported'
  | 'commit-unknown'
  | 'database-failed'
  | 'database-full'
  | 'constraint-violated'
  | 'database-missing'
  | 'database-moved'
  | 'database-not-empty'
  | 'database-newer'
  | 'wrong-database-kind'

const retryable: ReadonlySet<StoreErrorCode> = new Set([
  'database-busy',
  'database-failed',
  'database-full',
  'database-unreachable',
])

export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly code: StoreErrorCode
  readonly retryable: boolean

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.retryable = retryable.has(code)
  }
}
