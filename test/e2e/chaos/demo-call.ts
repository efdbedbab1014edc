import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCallFolder } from '../../../src/programme/import/folder.ts'
import { chaos, type Tally } from './chaos.ts'
import { undisturbed } from './history.ts'

const path = join(import.meta.dirname, '../../../calls/plan-samenleven-3')

/** As far as `npm run demo` goes. */
const untilOfDemo = Date.UTC(2025, 6, 20, 22)

export type RunSeed = (
  seed: number,
  options?: { readonly plant?: string; readonly isLoud?: boolean },
) => Promise<Tally>

/**
 * The demo's call up to a moment, ready to be disturbed; how it goes when it is not, is found out
 * once.
 */
export async function chaosOfDemoCall(untilMs = untilOfDemo): Promise<RunSeed> {
  const read = await readCallFolder(path)
  if (!('folder' in read)) throw new Error('The call of the demo has errors')
  const events = read.folder.events.filter(({ atMs }) => atMs < untilMs)
  const folder = { ...read.folder, events }
  const directory = mkdtempSync(join(tmpdir(), 'undisturbed-'))
  try {
    const expected = await undisturbed(folder, join(directory, 'database.sqlite'))
    return (seed, options) => chaos({ ...options, seed, folder, path, expected })
  } finally {
    rmSync(directory, { recursive: true })
  }
}
