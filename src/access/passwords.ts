import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/** What scrypt is asked for; kept with each password, so that it may become harder later. */
export interface ScryptCost {
  /** log₂ of N. */
  readonly logN: number
  readonly r: number
  readonly p: number
}

/** 32 MB and about 0.2 s a password. Source: OWASP, Password Storage. */
export const defaultCost: ScryptCost = { logN: 15, r: 8, p: 3 }

const SALT_BYTES = 16
const HASH_BYTES = 32

/** Passwords that are computed at the same time; the others wait, so memory stays bounded. */
const AT_ONCE = 2

const PASSWORD_MIN = 12
const PASSWORD_MAX = 200

/** What is wrong with a new password, in a sentence; null when nothing is. */
export function weakness(password: string, login: string): string | null {
  const { length } = password
  if (length < PASSWORD_MIN) return `A password has at least ${PASSWORD_MIN} characters.`
  if (length > PASSWORD_MAX) return `A password has at most ${PASSWORD_MAX} characters.`
  if (new Set(password).size < 4) return 'A password has at least four different characters.'
  return password.toLowerCase().includes(login) ? 'A password does not hold the login name.' : null
}

/** Makes and checks what is stored of passwords: `scrypt:<logN>:<r>:<p>:<salt>:<hash>`. */
export class Passwords {
  readonly #cost: ScryptCost
  readonly #dummy: string
  readonly #waiting: (() => void)[] = []
  #running = 0

  constructor(cost: ScryptCost = defaultCost) {
    this.#cost = cost
    const [salt, hash] = [randomBytes(SALT_BYTES), randomBytes(HASH_BYTES)]
    this.#dummy = encoded(cost, salt, hash)
  }

  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES)
    return encoded(this.#cost, salt, await this.#derive(password, salt, this.#cost))
  }

  /**
   * Whether it is the password. Where nothing is stored it is not, and it takes as long to say so:
   * the time does not tell who has an account.
   */
  async matches(password: string, stored: string | null): Promise<boolean> {
    const { cost, salt, hash } = decoded(stored ?? this.#dummy)
    const isEqual = timingSafeEqual(await this.#derive(password, salt, cost), hash)
    return isEqual && stored !== null
  }

  async #derive(password: string, salt: Buffer, { logN, r, p }: ScryptCost): Promise<Buffer> {
    if (this.#running >= AT_ONCE) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    } else this.#running += 1
    try {
      const N = 2 ** logN
      // The same letters, however a keyboard composes them.
      const text = password.normalize('NFKC')
      return await new Promise((resolve, reject) => {
        scrypt(text, salt, HASH_BYTES, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
          error === null ? resolve(key) : reject(error),
        )
      })
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#running -= 1
      else next()
    }
  }
}

function encoded({ logN, r, p }: ScryptCost, salt: Buffer, hash: Buffer): string {
  return ['scrypt', logN, r, p, salt.toString('base64url'), hash.toString('base64url')].join(':')
}

function decoded(stored: string) {
  const [, logN, r, p, salt = '', hash = ''] = stored.split(':')
  return {
    cost: { logN: Number(logN), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64url'),
    hash: Buffer.from(hash, 'base64url'),
  }
}
