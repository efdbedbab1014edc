/** What a form asks with. */
type Kind =
  | 'amount'
  | 'choice'
  | 'date'
  | 'email'
  | 'flag'
  | 'list'
  | 'moment'
  | 'number'
  | 'revision'
  | 'short'
  | 'text'

/** One thing that a form asks, read from the JSON schema of an event's payload. */
export interface Field {
  readonly name: string
  readonly kind: Kind
  readonly isRequired: boolean
  /** What a choice may be. */
  readonly options: readonly string[]
  /** What each item of a list asks; empty for a list of plain values. */
  readonly fields: readonly Field[]
  readonly maxLength: number | null
}

interface Schema {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly maxLength?: number
  readonly 'x-kind'?: Kind
}

/**
 * The fields of a payload, in the order of its schema. `variant` names the property that tells
 * which of several shapes an item has.
 */
export function fieldsOf(schema: object, variant = ''): readonly Field[] {
  const { properties = {}, required = [] } = pick(schema, variant)
  return Object.entries(properties).map(([name, inner]) =>
    fieldOf(name, inner, required.includes(name), variant),
  )
}

function fieldOf(name: string, schema: Schema, isRequired: boolean, variant: string): Field {
  return {
    name,
    kind: kindOf(schema),
    isRequired,
    options: (schema.enum ?? []).map(String),
    fields: schema.items === undefined ? [] : fieldsOf(schema.items, variant),
    maxLength: schema.maxLength ?? null,
  }
}

function kindOf({ type, enum: options, 'x-kind': kind }: Schema): Kind {
  if (kind !== undefined) return kind
  if (options !== undefined) return 'choice'
  switch (type) {
    case 'boolean':
      return 'flag'
    case 'integer':
      return 'number'
    case 'array':
      return 'list'
    default:
      return 'short'
  }
}

function pick(schema: Schema, variant: string): Schema {
  const { anyOf } = schema
  if (anyOf === undefined) return schema
  return anyOf.find(({ properties = {} }) => variant in properties) ?? anyOf[0] ?? schema
}
