import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Certificates } from '../certificates.ts'
import { RedisProcess } from '../redis.ts'
import { Running } from './process.ts'

let certificates: Certificates
let redis: RedisProcess

beforeAll(async () => {
  certificates = new Certificates()
  redis = await RedisProcess.startEncrypted(certificates)
})

afterAll(async () => {
  await redis[Symbol.asyncDispose]()
  certificates[Symbol.dispose]()
})

interface Found {
  /** Timers that the queue fired, and all. */
  readonly queue: number
  readonly all: number
  /** What the dispatcher complained of. */
  readonly messages: readonly string[]
}

const courier = async (environment: Readonly<Record<string, string>>): Promise<Found> => {
  const { out, err } = await new Running(
    [],
    environment,
    'data/e2e/test/e2e/courier-once.js',
  ).ended()
  try {
    return JSON.parse(out) as Found
  } catch {
    throw new Error(`It printed: ${out}${err}`)
  }
}

describe('Redis over TLS', () => {
  test('brings timers to who trusts its authority', async () => {
    const found = await courier({
      REDIS_URL: `rediss://127.0.0.1:${redis.port}`,
      NODE_EXTRA_CA_CERTS: certificates.authority,
    })
    expect(found).toEqual({ queue: 50, all: 50, messages: [] })
  })

  test('is not used by who does not, and by who finds another name in the certificate', async () => {
    const url = `rediss://127.0.0.1:${redis.port}`
    const stranger = await courier({ REDIS_URL: url, NODE_EXTRA_CA_CERTS: '' })
    expect(stranger).toMatchObject({ queue: 0, all: 50 })
    expect(stranger.messages).toEqual([
      expect.stringMatching(/^Redis cannot be reached \(.*certificate.*\)/),
    ])
    const misled = await courier({
      REDIS_URL: `rediss://localhost:${redis.port}`,
      NODE_EXTRA_CA_CERTS: certificates.authority,
    })
    expect(misled).toMatchObject({ queue: 0, all: 50 })
    expect(misled.messages).toEqual([expect.stringContaining('Host: localhost. is not')])
  })

  test('and a Sentinel that speaks nothing else, tell together where the master is', async () => {
    await using sentinel = await RedisProcess.startSentinel('main', redis.port, certificates)
    const found = await courier({
      REDIS_URL: 'rediss://unused',
      REDIS_SENTINELS: `127.0.0.1:${sentinel.port}`,
      REDIS_MASTER: 'main',
      REDIS_PREFIX: 'by-sentinel',
      NODE_EXTRA_CA_CERTS: certificates.authority,
    })
    expect(found).toEqual({ queue: 50, all: 50, messages: [] })
  })
})
