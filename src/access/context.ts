import type { Clock } from '../engine/clock.ts'
import type { AccessStore } from '../store/access/store.ts'
import type { UserRow } from '../store/access/tables.ts'
import type { Audit } from './audit.ts'
import type { SignInMethod } from './caller.ts'
import type { Passwords } from './passwords.ts'

/** What the parts of access work with. */
export interface AccessContext {
  readonly store: AccessStore
  /** The host's: a virtual database's clock may stand still, and then nothing would expire. */
  readonly clock: Clock
  readonly audit: Audit
  readonly passwords: Passwords
  readonly isVirtual: boolean
  /** People come from a provider; then nobody has a password here. */
  readonly hasProvider: boolean
}

/** Whether a way of signing in is on. */
export function isOn(
  { isVirtual, hasProvider }: Pick<AccessContext, 'isVirtual' | 'hasProvider'>,
  method: SignInMethod,
): boolean {
  switch (method) {
    case 'local':
      return !hasProvider
    case 'oidc':
      return hasProvider
    case 'demo':
      return isVirtual
  }
}

/** A person as the tables hold one, without the password. */
export type Person = Omit<UserRow, 'password'>
