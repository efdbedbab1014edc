import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { Complaints } from '../../src/dispatch/complaints.ts'
import { DispatchError } from '../../src/dispatch/errors.ts'
import { openDispatcher } from '../../src/dispatch/open.ts'
import { HandClock, openWorld } from '../engine/harness.ts'
import { probe } from '../engine/probe.ts'
import { redisAt, RedisProcess } from '../redis.ts'
import { until } from '../until.ts'
import { openCourierWorld } from './world.ts'

const closing: (() => PromiseLike<unknown>)[] = []

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

const info = (version: string, policy = 'noeviction') =>
  `# Server\r\nredis_version:${version}\r\n# Memory\r\nmaxmemory_policy:${policy}\r\n`

/** A server of which nothing is known but what it says of itself. */
const serverThatSays = async (text: string): Promise<number> => {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('data', (data) => {
      for (const command of data.toString().matchAll(/\*\d+\r\n\$\d+\r\n(\w+)/g)) {
        const name = command[1]?.toLowerCase()
        if (name === 'info') socket.write(`$${text.length}\r\n${text}\r\n`)
        else if (name === 'hello') socket.write('%1\r\n+proto\r\n:3\r\n')
        else socket.write('+OK\r\n')
      }
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
    await once(server, 'close')
  })
  return (server.address() as AddressInfo).port
}

const open = async (port: number) => {
  const clock = new HandClock(0)
  const { engine } = await openWorld({ clock, definitions: [probe] })
  const errors: unknown[] = []
  const onError = (error: unknown) => errors.push(error)
  const dispatcher = await openDispatcher({ engine, clock, redis: redisAt(port), onError })
  closing.push(() => dispatcher[Symbol.asyncDispose]())
  return errors
}

describe('a Redis server', () => {
  test.each(['6.0.16', '5.0.14', '2.8.0', ''])('of version "%s" is refused', async (version) => {
    const port = await serverThatSays(info(version))
    await expect(open(port)).rejects.toMatchObject({
      code: 'redis-too-old',
      message: expect.stringMatching(/^The server is Redis .*version 6\.2 or later is needed\.$/),
    })
  })

  test.each(['6.2.0', '7.4.1', '8.0.0'])('of version %s is taken', async (version) => {
    expect(await open(await serverThatSays(info(version)))).toEqual([])
  })

  test('that may drop jobs is taken, and told of', async () => {
    const errors = await open(await serverThatSays(info('7.0.0', 'allkeys-lru')))
    expect(errors).toMatchObject([
      { code: 'redis-evicts', message: expect.stringContaining('allkeys-lru') },
    ])
  })

  test('with a password is opened with it, and without it told of in words that hide it', async () => {
    const redis = await RedisProcess.start('--user', 'ann', 'on', '>s3cret', '~*', '+@all')
    closing.push(() => redis[Symbol.asyncDispose]())
    const login = { ...redis.config(), username: 'ann', password: 's3cret' }
    expect((await openCourierWorld(login)).errors).toEqual([])
    const { errors } = await openCourierWorld({ ...login, password: 'wr0ng' }, { isStarted: false })
    await until('it is told', () => errors.length > 0)
    expect(errors).toMatchObject([{ message: expect.stringContaining('WRONGPASS') }])
    expect(JSON.stringify(errors)).not.toContain('wr0ng')
  })
})

describe('complaints', () => {
  test('are told once a minute by kind, however often they come', () => {
    const told: unknown[] = []
    const clock = new HandClock(0)
    const complaints = new Complaints((error) => told.push(error), clock)
    const full = new DispatchError('redis-full', 'full')
    const away = new DispatchError('redis-unreachable', 'away')
    for (const error of [full, away, full, new TypeError('odd'), 'a text', away]) {
      complaints.tell(error)
    }
    expect(told).toEqual([full, away, expect.any(TypeError), 'a text'])
    clock.set(59_999)
    complaints.tell(full)
    expect(told).toHaveLength(4)
    clock.set(60_000)
    complaints.tell(full)
    expect(told).toHaveLength(5)
  })
})
