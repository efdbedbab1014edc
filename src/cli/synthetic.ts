import type { App } from '../app.ts'
import { print } from './output.ts'

/** Says of which calls the data are invented, below whatever was shown of them. */
export async function sayIfSynthetic(
  queries: App['queries'],
  calls: Iterable<string>,
): Promise<void> {
  for (const call of new Set(calls)) {
    const synthetic = await queries.synthetic(call)
    if (synthetic !== null) print(`\nSYNTHETIC DATA: ${synthetic}`)
  }
}
