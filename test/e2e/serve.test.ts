import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { openApp } from '../../src/app.ts'
import type { DatabaseKind } from '../../src/engine/index.ts'
import { startCall } from '../../src/programme/calls.ts'
import { folderOf, voorbeeld } from '../programme/replayed.ts'
import { eventually, Running } from './process.ts'

const directory = mkdtempSync(join(tmpdir(), 'mijlpaal-serve-'))
const running: Running[] = []

afterEach(() => {
  for (const { child } of running.splice(0)) child.kill('SIGKILL')
})

afterAll(() => {
  rmSync(directory, { recursive: true })
})

function start(
  words: readonly string[],
  environment: Record<string, string> = {},
  script?: string,
): Running {
  const process = new Running(words, environment, script)
  running.push(process)
  return process
}

const START = Date.parse('2024-03-01T00:00:00Z')
const MONTH_A_SECOND = 30 * 86_400

/** A database with a call, or several; live, all of the dates have passed. */
async function database(name: string, kind: DatabaseKind, calls = 1): Promise<string> {
  const file = join(directory, `${name}.sqlite`)
  await using app = await openApp({ database: file, kind })
  const { parameters, applicants } = await folderOf(voorbeeld)
  const manager = { person: 'mia', roles: ['manager'] }
  for (let call = 1; call <= calls; call += 1) {
    const id = `voorbeeld-${call}`
    const outcome = await startCall(app.engine, { ...parameters, id }, applicants, manager)
    expect(outcome).toMatchObject({ accepted: true })
  }
  if (typeof kind === 'object') await app.engine.setClockRate(MONTH_A_SECOND)
  return file
}

function rowsOf(file: string, query: string): readonly unknown[] {
  const db = new BetterSqlite3(file, { readonly: true, timeout: 5000 })
  try {
    return db.prepare(query).all()
  } finally {
    db.close()
  }
}

const log = (file: string) =>
  rowsOf(file, 'select position, instance_id, revision, hash from event order by position')

async function findings(file: string) {
  await using app = await openApp({ database: file, kind: 'existing' })
  return await app.engine.verify()
}

describe('mijlpaal serve', () => {
  test('says that it lives and is ready, counts what it did, and stops when it is told to', async () => {
    const file = await database('small', 'live')
    const server = start(['serve', '--database', file], { METRICS_TOKEN: 'token-of-the-test' })
    const url = await server.url()
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' })
    const ready = await eventually(
      async () => fetch(`${url}/readyz`),
      ({ status }) => status === 200,
    )
    expect(await ready.json()).toMatchObject({ status: 'ready' })
    await eventually(
      () => log(file).length,
      (length) => length > 5,
    )
    expect((await fetch(`${url}/metrics`)).status).toBe(403)
    const headers = { authorization: 'Bearer token-of-the-test' }
    const text = await (await fetch(`${url}/metrics`, { headers })).text()
    expect(text).toMatch(/^mijlpaal_timers_fired_total\{fired_by="in-process"\} [1-9]/m)
    expect(text).toMatch(/^mijlpaal_timers_overdue 0$/m)
    const { code, err, tookMs } = await server.end()
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(tookMs).toBeLessThan(10_000)
    expect(server.lines.at(-2)).toMatchObject({ msg: 'stopping', signal: 'SIGTERM' })
    expect(server.lines.at(-1)).toMatchObject({ msg: 'stopped' })
    const applied = server.lines.filter(({ msg }) => msg === 'event applied')
    expect(applied[0]).toMatchObject({ level: 'info', call: 'voorbeeld-1', cause: 'timer' })
    expect(await findings(file)).toEqual([])
  })

  test('lets the clock of a virtual database run', async () => {
    const file = await database('virtual', { seed: 'v', startMs: START })
    const server = start(['serve', '--database', file])
    await eventually(
      () => log(file).length,
      (length) => length > 20,
    )
    expect((await server.end('SIGINT')).code).toBe(0)
    expect(await findings(file)).toEqual([])
  })

  test('does not wait for a client that hangs when it is told to stop', async () => {
    const file = await database('hanging', 'live')
    const server = start(['serve', '--database', file])
    const url = await server.url()
    const { hostname, port } = new URL(url)
    const client = connect(Number(port), hostname)
    client.on('error', () => {})
    await once(client, 'connect')
    client.write('GET /healthz HTTP/1.1\r\nHost: half a request')
    // Its half is in once a whole one, sent later, is answered.
    await fetch(`${url}/healthz`)
    const { code, tookMs } = await server.end()
    client.destroy()
    expect(code).toBe(0)
    expect(tookMs).toBeLessThan(10_000)
    expect(await findings(file)).toEqual([])
  })

  test('says in one sentence that the port is taken', async () => {
    const file = await database('taken', 'live')
    const other = createServer()
    await new Promise<void>((resolve) => {
      other.listen(0, '127.0.0.1', resolve)
    })
    const { port } = other.address() as AddressInfo
    const { code, out, err } = await start(['serve', '--database', file], {
      PORT: String(port),
    }).ended()
    other.close()
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toBe(
      `mijlpaal: Nothing can listen at 127.0.0.1, port ${port} (EADDRINUSE); ` +
        'set HOST or PORT to what is free.\n',
    )
  })
})

