import plugin from '@fastify/cookie'
import type { Identifiable } from './caller.ts'

const { parse, serialize } = plugin.fastifyCookie

/** A browser that began to sign in at the provider comes back within this. */
export const FLOW_MS = 600_000

/**
 * The cookies of sign-in. `HttpOnly`: no script reads them. `Lax`, not `Strict`: coming back from
 * the provider is a journey from another site, and under `Strict` the page one lands on would not
 * know who came; what changes something needs the CSRF token besides. Over https `__Host-`: no
 * other host can set it. Not signed: a value is 256 random bits, looked up by their hash, so there
 * is nothing that a signature would prove.
 */
export class Cookies {
  readonly #isSecure: boolean

  constructor(isSecure: boolean) {
    this.#isSecure = isSecure
  }

  /** The secrets that a request brings. */
  read({ headers }: Identifiable): {
    readonly session: string | null
    readonly flow: string | null
  } {
    const found = parse(headers.cookie ?? '')
    const given = (name: string) => found[this.#nameOf(name)] ?? null
    return { session: given(SESSION), flow: given(FLOW) }
  }

  /** `Set-Cookie` that begins a session, or with null ends it. */
  session(secret: string | null): string {
    return this.#write(SESSION, secret, null)
  }

  /** `Set-Cookie` for the time at the provider; null takes it away. */
  flow(secret: string | null): string {
    return this.#write(FLOW, secret, FLOW_MS / 1000)
  }

  #write(name: string, secret: string | null, maxAge: number | null): string {
    return serialize(this.#nameOf(name), secret ?? '', {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.#isSecure,
      ...(secret === null ? { maxAge: 0 } : maxAge === null ? {} : { maxAge }),
    })
  }

  #nameOf(name: string): string {
    return this.#isSecure ? `__Host-${name}` : name
  }
}

const SESSION = 'mijlpaal'
const FLOW = 'mijlpaal-provider'
