import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const SECRET_BYTES = 32
const ID_BYTES = 12

/** 256 random bits, in base64url: nobody guesses it, so nothing needs to be signed or salted. */
export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url')
}

/** A random id of 16 characters, not secret. */
export function newId(): string {
  return randomBytes(ID_BYTES).toString('base64url')
}

/** What the database keeps of a secret, and looks it up by. */
export function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}

/**
 * The CSRF token of a session: a function of the cookie's secret, which the database does not hold.
 * Who reads the database cannot make one, and no other session has the same.
 */
export function csrfOf(secret: string): string {
  return createHmac('sha256', secret).update('csrf').digest('base64url')
}

/** In a time that does not depend on where they differ. */
export function isEqual(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}
