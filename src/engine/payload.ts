import { Compile } from 'typebox/compile'
import type { TSchema } from 'typebox'
import type { Refusal, Sender } from './definition.ts'
import { refuse } from './errors.ts'
import { textDigest } from './hash.ts'

/**
 * What happens to a payload before a machine sees it: its shape is checked, and free text, personal
 * data and people are taken out of it (I15).
 */
export interface PayloadRules {
  readonly schema: TSchema
  /** Paths with `*` for every element, as `kpis.*.motivation`. */
  readonly text?: readonly string[]
  readonly personal?: readonly string[]
  readonly persons?: readonly string[]
}

/** A text that was taken out of a payload. */
export interface TakenText {
  readonly path: string
  readonly salt: string
  readonly text: string
}

export interface PayloadGuard {
  /** Null when the payload has the schema's shape; else says which field is wrong and why. */
  check(data: unknown): Refusal | null
  /** Replaces texts by digests in `data` itself, and returns the texts. */
  takeTexts(data: unknown, saltOf: (path: string) => string): readonly TakenText[]
  /** Replaces people by their ids in `data` itself. */
  replacePersons(data: unknown, idOf: (subject: string) => string): void
  /** Subjects of the people that `data` names. */
  persons(data: unknown): readonly string[]
  /** Paths in stored `data` where a digest stands, with the digest ('' when blank). */
  digests(data: unknown): readonly { readonly path: string; readonly digest: string }[]
  readonly isPlain: boolean
}

type Path = readonly string[]

export const payloadGuard = (rules: PayloadRules): PayloadGuard => {
  const validator = Compile(withoutAdditional(rules.schema))
  const texts = [...(rules.text ?? []), ...(rules.personal ?? [])].map(split)
  const people = (rules.persons ?? []).map(split)
  return {
    isPlain: texts.length === 0 && people.length === 0,
    check: (data) => {
      if (validator.Check(data)) return null
      return shapeRefusal(validator.Errors(data) as readonly SchemaError[])
    },
    takeTexts: (data, saltOf) => {
      const taken: TakenText[] = []
      replaceEach(data, texts, (value, path) => {
        const text = typeof value === 'string' ? value : JSON.stringify(value)
        const salt = saltOf(path)
        const digest = textDigest(salt, text)
        if (digest !== '') taken.push({ path, salt, text })
        return digest
      })
      return taken
    },
    replacePersons: (data, idOf) => {
      replaceEach(data, people, (value) => (typeof value === 'string' ? idOf(value) : value))
    },
    persons: (data) => collect(data, people).map(({ value }) => value),
    digests: (data) => collect(data, texts).map(({ path, value }) => ({ path, digest: value })),
  }
}

/** Roles suffice one by one; `authorise` sees the payload as it was sent. */
export const authorisation = (
  type: string,
  roles: readonly string[],
  sender: Sender,
): Refusal | null =>
  roles.some((role) => sender.roles.includes(role))
    ? null
    : refuse('not-authorised', `${type} may be sent by ${roles.join(' or ')} only`)

const split = (path: string): Path => path.split('.')

interface SchemaError {
  readonly keyword: string
  readonly instancePath: string
  readonly message: string
  readonly params: {
    readonly additionalProperties?: readonly string[]
    readonly requiredProperties?: readonly string[]
    readonly allowedValues?: readonly unknown[]
  }
}

const shapeRefusal = (errors: readonly SchemaError[]): Refusal => {
  // The first error that names the cause: "schema is false" only repeats an additional property.
  const error = errors.find(({ keyword }) => keyword !== 'boolean') ?? errors[0]
  if (error === undefined) return refuse('invalid-payload', 'The payload has a wrong shape')
  const { additionalProperties, requiredProperties, allowedValues } = error.params
  const extra = additionalProperties?.[0] ?? requiredProperties?.[0]
  const field = [...error.instancePath.split('/').slice(1), ...(extra === undefined ? [] : [extra])]
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.')
  const choices = allowedValues === undefined ? '' : `: ${allowedValues.join(', ')}`
  const place = field === '' ? 'The payload' : field
  return refuse('invalid-payload', `${place} ${error.message}${choices}`, field)
}

type Fields = Record<string, unknown>

const replaceEach = (
  data: unknown,
  paths: readonly Path[],
  replace: (value: unknown, path: string) => unknown,
): void => {
  for (const path of paths) visit(data, path, '', replace)
}

const collect = (
  data: unknown,
  paths: readonly Path[],
): readonly { readonly path: string; readonly value: string }[] => {
  const found: { path: string; value: string }[] = []
  for (const each of paths) {
    visit(data, each, '', (value, path) => {
      if (typeof value === 'string') found.push({ path, value })
      return value
    })
  }
  return found
}

/** Calls `replace` where the path leads; absent and null values stay as they are. */
const visit = (
  data: unknown,
  [step, ...rest]: Path,
  place: string,
  replace: (value: unknown, path: string) => unknown,
): void => {
  if (step === undefined || typeof data !== 'object' || data === null) return
  const fields = data as Fields
  for (const key of step === '*' ? Object.keys(fields) : [step]) {
    if (!Object.hasOwn(fields, key)) continue
    const value = fields[key]
    const path = place === '' ? key : `${place}.${key}`
    if (value === undefined || value === null) continue
    if (rest.length > 0) visit(value, rest, path, replace)
    else fields[key] = replace(value, path)
  }
}

/** Refuses properties that an object schema does not name, unless it says that it takes them. */
const withoutAdditional = (schema: TSchema): TSchema => {
  if (Array.isArray(schema)) return schema.map(withoutAdditional)
  if (typeof schema !== 'object' || schema === null) return schema
  const fields: Fields = { ...schema }
  if ('allOf' in fields) return schema
  // TypeBox keeps its kinds and refinements in properties that are not enumerable: they come along.
  const strict = Object.defineProperties({}, Object.getOwnPropertyDescriptors(schema)) as Fields
  for (const key of Object.keys(fields)) {
    const value = fields[key]
    if (named.has(key)) strict[key] = withoutAdditionalByName(value as Fields)
    else if (nesting.has(key)) strict[key] = withoutAdditional(value as TSchema)
  }
  if (fields['type'] === 'object' && 'properties' in fields) {
    strict['additionalProperties'] ??= false
  }
  return strict
}

const withoutAdditionalByName = (schemas: Fields): Fields =>
  Object.fromEntries(
    Object.entries(schemas).map(([name, inner]) => [name, withoutAdditional(inner as TSchema)]),
  )

/** Keywords that hold schemas by name, and those that hold schemas. */
const named = new Set(['properties', 'patternProperties'])
const nesting = new Set(['items', 'anyOf', 'oneOf', 'additionalProperties'])
