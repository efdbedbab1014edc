import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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

describe('PUBLIC_URL, TRUSTED_PROXIES and OIDC', () => {
  const publicUrl = 'https://mijlpaal.example'
  const oidc = {
    OIDC_ISSUER: 'https://login.example/op',
    OIDC_CLIENT_ID: 'mijlpaal',
    OIDC_ROLES: 'roles.json',
    PUBLIC_URL: publicUrl,
  }

  test('without them passwords are on, and no proxy is believed', () => {
    expect(readConfig({})).toMatchObject({
      access: { publicUrl: null, oidc: null },
      server: { proxies: [] },
    })
  })

  test('an issuer turns the provider on; where people return follows from PUBLIC_URL', () => {
    expect(readConfig({ ...oidc, PUBLIC_URL: `${publicUrl}/` }).access).toEqual({
      publicUrl,
      oidc: {
        issuer: 'https://login.example/op',
        clientId: 'mijlpaal',
        clientSecret: null,
        redirectUrl: `${publicUrl}/oidc/callback`,
        scope: 'openid profile',
        rolesFile: 'roles.json',
      },
    })
  })

  test('the secret comes from the environment or from a file', () => {
    const directory = mkdtempSync(join(tmpdir(), 'mijlpaal-config-'))
    const file = join(directory, 'secret')
    writeFileSync(file, 'of the file\n')
    const secret = (more: object) => readConfig({ ...oidc, ...more }).access.oidc?.clientSecret
    expect(secret({ OIDC_CLIENT_SECRET: 'given' })).toBe('given')
    expect(secret({ OIDC_CLIENT_SECRET_FILE: file })).toBe('of the file')
    rmSync(directory, { recursive: true })
  })

  test('addresses and networks of proxies are a list', () => {
    const list = '127.0.0.1, 10.0.0.0/8,::1,fd00::/8'
    expect(readConfig({ TRUSTED_PROXIES: list }).server.proxies).toEqual(
      list.split(',').map((each) => each.trim()),
    )
  })

  test.each([
    { PUBLIC_URL: 'http://secret.example' },
    { PUBLIC_URL: 'https://secret.example/path' },
    { PUBLIC_URL: 'secret' },
    { TRUSTED_PROXIES: 'secret' },
    { TRUSTED_PROXIES: '10.0.0.0/33' },
    { TRUSTED_PROXIES: '10.0.0.0/8/8' },
    { OIDC_ISSUER: 'http://secret.example' },
    { OIDC_ISSUER: 'https://secret.example' },
    { OIDC_CLIENT_ID: '', ...without('OIDC_CLIENT_ID') },
    { OIDC_ROLES: '', ...without('OIDC_ROLES') },
    { OIDC_REDIRECT_URL: 'https://secret.example/elsewhere', ...oidc },
    { OIDC_CLIENT_SECRET: 'secret', ...oidc, OIDC_CLIENT_SECRET_FILE: 'secret' },
    { OIDC_CLIENT_SECRET_FILE: '/secret/none', ...oidc },
  ])('refuses %j by name, in one sentence, without repeating it', (environment) => {
    const name = Object.keys(environment)[0] ?? ''
    const error = caught(() => readConfig(environment))
    expect(error).toMatchObject({ name: 'ConfigError', message: expect.stringContaining(name) })
    expect(error).toMatchObject({ message: expect.not.stringContaining('secret') })
  })

  function without(name: string) {
    return Object.fromEntries(Object.entries(oidc).filter(([each]) => each !== name))
  }
})

describe('HOST, PORT and PROBES_PORT', () => {
  test('say where serve listens, and where a worker does when it is asked to', () => {
    expect(readConfig({})).toMatchObject({
      server: { host: '127.0.0.1', port: 3000, metricsToken: null },
      probes: null,
    })
    const token = 'sixteen-or-longer'
    expect(
      readConfig({ HOST: '0.0.0.0', PORT: '1', PROBES_PORT: '2', METRICS_TOKEN: token }),
    ).toMatchObject({
      server: { host: '0.0.0.0', port: 1, metricsToken: token },
      probes: { host: '0.0.0.0', port: 2, metricsToken: token },
    })
  })

  test.each([{ PORT: 'secret' }, { PORT: '65536' }, { PROBES_PORT: '-1' }, { PROBES_PORT: '1.5' }])(
    'refuses %j by name',
    (environment) => {
      const [name = ''] = Object.keys(environment)
      expect(caught(() => readConfig(environment))).toMatchObject({
        name: 'ConfigError',
        message: `${name} is no port; give a number from 0 to 65535.`,
      })
    },
  )
})

const caught = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return error
  }
}

describe('PAYER_NAME and its companions', () => {
  const account = { PAYER_NAME: 'Agentschap', PAYER_IBAN: 'BE68539007547034' }

  test('say whose account pays; without them nobody is known', () => {
    expect(readConfig({}).payer).toBeNull()
    expect(readConfig(account).payer).toEqual({
      name: 'Agentschap',
      iban: 'BE68539007547034',
      bic: null,
    })
    expect(readConfig({ ...account, PAYER_BIC: 'GKCCBEBB' }).payer?.bic).toBe('GKCCBEBB')
  })

  test.each([
    [{ PAYER_NAME: 'x' }, 'PAYER_NAME and PAYER_IBAN go together; set both or neither.'],
    [{ PAYER_BIC: 'GKCCBEBB' }, 'PAYER_NAME and PAYER_IBAN go together; set both or neither.'],
    [{ ...account, PAYER_IBAN: 'BE68539007547035' }, /^PAYER_IBAN is no IBAN/],
    [{ ...account, PAYER_IBAN: 'BE68 5390 0754 7034' }, /^PAYER_IBAN is no IBAN/],
    [{ ...account, PAYER_BIC: 'x' }, /^PAYER_BIC is no BIC/],
  ])('%j is refused, and its value is not repeated', (environment, message) => {
    expect(() => readConfig(environment)).toThrow(message)
  })
})

describe('whose pages these are', () => {
  const site = (environment: Readonly<Record<string, string>>) => readConfig(environment).site

  test('without settings, the system’s own name and nobody', () => {
    expect(site({})).toEqual({ name: 'Mijlpaal', logo: null, organisation: null, contact: null })
  })

  test('is what the settings say', () => {
    expect(
      site({
        SITE_NAME: 'Loket',
        SITE_LOGO: '/etc/logo.SVG',
        ORGANISATION_NAME: 'Agentschap',
        ORGANISATION_CONTACT: 'hulp@voorbeeld.example',
      }),
    ).toEqual({
      name: 'Loket',
      logo: '/etc/logo.SVG',
      organisation: 'Agentschap',
      contact: 'hulp@voorbeeld.example',
    })
  })

  test('a wrong setting is named', () => {
    expect(() => site({ SITE_LOGO: 'logo.png' })).toThrow(/^SITE_LOGO is no SVG file/)
    expect(() => site({ ORGANISATION_NAME: 'x'.repeat(201) })).toThrow(/^ORGANISATION_NAME/)
    expect(() => site({ SITE_NAME: 'a\nb' })).toThrow(/^SITE_NAME is no line/)
  })
})
