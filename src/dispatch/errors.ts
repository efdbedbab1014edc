/** What goes wrong between us and Redis. Nothing is lost by it: SQL is the truth (I7). */
export type DispatchErrorCode =
  | 'redis-unreachable'
  | 'redis-too-old'
  | 'redis-evicts'
  | 'redis-full'
  | 'redis-failed'
  | 'job-refused'

export class DispatchError extends Error {
  override readonly name = 'DispatchError'
  readonly code: DispatchErrorCode
  readonly retryable: boolean

  constructor(code: DispatchErrorCode, message: string) {
    super(message)
    this.code = code
    this.retryable = code !== 'redis-too-old' && code !== 'job-refused'
  }
}
