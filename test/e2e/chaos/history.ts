import { openApp, type App } from '../../../src/app.ts'
import { replay, replayStartMs } from '../../../src/programme/replay.ts'
import type { CallFolder } from '../../../src/programme/import/folder.ts'

/** What becomes of a call, without what is physical, when one process replays it in peace. */
export async function undisturbed(folder: CallFolder, file: string): Promise<string> {
  const kind = { seed: 'chaos', startMs: replayStartMs(folder) }
  await using app = await openApp({ database: file, kind })
  await replay(app.engine, app.queries, folder, { effects: app.effects })
  return await historyOf(app)
}

/**
 * Everything of every instance's log that is not physical, every letter, and what is public in the
 * end, a line each.
 */
export async function historyOf({ engine, papers, openData }: App): Promise<string> {
  const lines: string[] = []
  for (const { id } of await engine.instances({ limit: 100_000 })) {
    for (const { physical: _, ...entry } of await engine.history(id)) {
      lines.push(`${id} ${JSON.stringify(entry)}`)
    }
    for (const letter of await papers.letters.list(id)) {
      lines.push(`${id} ${JSON.stringify(letter)}`)
    }
    // What happened at one moment may be published in two versions when a crash comes between.
    const open = await openData.document(id, null, 'lines.csv')
    if (open !== undefined) lines.push(open.text)
  }
  return lines.join('\n')
}

/** The first place where two histories differ, in words. */
export function difference(expected: string, actual: string): string {
  const wanted = expected.split('\n')
  const found = actual.split('\n')
  const place = wanted.findIndex((line, index) => line !== found[index])
  return `${wanted.length} lines became ${found.length}: ${wanted[place]} is ${found[place]}`
}
