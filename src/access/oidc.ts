import type { Configuration } from 'openid-client'
import type { OidcConfig } from '../config.ts'
import type { Claims } from './role-mapping.ts'
import { deny, done, type Denied, type Result } from './refusal.ts'

/** What must be remembered of a sign-in while the browser is at the provider. */
export interface Begun {
  readonly url: string
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

export interface Finished {
  readonly claims: Claims
  /** The provider wants it back at sign-out. */
  readonly idToken: string
}

/** How long the provider may take for one answer (s). */
const TIMEOUT_S = 10

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** OpenID Connect: the code flow with PKCE, state and nonce, at one provider. */
export class OidcProvider {
  readonly #config: OidcConfig
  #discovered: Promise<Configuration> | undefined

  constructor(config: OidcConfig) {
    this.#config = config
  }

  /** Refusal: `provider-unavailable`. */
  async begin(): Promise<Result<Begun>> {
    const client = await import('openid-client')
    const found = await this.#discover()
    if ('denied' in found) return found
    const [state, nonce] = [client.randomState(), client.randomNonce()]
    const verifier = client.randomPKCECodeVerifier()
    const url = client.buildAuthorizationUrl(found.done, {
      redirect_uri: this.#config.redirectUrl,
      scope: this.#config.scope,
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    })
    return done({ url: url.href, state, nonce, verifier })
  }

  /**
   * Takes what the browser brought back. `search` is the query of the request; the rest of the
   * address is that of the configuration, whatever the request says of its host. Refusals:
   * `provider-unavailable`; `sign-in-failed` for what is not as it was begun, signed and in time.
   */
  async finish(search: string, begun: Omit<Begun, 'url'>): Promise<Result<Finished>> {
    const client = await import('openid-client')
    const found = await this.#discover()
    if ('denied' in found) return found
    const current = new URL(this.#config.redirectUrl)
    current.search = search
    try {
      const tokens = await client.authorizationCodeGrant(found.done, current, {
        expectedState: begun.state,
        expectedNonce: begun.nonce,
        pkceCodeVerifier: begun.verifier,
        idTokenExpected: true,
      })
      const claims = tokens.claims()
      if (claims === undefined || tokens.id_token === undefined) return { denied: notAsBegun }
      const hasMore = found.done.serverMetadata().userinfo_endpoint !== undefined
      const more = hasMore
        ? await client.fetchUserInfo(found.done, tokens.access_token, claims.sub)
        : {}
      return done({ claims: { ...more, ...claims }, idToken: tokens.id_token })
    } catch (error) {
      return { denied: this.#deniedBy(error) }
    }
  }

  /** Where the browser goes to sign out there too; null when the provider offers no such place. */
  async endUrl(idToken: string | null, returnTo: string): Promise<string | null> {
    const client = await import('openid-client')
    const found = await this.#discover()
    if ('denied' in found) return null
    if (found.done.serverMetadata().end_session_endpoint === undefined) return null
    return client.buildEndSessionUrl(found.done, {
      post_logout_redirect_uri: returnTo,
      ...(idToken === null ? {} : { id_token_hint: idToken }),
    }).href
  }

  /** Asked once, and again after a failure. */
  async #discover(): Promise<Result<Configuration>> {
    this.#discovered ??= this.#ask()
    try {
      return done(await this.#discovered)
    } catch (error) {
      this.#discovered = undefined
      return { denied: { ...this.#deniedBy(error), code: 'provider-unavailable', message: down } }
    }
  }

  async #ask(): Promise<Configuration> {
    const client = await import('openid-client')
    const { issuer, clientId, clientSecret } = this.#config
    const url = new URL(issuer)
    const isPlain = url.protocol === 'http:' && LOOPBACK.test(url.hostname)
    return client.discovery(
      url,
      clientId,
      undefined,
      clientSecret === null ? client.None() : client.ClientSecretBasic(clientSecret),
      {
        timeout: TIMEOUT_S,
        execute: [
          // Signatures of ID tokens are checked too, though they come straight from the provider.
          client.enableNonRepudiationChecks,
          // oxlint-disable-next-line typescript/no-deprecated -- a provider on this very host only
          ...(isPlain ? [client.allowInsecureRequests] : []),
        ],
      },
    )
  }

  #deniedBy(error: unknown): Denied {
    const { name = '', code = '', status = 0 } = (error ?? {}) as Failure
    const isDown = name === 'TypeError' || code === 'OAUTH_TIMEOUT' || status >= 500
    if (isDown) return { code: 'provider-unavailable', message: down }
    return notAsBegun
  }
}

interface Failure {
  readonly name?: string
  readonly code?: string
  readonly status?: number
}

const down = 'The sign-in service does not answer; nothing is wrong with your account. Try later.'

const notAsBegun: Denied = deny(
  'sign-in-failed',
  'The sign-in service did not confirm who you are; begin again.',
).denied
