import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventRequests, generations, instanceIds } from '../../bench/http/events.ts'
import { openGrants } from '../../bench/http/grants.ts'
import { steps } from '../../bench/http/reference.ts'
import { figuresOf } from '../../bench/http/wrk.ts'
import { eventTypes, payload, type Contestant } from '../../bench/grant/work.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bench-http-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const count = 3

describe('the work of T8', () => {
  test('leads every grant through its life over HTTP, each event once', async () => {
    await using grants = await openGrants(join(folder, 'grants.sqlite'))
    const ids = instanceIds('g', count)
    expect(ids).toHaveLength(generations * count)
    await grants.start(ids)
    const requests = eventRequests('g', grants.headers, count)
    expect(requests).toHaveLength(ids.length * eventTypes.length)
    for (const { method, path, headers, body } of requests) {
      const answer = await fetch(`${grants.url}${path}`, { method, headers, body })
      expect(await answer.json()).toMatchObject({ accepted: true })
    }
    for (const id of ids) {
      expect(await grants.engine.instance(id)).toMatchObject({
        revision: 1 + eventTypes.length,
        snapshot: { value: 'closed', context: { n: 12, last: { type: 'CLOSE' } } },
      })
    }
    expect(JSON.stringify(await grants.engine.verify())).toBe('[]')
  })

  test('is not done for who brings no token, or another', async () => {
    await using grants = await openGrants(join(folder, 'strangers.sqlite'))
    const [first] = eventRequests('g', { authorization: 'Bearer other' }, count)
    const { method = '', path = '', headers = {}, body = '' } = first ?? {}
    const { status } = await fetch(`${grants.url}${path}`, { method, headers, body })
    expect(status).toBe(401)
  })

  test('is that of the reference route: a life of twelve steps in each of its places', async () => {
    const done: string[] = []
    const contestant: Contestant = {
      create: async (id) => void done.push(`${id} LAUNCH`),
      send: async (id, { type }) => void done.push(`${id} ${type}`),
      [Symbol.asyncDispose]: async () => {},
    }
    const step = steps(contestant)
    const life = ['LAUNCH', ...eventTypes]
    for (let request = 0; request < 4096 * (life.length + 1); request += 1) {
      await step(payload(1, 1))
    }
    expect(done.filter((each) => each.startsWith('7-'))).toEqual([
      ...life.map((type) => `7-0 ${type}`),
      '7-1 LAUNCH',
    ])
  })
})

describe('the report of wrk', () => {
  const report = [
    '  Latency Distribution',
    '     50%  812.00us',
    '     75%    4.02ms',
    '     90%    7.00ms',
    '     99%    1.20s ',
    '  50311 requests in 5.01s, 12.00MB read',
    'Requests/sec:  10042.11',
  ].join('\n')

  test('is read with its units', () => {
    expect(figuresOf(report)).toEqual({ rps: 10_042.11, p50: 0.812, p99: 1200, sent: 50_311 })
  })

  test('forgives a few that were overtaken', () => {
    expect(figuresOf(`${report}\n  Non-2xx or 3xx responses: 503`)).toMatchObject({ p50: 0.812 })
  })

  test.each([
    'Non-2xx or 3xx responses: 504',
    'Socket errors: connect 1, read 0, write 0, timeout 0',
    'Socket errors: connect 0, read 2, write 0, timeout 0',
  ])('counts for nothing with "%s"', (line) => {
    expect(() => figuresOf(`${report}\n  ${line}`)).toThrow(line)
  })
})
