import { describe, expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'

describe('REDIS_URL and its companions', () => {
  const redis = (environment: Readonly<Record<string, string>>) => readConfig(environment).redis

  test('without them there is no Redis', () => {
    expect(redis({})).toBeNull()
    expect(redis({ REDIS_URL: ' ', REDIS_PREFIX: 'p' })).toBeNull()
  })

  test('a URL says host, port, login, database and encryption', () => {
    expect(redis({ REDIS_URL: 'redis://localhost' })).toEqual({
      servers: [{ host: 'localhost', port: 6379 }],
      master: null,
      username: null,
      password: null,
      db: 0,
      isEncrypted: false,
      prefix: 'mijlpaal',
    })
    expect(
      redis({ REDIS_URL: 'rediss://ann:p%40ss@[::1]:7000/3', REDIS_PREFIX: 'call-2' }),
    ).toEqual({
      servers: [{ host: '::1', port: 7000 }],
      master: null,
      username: 'ann',
      password: 'p@ss',
      db: 3,
      isEncrypted: true,
      prefix: 'call-2',
    })
  })

  test('Sentinels say where the master is, the URL how to log in there', () => {
    const sentinels = { REDIS_SENTINELS: 'a:26380, b,[::1]:1', REDIS_MASTER: 'main' }
    expect(redis(sentinels)).toMatchObject({
      servers: [
        { host: 'a', port: 26380 },
        { host: 'b', port: 26379 },
        { host: '::1', port: 1 },
      ],
      master: 'main',
      password: null,
    })
    expect(redis({ ...sentinels, REDIS_URL: 'rediss://:secret@x/1' })).toMatchObject({
      master: 'main',
      password: 'secret',
      db: 1,
      isEncrypted: true,
    })
  })

  test.each([
    { REDIS_URL: 'http://secret' },
    { REDIS_URL: 'secret' },
    { REDIS_URL: 'redis://' },
    { REDIS_URL: 'redis://host/secret' },
    { REDIS_URL: 'redis://:%secret@host' },
    { REDIS_URL: 'redis://host?password=secret' },
    { REDIS_PREFIX: 'secret:colon' },
    { REDIS_SENTINELS: 'secret' },
    { REDIS_MASTER: 'secret' },
    { REDIS_SENTINELS: 'secret:0', REDIS_MASTER: 'secret' },
    { REDIS_SENTINELS: 'secret:99999', REDIS_MASTER: 'secret' },
    { REDIS_SENTINELS: 'secret,,b', REDIS_MASTER: 'secret' },
  ])('refuses %j by name, in one sentence, without repeating it', (environment) => {
    const name = Object.keys(environment)[0] ?? ''
    const error = caught(() => redis(environment))
    expect(error).toMatchObject({ name: 'ConfigError', message: expect.stringContaining(name) })
    expect(error).toMatchObject({ message: expect.not.stringContaining('secret') })
  })
})

const caught = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return error
  }
}
