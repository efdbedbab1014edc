import type { Role } from './caller.ts'

const roles: readonly Role[] = [
  'applicant',
  'reviewer',
  'manager',
  'inspector',
  'paymaster',
  'admin',
  'auditor',
]

/**
 * Who can order, pay, approve or write off money; and the admin, who gives these roles. One person
 * does not make another one of them.
 */
const moneyRoles: readonly Role[] = ['reviewer', 'manager', 'paymaster', 'admin']

/** Under this key stand roles that hold in every call. */
export const EVERY_CALL = '*'

/** Roles that belong to no call. */
const callless: readonly Role[] = ['admin', 'auditor']

export function isMoneyRole(role: Role): boolean {
  return moneyRoles.includes(role)
}

/** A role in a call. */
export interface RoleInCall {
  readonly role: Role
  /** The call's id, or `*`. */
  readonly call: string
}

/** A call's id, or every call. */
const CALL = /^(?:\*|[a-z0-9][a-z0-9._-]{0,99})$/i

/** What is wrong with it, as `[field, sentence]`; null when nothing is. */
export function wrongRole({ role, call }: { readonly role: string; readonly call: string }) {
  const known = roles.find((each) => each === role)
  if (known === undefined) return ['role', `There is no role ${role}.`] as const
  if (!CALL.test(call)) return ['call', 'The call is no id of a call, nor *.'] as const
  if (callless.includes(known) && call !== EVERY_CALL) {
    return ['call', `The role ${role} holds in every call; give * as the call.`] as const
  }
  return null
}
