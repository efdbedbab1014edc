/** Why somebody does not get in, or a right is not given; docs/ERRORS.md explains each. */
export type AccessRefusalCode =
  | 'sign-in-failed'
  | 'sign-in-off'
  | 'too-many-requests'
  | 'virtual-only'
  | 'link-invalid'
  | 'login-taken'
  | 'provider-unavailable'
  | 'invalid-payload'
  | 'not-found'
  | 'four-eyes'
  | 'event-not-allowed'
  | 'csrf'

/** A refusal is a value, and has changed nothing but what counts and records attempts. */
export interface Denied {
  readonly code: AccessRefusalCode
  /** A sentence for people. */
  readonly message: string
  readonly field?: string
  /** When it makes sense to try again (s). */
  readonly retryAfter?: number
}

export type Result<T> = { readonly done: T } | { readonly denied: Denied }

export function done<T>(value: T): Result<T> {
  return { done: value }
}

export function deny(
  code: AccessRefusalCode,
  message: string,
  more: Pick<Denied, 'field' | 'retryAfter'> = {},
): { readonly denied: Denied } {
  return { denied: { code, message, ...more } }
}
