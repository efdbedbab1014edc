import { afterEach, describe, expect, test } from 'vitest'
import { at, bearer, openApiWorld, type ApiWorld } from './api-world.ts'
import { kbo } from './people.ts'

const DECIDING = at('2025-08-19T12:00:00Z')
const gent = 'voorbeeld/gent'

interface Frame {
  readonly id: string | null
  readonly data: Readonly<Record<string, unknown>> | null
  readonly text: string
}

/** A client of the stream, that reads frame by frame. */
class Client {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  readonly #abort: AbortController
  #left = ''

  constructor(reader: ReadableStreamDefaultReader<Uint8Array>, abort: AbortController) {
    this.#reader = reader
    this.#abort = abort
  }

  /** The next frame; null when the server has ended the stream. */
  async frame(): Promise<Frame | null> {
    while (!this.#left.includes('\n\n')) {
      const { value, done } = await this.#reader.read()
      if (done) return null
      this.#left += new TextDecoder().decode(value)
    }
    const end = this.#left.indexOf('\n\n')
    const text = this.#left.slice(0, end)
    this.#left = this.#left.slice(end + 2)
    const lineOf = (name: string) =>
      text
        .split('\n')
        .find((line) => line.startsWith(`${name}: `))
        ?.slice(name.length + 2)
    const data = lineOf('data')
    return {
      id: lineOf('id') ?? null,
      data: data === undefined ? null : (JSON.parse(data) as Record<string, unknown>),
      text,
    }
  }

  /** The next frame that tells of an event. */
  async event(): Promise<Frame> {
    for (;;) {
      const frame = await this.frame()
      if (frame === null) throw new Error('the stream has ended')
      if (frame.data !== null) return frame
    }
  }

  close(): void {
    this.#abort.abort()
  }
}

const clients: Client[] = []

afterEach(() => {
  for (const client of clients.splice(0)) client.close()
})

async function listening(heartbeatMs = 15_000) {
  const world = await openApiWorld({ untilMs: DECIDING, limits: { heartbeatMs } })
  const url = await world.server.listen({ host: '127.0.0.1', port: 0 })
  const connect = async (person: string, headers: Record<string, string> = {}) => {
    const abort = new AbortController()
    const answer = await fetch(`${url}/api/stream`, {
      headers: { ...bearer(person), ...headers },
      signal: abort.signal,
    })
    if (answer.status !== 200) {
      return { status: answer.status, problem: (await answer.json()) as object, client: null }
    }
    const client = new Client(answer.body!.getReader(), abort)
    clients.push(client)
    return { status: answer.status, problem: null, client }
  }
  const follow = async (person: string, headers?: Record<string, string>): Promise<Client> => {
    const { client } = await connect(person, headers)
    if (client === null) throw new Error('no stream')
    await client.frame()
    return client
  }
  return { world, connect, follow }
}

async function note(world: ApiWorld, id: string): Promise<number> {
  const { body } = await world.send('lea', id, 'note.add', { text: 'Geheim woord.' })
  return Number(body['position'])
}

describe('GET /api/stream', () => {
  test('tells what happens, by its place in the log, and nothing that is in it', async () => {
    const { world, follow } = await listening()
    const rik = await follow('rik')
    const position = await note(world, gent)
    const frame = await rik.event()
    expect(frame.id).toBe(String(position))
    expect(frame.data).toEqual({
      position,
      call: 'voorbeeld',
      id: gent,
      revision: expect.any(Number) as number,
      type: 'note.add',
      at: '2025-08-19T12:00:00.000Z',
      cause: 'external',
    })
    expect(frame.text).not.toMatch(/lea|Geheim/)
  })

  test('tells applicants of their own projects only', async () => {
    const { world, follow } = await listening()
    const els = await follow('els')
    await note(world, 'voorbeeld/aalst')
    await note(world, 'voorbeeld')
    const own = await note(world, gent)
    expect((await els.event()).id).toBe(String(own))
  })

  test('goes on where a client was, and misses nothing', async () => {
    const { world, follow } = await listening()
    const first = await follow('rik')
    const seen = await note(world, gent)
    expect((await first.event()).id).toBe(String(seen))
    first.close()
    const missed = [await note(world, gent), await note(world, 'voorbeeld/aalst')]
    const back = await follow('rik', { 'last-event-id': String(seen) })
    expect([(await back.event()).id, (await back.event()).id]).toEqual(missed.map(String))
  })

  test('tells the whole log to who begins at 0, in its order', async () => {
    const { world, follow } = await listening()
    const position = await world.app.engine.log.position()
    const auditor = await follow('aud', { 'last-event-id': '0' })
    const ids: number[] = []
    while (ids.length < position) ids.push(Number((await auditor.event()).id))
    expect(ids).toEqual(Array.from({ length: position }, (_, index) => index + 1))
  })

  test('tells the people of a successor, once it has taken over', async () => {
    const { world, follow } = await listening()
    const bo = await follow('bo')
    const merger = { name: 'Boom', kbo: kbo.boom, date: '2025-01-01', reference: 'BS' }
    const { body } = await world.send('mia', gent, 'applicant.succeed', merger)
    expect(body['accepted']).toBe(true)
    // Here no worker runs: what is due goes before the next event.
    await note(world, gent)
    expect((await bo.event()).data).toMatchObject({ id: gent })
  })

  test('says now and then that it lives', async () => {
    const { follow } = await listening(50)
    const rik = await follow('rik')
    expect((await rik.frame())?.text).toMatch(/^: beat\nid: \d+$/)
  })

  test('gives one person five at once, and the place of one that was closed again', async () => {
    const { world, connect } = await listening()
    const open = await Promise.all(Array.from({ length: 5 }, () => connect('rik')))
    expect(open.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect(await connect('rik')).toMatchObject({
      status: 429,
      problem: { code: 'too-many-requests' },
    })
    expect((await connect('lea')).status).toBe(200)
    open[0]?.client?.close()
    let status = 429
    for (let turn = 0; turn < 200 && status === 429; turn += 1) {
      await note(world, gent)
      status = (await connect('rik')).status
    }
    expect(status).toBe(200)
  })

  test('refuses a place that is none', async () => {
    const { connect } = await listening()
    for (const place of ['-1', 'abc', '1.5', '9'.repeat(16)]) {
      expect((await connect('rik', { 'last-event-id': place })).status).toBe(400)
    }
  })

  test('ends when the server stops', async () => {
    const { world, follow } = await listening()
    const rik = await follow('rik')
    const stopped = world.server.close()
    while ((await rik.frame()) !== null);
    await stopped
    expect(await rik.frame()).toBeNull()
  })
})
