import type { Result } from '../../src/access/refusal.ts'

/** What was done; a refusal fails the test. */
export function must<T>(result: Result<T>): T {
  if ('denied' in result) throw new Error(`${result.denied.code}: ${result.denied.message}`)
  return result.done
}
