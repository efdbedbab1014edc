import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApp } from '../../src/app.ts'
import { emptyDirectory, folderOf, replayInto, voorbeeld } from '../programme/replayed.ts'
import { Chance } from '../simulation/chance.ts'

const root = join(import.meta.dirname, '../..')
const directory = emptyDirectory()
const database = join(directory, 'files.sqlite')
const call = 'voorbeeld'

beforeAll(async () => {
  await replayInto(database, await folderOf(voorbeeld), Date.parse('2024-07-10T12:00:00Z'))
})

afterAll(() => {
  rmSync(directory, { recursive: true })
})

/** Kills it -9 once it has said so many names; the names that it said. */
async function attachedUntilKilled(first: number, wanted: number): Promise<readonly string[]> {
  const command = ['data/e2e/test/e2e/attach-files.js', database, call, String(first)]
  const child = spawn(process.execPath, command, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', (part: Buffer) => {
    said += part.toString()
    if (said.split('\n').length > wanted) child.kill('SIGKILL')
  })
  const [, signal] = (await once(child, 'close')) as [number | null, string | null]
  expect(signal).toBe('SIGKILL')
  return said.split('\n').slice(0, -1)
}

describe('kill -9 while files are attached', () => {
  test('keeps every file that was said to be kept, whole, and at most the one on its way', async () => {
    const chance = new Chance(1)
    const said: string[] = []
    for (let round = 0; round < 4; round += 1) {
      await using before = await openApp({ database, kind: 'existing' })
      const kept = await before.papers.files.list(call, 'agency')
      said.push(...(await attachedUntilKilled(kept.length + 1, chance.between(1, 12))))
      await using app = await openApp({ database, kind: 'existing' })
      const files = await app.papers.files.list(call, 'agency')
      expect(files.map(({ name }) => name)).toEqual(files.map((_, at) => `file-${at + 1}.pdf`))
      expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(said))
      const unsaid = files.filter(({ name }) => !said.includes(name)).map(({ name }) => name)
      // Killed between the commit and the word: it is there, and is not attached again.
      said.push(...unsaid)
      expect(unsaid.length).toBeLessThanOrEqual(1)
      for (const { id, sizeBytes } of files) {
        const read = await app.papers.files.read(call, id, 'agency')
        expect(read?.bytes.byteLength).toBe(sizeBytes)
      }
      expect(await app.engine.verify()).toEqual([])
    }
    expect(said.length).toBeGreaterThan(10)
  })
})
