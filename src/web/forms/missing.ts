import type { Locale } from '../catalogue.ts'
import type { ReadForm } from './body.ts'
import type { Field } from './fields.ts'
import type { Plan } from './plan.ts'

/** Every field that must be filled in and is not, by its input: people want all of them at once. */
export function missingIn(
  fields: readonly Field[],
  { payload, inputOf }: ReadForm,
  plan: Plan,
  locale: Locale,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const look = (some: readonly Field[], item: Record<string, unknown>, place: string): void => {
    for (const field of some) {
      const at = place === '' ? field.name : `${place}.${field.name}`
      const value = item[field.name]
      if (value === undefined && field.isRequired) found.set(inputOf(at), sentence[locale])
      if (field.kind === 'list' && field.fields.length > 0) {
        const rows = (value ?? []) as readonly Record<string, unknown>[]
        for (const [index, row] of rows.entries()) look(field.fields, row, `${at}.${index}`)
      }
    }
  }
  look(
    fields.filter(({ name }) => !plan.left.has(name)),
    payload,
    '',
  )
  return found
}

const sentence = { nl: 'Vul dit in.', en: 'Fill this in.' } as const
