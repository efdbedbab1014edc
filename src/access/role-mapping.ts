import { readFileSync } from 'node:fs'
import Type, { type Static } from 'typebox'
import { Value } from 'typebox/value'
import { isKbo } from '../domain/references.ts'
import type { Role } from './caller.ts'
import { EVERY_CALL, wrongRole, type RoleInCall } from './roles.ts'

const claim = Type.String({ minLength: 1, maxLength: 200 })

const mappingFile = Type.Object(
  {
    claims: Type.Object(
      {
        /** Which claim says who it is; the same person for ever. */
        person: Type.Optional(claim),
        roles: claim,
        organisation: Type.Optional(claim),
        name: Type.Optional(Type.Array(claim, { minItems: 1, maxItems: 5 })),
        email: Type.Optional(claim),
      },
      { additionalProperties: false },
    ),
    roles: Type.Array(
      Type.Object(
        { value: claim, role: Type.String(), call: Type.Optional(Type.String()) },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 500 },
    ),
  },
  { additionalProperties: false },
)

/** How claims of the provider become a person with roles; docs/ACCESS.md shows an example. */
export type RoleMapping = Static<typeof mappingFile>

/** The file cannot be used; the message says where and why. */
class RoleMappingError extends Error {
  override readonly name = 'RoleMappingError'
}

/** Reads the file that OIDC_ROLES names. */
export function readRoleMapping(file: string): RoleMapping {
  let data: unknown
  try {
    data = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new RoleMappingError(`OIDC_ROLES: ${file} cannot be read as JSON.`, { cause: error })
  }
  if (!Value.Check(mappingFile, data)) {
    const [first] = Value.Errors(mappingFile, data)
    const where = `${first?.instancePath ?? ''} ${first?.message ?? ''}`.trim()
    throw new RoleMappingError(`OIDC_ROLES: ${file} is not as docs/ACCESS.md shows it: ${where}.`)
  }
  for (const { value, role, call = EVERY_CALL } of data.roles) {
    const wrong = call === IN_CONTEXT ? null : wrongRole({ role, call })
    const isMissing = call === IN_CONTEXT && !value.includes(IN_CONTEXT)
    if (wrong !== null || isMissing) {
      const why = wrong?.[1] ?? `Its value has no ${IN_CONTEXT}.`
      throw new RoleMappingError(`OIDC_ROLES: ${file}, ${value}: ${why}`)
    }
  }
  return data
}

/** A person as the provider describes one. */
export interface Identity {
  /** What the provider calls the person, for ever. */
  readonly person: string
  readonly name: string
  readonly email: string | null
  readonly organisation: string | null
  readonly roles: readonly RoleInCall[]
}

export type Claims = Readonly<Record<string, unknown>>

/** Stand for the part of a claim's value that says where a role holds. */
const IN_CONTEXT = '{call}'
const FOR_ORGANISATION = '{organisation}'

/** Null when the claims do not say who it is. */
export function identityOf(claims: Claims, mapping: RoleMapping): Identity | null {
  const { person = 'sub', roles, organisation, name = ['name'], email = 'email' } = mapping.claims
  const id = textOf(claims[person])
  if (id === null) return null
  const values = [claims[roles]].flat().filter((each) => typeof each === 'string')
  const own = kboOf(textOf(organisation === undefined ? undefined : claims[organisation]))
  const found = mapping.roles.flatMap((each) => values.flatMap((value) => meant(each, value, own)))
  const words = name.map((each) => textOf(claims[each])).filter((each) => each !== null)
  return {
    person: id,
    name: words.join(' ').slice(0, 200) || 'Naamloos',
    email: textOf(claims[email]),
    organisation: own ?? found.find((each) => each.organisation !== null)?.organisation ?? null,
    roles: found.map(({ role, call }) => ({ role, call })),
  }
}

interface Meant extends RoleInCall {
  readonly organisation: string | null
}

/** What one value of the claim gives by one line of the mapping: one role, or none. */
function meant(line: RoleMapping['roles'][number], value: string, own: string | null): Meant[] {
  const { role, call = EVERY_CALL } = line
  const placeholder = [IN_CONTEXT, FOR_ORGANISATION].find((each) => line.value.includes(each))
  if (placeholder === undefined) {
    return line.value === value ? [{ role: role as Role, call, organisation: null }] : []
  }
  const [before = '', after = ''] = line.value.split(placeholder)
  const isLong = value.length > before.length + after.length
  if (!isLong || !value.startsWith(before) || !value.endsWith(after)) return []
  const context = value.slice(before.length, value.length - after.length)
  if (placeholder === IN_CONTEXT) {
    const given = { role, call: context }
    return wrongRole(given) === null
      ? [{ role: role as Role, call: context, organisation: null }]
      : []
  }
  // The role counts for the person's own organisation only.
  const kbo = kboOf(context)
  const isOwn = kbo !== null && (own === null || own === kbo)
  return isOwn ? [{ role: role as Role, call, organisation: kbo }] : []
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 255) : null
}

/** Without the dots that people write in it. */
function kboOf(text: string | null): string | null {
  const digits = text?.replaceAll('.', '') ?? ''
  return isKbo(digits) ? digits : null
}