describe('mijlpaal worker', () => {
  test('shares the work with others, and one that is told to stop loses nothing', async () => {
    const file = await database('large', { seed: 'l', startMs: START }, 40)
    const [first, second] = [1, 2].map(() => start(['worker', '--database', file]))
    await Promise.all([first?.said('started'), second?.said('started')])
    const longer = (length: number) =>
      eventually(
        () => log(file),
        (rows) => rows.length > length,
      )
    const before = await longer(log(file).length + 300)
    const { code, tookMs } = (await first?.end()) ?? {}
    expect(code).toBe(0)
    expect(tookMs).toBeLessThan(10_000)
    // The world went on meanwhile, and goes on with the other.
    const after = await longer(log(file).length + 300)
    expect((await second?.end())?.code).toBe(0)
    expect(after.slice(0, before.length)).toEqual(before)
    for (const worker of [first, second]) {
      expect(worker?.lines.filter(({ msg }) => msg === 'event applied')).not.toEqual([])
      expect(worker?.lines.filter(({ level }) => level === 'error')).toEqual([])
    }
    expect(await findings(file)).toEqual([])
  })

  test('serves its probes where it is asked to, and nothing else anywhere', async () => {
    const file = await database('probed', 'live')
    const settings = { PROBES_PORT: '0', METRICS_TOKEN: 'token-of-the-test' }
    const worker = start(['worker', '--database', file], settings)
    const url = await worker.url()
    await eventually(
      async () => (await fetch(`${url}/readyz`)).status,
      (status) => status === 200,
    )
    await eventually(
      () => log(file).length,
      (length) => length > 5,
    )
    expect((await fetch(`${url}/metrics`)).status).toBe(403)
    const headers = { authorization: 'Bearer token-of-the-test' }
    const text = await (await fetch(`${url}/metrics`, { headers })).text()
    expect(text).toMatch(/^mijlpaal_timers_fired_total\{fired_by="in-process"\} [1-9]/m)
    expect((await fetch(`${url}/api/calls`, { headers })).status).toBe(404)
    expect((await worker.end()).code).toBe(0)
    const { port } = new URL(url)
    const silent = start(['worker', '--database', file], { PORT: port })
    await silent.said('started')
    await expect(fetch(`${url}/healthz`)).rejects.toThrow('fetch failed')
    expect((await silent.end()).code).toBe(0)
  })

  test('says in one sentence that the port of its probes is taken', async () => {
    const file = await database('probes-taken', 'live')
    const other = createServer()
    await new Promise<void>((resolve) => {
      other.listen(0, '127.0.0.1', resolve)
    })
    const { port } = other.address() as AddressInfo
    const settings = { PROBES_PORT: String(port) }
    const { code, err } = await start(['worker', '--database', file], settings).ended()
    other.close()
    expect(code).toBe(1)
    expect(err).toBe(
      `mijlpaal: Nothing can listen at 127.0.0.1, port ${port} (EADDRINUSE); ` +
        'set HOST or PROBES_PORT to what is free.\n',
    )
  })

  test('says in one sentence that there is no database', async () => {
    const { code, err } = await start(['worker', '--database', join(directory, 'none')]).ended()
    expect(code).toBe(1)
    expect(err).toMatch(/^mijlpaal: There is no database .*; make one with import.*\.\n$/)
  })
})

describe('a process', () => {
  const stubborn = 'data/e2e/test/e2e/stubborn-service.js'

  test('is ended within 10 s when its work does not end', async () => {
    const service = start(['hang'], {}, stubborn)
    await service.said('started')
    const { code, tookMs } = await service.end()
    expect(code).toBe(1)
    expect(tookMs).toBeLessThan(10_000)
    expect(service.lines.at(-1)).toMatchObject({
      msg: 'could not stop',
      error: { name: 'TimeLimitError' },
    })
  })

  test('that breaks says where, and not about whom', async () => {
    const { code, out, err } = await start(['break'], {}, stubborn).ended()
    expect({ code, err }).toEqual({ code: 1, err: '' })
    expect(out).toMatch(/"msg":"crashed"/)
    expect(out).toMatch(/stubborn-service\.js:\d+/)
    expect(out).not.toMatch(/els@/)
  })
})
