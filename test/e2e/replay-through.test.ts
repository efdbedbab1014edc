import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { voorbeeld } from '../programme/replayed.ts'
import { RedisProcess } from '../redis.ts'
import { Running } from './process.ts'

const directory = mkdtempSync(join(tmpdir(), 'mijlpaal-through-'))

afterAll(() => {
  rmSync(directory, { recursive: true })
})

interface Replayed {
  readonly fired: { readonly byQueue: number; readonly all: number } | null
  readonly findings: readonly unknown[]
  readonly result: unknown
  readonly histories: readonly unknown[]
  readonly mails: readonly unknown[]
}

const script = 'data/e2e/test/e2e/replay-through.js'

const replayed = async (
  how: 'workers' | 'alone',
  name: string,
  environment: Readonly<Record<string, string>> = { REDIS_URL: '' },
): Promise<Replayed> => {
  const words = [how, join(directory, `${name}.sqlite`), voorbeeld]
  const running = new Running(words, environment, script)
  const { code, out, err } = await running.ended()
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return JSON.parse(out) as Replayed
}

describe('a replay through worker processes', () => {
  test('gives the same history, states and mails as one by itself', async () => {
    const alone = await replayed('alone', 'alone')
    const through = await replayed('workers', 'through')
    const { fired } = through
    expect({ ...through, fired: null }).toEqual(alone)
    expect(through.findings).toEqual([])
    expect(through.histories.length).toBeGreaterThan(2)
    expect(fired?.byQueue).toBeGreaterThan((fired?.all ?? 0) * 0.5)
  })

  test('uses the server that REDIS_URL names, under a prefix of its own', async () => {
    await using redis = await RedisProcess.start()
    const environment = { REDIS_URL: `redis://127.0.0.1:${redis.port}`, REDIS_PREFIX: 'calls' }
    const { fired } = await replayed('workers', 'named', environment)
    expect(fired?.byQueue).toBeGreaterThan(0)
    const keys = await redis.client.keys('*')
    expect(keys.length).toBeGreaterThan(0)
    expect(keys.every((key) => key.startsWith('calls-demo:'))).toBe(true)
  })

  test('says in one sentence that there is no Redis', async () => {
    const nowhere = { PATH: directory, REDIS_URL: '' }
    const words = ['demo', '--no-serve', '--redis', '--database', join(directory, 'none.sqlite')]
    const { code, out, err } = await new Running(words, nowhere).ended()
    expect({ code, out, err }).toEqual({
      code: 1,
      out: '',
      err: 'mijlpaal: There is no Redis: set REDIS_URL, or install redis-server.\n',
    })
  })
})
