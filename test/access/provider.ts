import { createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Provider, { type Configuration } from 'oidc-provider'
import type { AccessConfig } from '../../src/config.ts'

type Payload = Record<string, unknown>

/** Makes another ID token of the one that the provider gave; `key` signs as the provider does. */
export type Tamper = (payload: Payload, key: KeyObject) => { payload: Payload; key: KeyObject }

export const site = 'http://127.0.0.1:9'

const client = { client_id: 'mijlpaal', client_secret: 'a secret of the tests' }

/** A provider of OpenID Connect in this process, with its own pages to sign in and to consent. */
export class TestProvider implements AsyncDisposable {
  /** What it says of each account, now. */
  readonly accounts = new Map<string, Payload>()
  tamper: Tamper | null = null
  readonly #server: Server
  readonly #directory = mkdtempSync(join(tmpdir(), 'mijlpaal-oidc-'))
  readonly #key: KeyObject
  readonly #port: number

  private constructor(server: Server) {
    this.#server = server
    this.#port = (server.address() as AddressInfo).port
    this.#key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  }

  static async start(mapping: object): Promise<TestProvider> {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const started = new TestProvider(server)
    started.#serve()
    writeFileSync(started.#mappingFile, JSON.stringify(mapping))
    return started
  }

  get issuer(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** How we are to know it. */
  get config(): AccessConfig {
    return {
      publicUrl: site,
      oidc: {
        issuer: this.issuer,
        clientId: client.client_id,
        clientSecret: client.client_secret,
        redirectUrl: `${site}/oidc/callback`,
        scope: 'openid profile mijlpaal',
        rolesFile: this.#mappingFile,
      },
    }
  }

  /** It answers nobody until it is {@link begin}ning again. */
  async stop(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#server.closeAllConnections()
    await closed
  }

  /** After {@link stop}, at the same address. */
  async begin(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1')
    await once(this.#server, 'listening')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#server.listening) await this.stop()
    rmSync(this.#directory, { recursive: true })
  }

  get #mappingFile(): string {
    return join(this.#directory, 'roles.json')
  }

  #serve(): void {
    const configuration: Configuration = {
      clients: [
        {
          ...client,
          redirect_uris: [`${site}/oidc/callback`],
          post_logout_redirect_uris: [`${site}/`],
          response_types: ['code'],
          grant_types: ['authorization_code'],
        },
      ],
      jwks: { keys: [{ ...this.#key.export({ format: 'jwk' }), kid: 'test', use: 'sig' }] },
      cookies: { keys: ['of the tests'] },
      scopes: ['openid', 'profile', 'mijlpaal'],
      claims: { openid: ['sub'], profile: ['name'], mijlpaal: ['rol', 'vo_orgcode', 'vo_id'] },
      pkce: { required: () => true },
      features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
      ttl: { Session: 3600, Interaction: 3600, Grant: 3600, AccessToken: 600, IdToken: 600 },
      findAccount: async (_context, id) => ({
        accountId: id,
        claims: async () => ({ sub: id, ...this.accounts.get(id) }),
      }),
    }
    const provider = new Provider(this.issuer, configuration)
    provider.use(async (context, next) => {
      await next()
      const body = context.body as { id_token?: string } | null
      if (this.tamper === null || typeof body?.id_token !== 'string') return
      const { payload, key } = this.tamper(payloadOf(body.id_token), this.#key)
      context.body = { ...body, id_token: signed(payload, key) }
    })
    const answer = provider.callback()
    this.#server.on('request', (request, response) => void answer(request, response))
  }
}

/** Another key, by the same name. */
export function anotherKey(): KeyObject {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' }))
}

function payloadOf(token: string): Payload {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Payload
}

function signed(payload: Payload, key: KeyObject): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const data = `${encode({ alg: 'RS256', typ: 'JWT', kid: 'test' })}.${encode(payload)}`
  return `${data}.${sign('sha256', Buffer.from(data), key).toString('base64url')}`
}

/** A person at the provider: follows its pages, fills in its forms, and keeps its cookies. */
export class Visitor {
  readonly #cookies = new Map<string, string>()
  readonly #account: string

  constructor(account: string) {
    this.#account = account
  }

  /** Goes where we sent the browser; returns the path of ours to which the provider sends it back. */
  async go(start: string): Promise<string> {
    let next: { url: string; form?: URLSearchParams } = { url: start }
    for (let steps = 0; steps < 20; steps += 1) {
      if (next.url.startsWith(`${site}/`)) return next.url.slice(site.length)
      next = await this.#step(next)
    }
    throw new Error(`It goes round: ${next.url}`)
  }

  async #step({ url, form }: { url: string; form?: URLSearchParams }) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie },
      ...(form === undefined ? {} : { method: 'POST', body: form }),
    })
    for (const each of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(each) ?? []
      this.#cookies.set(name, value)
    }
    const location = response.headers.get('location')
    const page = await response.text()
    if (location !== null) return { url: new URL(location, url).href }
    const [, action] = /<form[^>]* action="([^"]+)"/.exec(page) ?? []
    if (action === undefined) throw new Error(`${response.status} without a form: ${page}`)
    const filled = new URLSearchParams()
    for (const [input] of page.matchAll(/<input[^>]*>/g)) {
      const [, name = ''] = /name="([^"]*)"/.exec(input) ?? []
      const [, value = ''] = /value="([^"]*)"/.exec(input) ?? []
      const typed = { login: this.#account, password: 'any' }[name] ?? value
      if (name !== '') filled.append(name, typed)
    }
    if (/<button[^>]*name="logout"[^>]*value="yes"/.test(page)) filled.append('logout', 'yes')
    return { url: new URL(action.replaceAll('&amp;', '&'), url).href, form: filled }
  }
}
