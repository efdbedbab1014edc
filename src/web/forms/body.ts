import type { Field } from './fields.ts'

/** What a form was filled in with, by the name of each input: `lines.0.kpi`. */
export type Filled = Readonly<Record<string, string | readonly string[] | undefined>>

export interface ReadForm {
  /** The payload of the event, as a program would send it. */
  readonly payload: Record<string, unknown>
  /** The name of the input behind a place in the payload: blank rows of a form are left out of it. */
  readonly inputOf: (place: string) => string
}

/**
 * Reads what people typed into what the schema of an event takes. What cannot be read stays as it
 * was typed, so that the one check of payloads says what is wrong with it. Rows of the lists that
 * `whole` names are kept when they are blank.
 */
export function readForm(
  fields: readonly Field[],
  filled: Filled,
  whole: ReadonlySet<string> = new Set(),
): ReadForm {
  const rows = new Map<string, string>()
  const payload = readFields(fields, '', '', { filled, whole, rows })
  return {
    payload,
    inputOf: (place) => {
      const parts = place.split('.')
      for (let end = parts.length; end > 0; end--) {
        const found = rows.get(parts.slice(0, end).join('.'))
        if (found !== undefined) return [found, ...parts.slice(end)].join('.')
      }
      return place
    },
  }
}

interface Reading {
  readonly filled: Filled
  readonly whole: ReadonlySet<string>
  /** Place of a row in the payload, and its name in the form. */
  readonly rows: Map<string, string>
}

function readFields(
  fields: readonly Field[],
  input: string,
  place: string,
  reading: Reading,
): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  for (const field of fields) {
    const at = (prefix: string) => (prefix === '' ? field.name : `${prefix}.${field.name}`)
    const value =
      field.kind === 'list'
        ? readList(field, at(input), at(place), reading)
        : readValue(field, at(input), reading.filled)
    if (value !== undefined) found[field.name] = value
  }
  return found
}

function readList(field: Field, input: string, place: string, reading: Reading): unknown {
  const { filled, whole, rows } = reading
  if (field.fields.length === 0) {
    const chosen = [filled[input] ?? []].flat().filter((each) => each !== '')
    return chosen.length === 0 && !field.isRequired ? undefined : chosen
  }
  const items: unknown[] = []
  for (const index of indexesOf(input, filled)) {
    const [from, to] = [`${input}.${index}`, `${place}.${items.length}`]
    const item = readFields(field.fields, from, to, reading)
    const typed = Object.keys(item).filter((name) => !isKey(`${from}.${name}`, filled))
    if (typed.length === 0 && !whole.has(field.name)) continue
    rows.set(to, from)
    items.push(item)
  }
  return items.length === 0 && !field.isRequired ? undefined : items
}

/** An input that names what a row is about, and is not typed; see {@link keyMark}. */
function isKey(input: string, filled: Filled): boolean {
  return filled[`${input}${keyMark}`] !== undefined
}

/** Beside the hidden input of a key stands another of this name. */
export const keyMark = '!'

function indexesOf(input: string, filled: Filled): readonly number[] {
  const found = new Set<number>()
  for (const name of Object.keys(filled)) {
    if (!name.startsWith(`${input}.`)) continue
    const index = name.slice(input.length + 1).split('.')[0] ?? ''
    if (/^\d{1,4}$/.test(index)) found.add(Number(index))
  }
  return [...found].toSorted((one, other) => one - other)
}

/** The time of a moment stands in an input of its own. */
export const timeMark = '@time'

function readValue({ kind }: Field, input: string, filled: Filled): unknown {
  const typed = textAt(filled, input).replaceAll('\r\n', '\n')
  const text = kind === 'text' ? typed : typed.trim()
  if (text.trim() === '') return undefined
  switch (kind) {
    case 'amount':
      return readAmount(text)
    case 'number':
    case 'revision':
      return readNumber(text)
    case 'flag':
      return text === 'yes' ? true : text === 'no' ? false : text
    case 'moment': {
      const time = textAt(filled, `${input}${timeMark}`).trim()
      return time === '' ? text : `${text}T${time}${time.length === 5 ? ':00' : ''}`
    }
    case 'choice':
    case 'date':
    case 'email':
    case 'short':
    case 'text':
      return text
    case 'list':
      return undefined
  }
}

function textAt(filled: Filled, input: string): string {
  return [filled[input] ?? ''].flat()[0] ?? ''
}

/** "13.526,40", "€ 13 526,4" and "13526.40" are 13526.40; what is no amount stays as it is. */
function readAmount(text: string): string {
  const bare = text.replaceAll(/[\s€\u00a0\u202f']/g, '')
  const [, whole = '', decimals = ''] =
    /^(\d+|\d{1,3}(?:[.,]\d{3})+)(?:[.,](\d{1,2}))?$/.exec(bare) ?? []
  if (whole === '') return text
  return `${whole.replaceAll(/[.,]/g, '').replace(/^0+(?=\d)/, '')}.${decimals.padEnd(2, '0')}`
}

/** "1.340" is 1340; what is no whole number stays as it is. */
function readNumber(text: string): number | string {
  const bare = text.replaceAll(/[\s\u00a0\u202f]/g, '')
  return /^(\d{1,12}|\d{1,3}(\.\d{3})+)$/.test(bare) ? Number(bare.replaceAll('.', '')) : text
}
