import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Settings } from 'typebox/system'
import { Default } from 'typebox/value'
import type { Fault, Path } from './errors.ts'

/** More faults than anybody reads; a guard against a file that is wrong all over. */
const mostFaults = 10_000

/** A value with its defaults, and everything that its shape says against it. */
export interface Shaped<S extends TSchema> {
  /** As the schema has it only where `faults` has nothing. */
  readonly value: Static<S>
  readonly faults: readonly Fault[]
}

/** Judges values by a schema; defaults are filled in, in the value itself. */
export function shaper<S extends TSchema>(schema: S): (data: unknown) => Shaped<S> {
  const validator = Compile(schema)
  return (data) => {
    const value = Default(schema, data) as Static<S>
    if (validator.Check(value)) return { value, faults: [] }
    const errors = withAllErrors(() => [...validator.Errors(value)]) as readonly SchemaError[]
    return { value, faults: errors.flatMap((error) => faultsOf(schema, error)) }
  }
}

interface SchemaError {
  readonly keyword: string
  readonly instancePath: string
  readonly schemaPath: string
  readonly message: string
  readonly params: {
    readonly type?: string
    readonly additionalProperties?: readonly string[]
    readonly requiredProperties?: readonly string[]
  }
}

/** TypeBox keeps eight errors unless told otherwise, for the whole process. */
function withAllErrors<T>(read: () => T): T {
  const { maxErrors } = Settings.Get()
  Settings.Set({ maxErrors: mostFaults })
  try {
    return read()
  } finally {
    Settings.Set({ maxErrors })
  }
}

function faultsOf(schema: TSchema, error: SchemaError): readonly Fault[] {
  const path = stepsOf(error.instancePath)
  const keys = Object.keys(propertiesAt(schema, error.schemaPath))
  const { additionalProperties = [], requiredProperties = [] } = error.params
  switch (error.keyword) {
    case 'additionalProperties':
      return additionalProperties.map((key) => ({
        path: [...path, key],
        message: `This key is unknown; allowed here are ${keys.join(', ')}.`,
      }))
    case 'required':
      return requiredProperties.map((key) => ({
        path: [...path, key],
        message: 'This key is missing and must be given.',
      }))
    case 'boolean':
    case 'anyOf':
      return []
    case 'type':
      return error.params.type === 'null' ? [] : [{ path, message: mustHold(error, keys) }]
    case 'minItems':
      return [{ path, message: 'Must be a list of at least one item.' }]
    default:
      return [{ path, message: sentence(error.message) }]
  }
}

function mustHold({ params }: SchemaError, keys: readonly string[]): string {
  if (params.type === 'array') return 'Must be a list.'
  return keys.length === 0 ? 'Must hold keys with values.' : `Must hold ${keys.join(', ')}.`
}

function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1)
  return text.endsWith('.') ? text : `${text}.`
}

function propertiesAt(schema: TSchema, schemaPath: string): object {
  let node: unknown = schema
  for (const step of stepsOf(schemaPath.replace(/^#/, ''))) {
    node = typeof node === 'object' && node !== null ? Reflect.get(node, step) : undefined
  }
  const properties: unknown =
    typeof node === 'object' && node !== null ? Reflect.get(node, 'properties') : undefined
  return typeof properties === 'object' && properties !== null ? properties : {}
}

function stepsOf(pointer: string): Path & readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}
