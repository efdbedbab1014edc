import type { Sender } from '../engine/index.ts'
import type { Owner, Visibility } from '../programme/queries.ts'
import type { Caller, Role } from '../access/caller.ts'

/** Under this key stand roles that hold in every call. */
export const EVERY_CALL = '*'

/** Who reads everything of a call. An admin runs the system and reads no file. Source: domain §2. */
const readers: readonly Role[] = ['reviewer', 'manager', 'inspector', 'paymaster', 'auditor']

/** A person's roles in one call. */
export function rolesIn({ roles }: Caller, call: string): readonly Role[] {
  const given = (key: string) => (Object.hasOwn(roles, key) ? (roles[key] ?? []) : [])
  return [...new Set([...given(EVERY_CALL), ...(call === EVERY_CALL ? [] : given(call))])]
}

/** A role in some call, or in every. */
export function hasRole({ roles }: Caller, role: Role): boolean {
  return Object.values(roles).some((each) => each.includes(role))
}

export function readsAllOf(caller: Caller, call: string): boolean {
  return rolesIn(caller, call).some((role) => readers.includes(role))
}

/** An applicant's people see that the call is there, and of its projects their own. */
export function readsCall(caller: Caller, call: string): boolean {
  return readsAllOf(caller, call) || rolesIn(caller, call).includes('applicant')
}

export function readsProject(caller: Caller, { call, kbo }: Owner): boolean {
  const isOwn = rolesIn(caller, call).includes('applicant') && caller.organisation === kbo
  return isOwn || readsAllOf(caller, call)
}

/** The same as {@link readsProject}, for a list. */
export function visibilityOf(caller: Caller): Visibility {
  const { organisation } = caller
  const own = callsWith(caller, (role) => role === 'applicant')
  return {
    calls: callsWith(caller, (role) => readers.includes(role)),
    own: organisation === null ? null : { kbo: organisation, calls: own },
  }
}

/** Who sends, as the runtime is told. The organisation is compared when the event is applied. */
export function senderOf(caller: Caller, call: string): Sender {
  const { person, organisation } = caller
  return {
    person,
    roles: rolesIn(caller, call),
    claims: { organisation: organisation ?? '' },
  }
}

/** Calls in which a person has a role that fits; null for every call. */
function callsWith({ roles }: Caller, fits: (role: Role) => boolean): readonly string[] | null {
  const calls = Object.keys(roles).filter((call) => (roles[call] ?? []).some(fits))
  return calls.includes(EVERY_CALL) ? null : calls
}
