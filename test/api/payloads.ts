import type { Chance } from '../simulation/chance.ts'

/** A JSON schema, as far as ours go. */
export interface JsonSchema {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly items?: JsonSchema
  readonly minItems?: number
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly minimum?: number
}

/** What a text of this name must look like; the schemas say it by a function, not in JSON. */
const texts: Readonly<Record<string, readonly string[]>> = {
  amount: ['1.00', '1200.00', '36000.00'],
  pay: ['0.00', '8000.00'],
  clawback: ['0.00', '1200.00'],
  unearned: ['1.00'],
  date: ['2024-10-07', '2025-08-19'],
  executionDate: ['2027-01-04'],
  until: ['2027-01-04', '2027-01-04T12:00:00+01:00'],
  to: ['2027-01-04', '2027-06-30T12:00:00'],
  kbo: ['0207437468'],
  nis: ['44021'],
  iban: ['BE15091000000130'],
  email: ['iemand@voorbeeld.example'],
  line: ['gent-1', 'aalst-1', 'boom-1'],
  stimulus: ['collaboration', 'mentor'],
  order: ['voorbeeld/gent/advance', 'voorbeeld/gent/balance'],
  deadline: ['finalReport', 'submission', 'accounts.2025'],
  project: ['voorbeeld/gent', 'voorbeeld/aalst'],
  code: ['ABB-SLV', 'ABB-SAMENLEVEN'],
  // Nothing, the start of a zip, an extract with one row.
  content: ['', 'UEsDBA==', 'a2JvO2phYXI7Y29kZTtiZWRyYWcKMDIwNzQ1MTIyNzsyMDI0O0FCQi1TTFY7MQ=='],
}

/** A value that the schema takes; `all` gives every optional field too. */
export function valid(
  schema: JsonSchema,
  chance: Chance,
  options: { readonly name?: string; readonly all?: boolean } = {},
): unknown {
  const { name = '', all = false } = options
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return chance.pick(schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) return valid(chance.pick(choices), chance, options)
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([key]) => schema.required?.includes(key) === true || all || chance.percent(50))
          .map(([key, inner]) => [key, valid(inner, chance, { name: key, all })]),
      )
    case 'array':
      return Array.from({ length: Math.max(schema.minItems ?? 0, chance.int(3)) }, () =>
        valid(schema.items ?? {}, chance, { name: singular(name), all }),
      )
    case 'integer':
    case 'number':
      return name === 'year' ? chance.pick([2024, 2025]) : (schema.minimum ?? 0) + chance.int(900)
    case 'boolean':
      return chance.percent(50)
    case 'null':
      return null
    default:
      return chance.pick(texts[name] ?? ['een tekst', 'x', 'Ünïcödé – ‘ok’'])
  }
}

function singular(name: string): string {
  return name.replace(/s$/, '')
}
