import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { openApp, type App } from '../../src/app.ts'
import { readCallFolder, type CallFolder } from '../../src/programme/import/folder.ts'
import { replay, replayStartMs, type ReplayOptions } from '../../src/programme/replay.ts'

const voorbeeld = join(import.meta.dirname, '../fixtures/voorbeeld')
const expected: unknown = JSON.parse(readFileSync(join(voorbeeld, 'expected.json'), 'utf8'))
const directories: string[] = []

afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true })
})

describe('replay', () => {
  test('ends voorbeeld as its expectation says', async () => {
    expect(await run(await folder())).toMatchObject(expected as object)
  })

  test('gives the same result whatever outage there was, but for the outages', async () => {
    const { outages: none, ...calm } = await run(await folder())
    const outages = [
      { fromMs: Date.parse('2024-05-06T09:00:00Z'), toMs: Date.parse('2024-07-20T00:00:00Z') },
      { fromMs: Date.parse('2025-01-05T00:00:00Z'), toMs: Date.parse('2025-10-20T00:00:00Z') },
    ]
    const { outages: held, ...disturbed } = await run(await folder(), { outages })
    expect(none).toEqual([])
    expect(disturbed).toEqual(calm)
    expect(held.map(({ timers }) => timers > 0)).toEqual([true, true])
  })

  test('stops at --until and goes on where it stopped', async () => {
    const file = fresh()
    const half = await run(await folder(), { untilMs: Date.parse('2025-01-01T00:00:00Z') }, file)
    expect(half.projects.map(({ phase }) => phase)).toEqual([
      'execution',
      'lapsed',
      'execution',
      'lapsed',
    ])
    const whole = await run(await folder(), {}, file)
    expect(whole).toMatchObject(expected as object)
    expect(whole).toEqual(await run(await folder()))
  })

  test('fires what falls due after the last event up to --until', async () => {
    const calm = await folder()
    const untilMs = Date.parse('2024-05-06T10:00:00.001Z')
    const events = calm.events.filter(({ atMs }) => atMs < Date.parse('2024-05-06T09:00:00Z'))
    const result = await run({ ...calm, events }, { untilMs })
    expect(result.call.phase).toBe('assessment')
  })

  test('refuses another folder under the same call id', async () => {
    const file = fresh()
    const first = await folder()
    await run(first, {}, file)
    const other = { ...first, applicants: first.applicants.slice(1) }
    await expect(run(other, {}, file)).rejects.toThrow(/another call voorbeeld/)
  })

  test('leaves a database that verifies clean', async () => {
    const file = fresh()
    const calm = await folder()
    await run(calm, {}, file)
    await using app = await open(calm, file)
    expect(await app.engine.verify()).toEqual([])
  })
})

async function folder(): Promise<CallFolder> {
  const read = await readCallFolder(voorbeeld)
  if (!('folder' in read)) throw new Error(JSON.stringify(read.errors))
  return read.folder
}

async function run(from: CallFolder, options: ReplayOptions = {}, file = fresh()) {
  await using app = await open(from, file)
  return await replay(app.engine, app.queries, from, options)
}

function open(from: CallFolder, file: string): Promise<App> {
  return openApp({
    database: file,
    kind: { seed: from.parameters.id, startMs: replayStartMs(from) },
  })
}

function fresh(): string {
  const directory = mkdtempSync(join(tmpdir(), 'mijlpaal-'))
  directories.push(directory)
  return join(directory, 'test.sqlite')
}
