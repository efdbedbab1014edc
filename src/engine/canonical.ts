/**
 * Canonical JSON: keys sorted, no white space, so that equal values have equal texts and hashes.
 * Only plain JSON values have one. What `JSON.stringify` would quietly change (undefined, NaN,
 * dates, class instances, BigInt) is refused, because a value that is not the same after it was
 * stored must never reach a snapshot or the log.
 */
export const canonicalJson = (value: unknown): string => {
  const text = write(value)
  if (text === undefined) throw notJson(value)
  return text
}

/** JSON in the order in which the keys stand: for what is stored and compared, but not hashed. */
export const plainJson = (value: unknown): string => {
  if (!isJson(value)) throw notJson(value)
  return JSON.stringify(value)
}

export class NotJsonError extends Error {
  override readonly name = 'NotJsonError'
  /** Where in the value, as `lines.0.kpi`; '' is the value itself. */
  readonly path: string

  constructor(path: string, what: string) {
    super(`${path === '' ? 'The value' : path} is ${what}; only plain JSON can be stored`)
    this.path = path
  }
}

/** JSON of a string. */
export const writeText = (value: string): string =>
  value.length < 100 && plainText.test(value) ? `"${value}"` : JSON.stringify(value)

const plainText = /^[\u0020\u0021\u0023-\u005b\u005d-\u007e]*$/

/** Undefined when there is something in it that is not JSON. */
const write = (value: unknown): string | undefined => {
  switch (typeof value) {
    case 'string':
      return writeText(value)
    case 'number':
      return Number.isFinite(value) ? String(value) : undefined
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? writeList(value) : writeObject(value)
    default:
      return undefined
  }
}

const writeList = (list: readonly unknown[]): string | undefined => {
  let text = '['
  for (let index = 0; index < list.length; index += 1) {
    const element = write(list[index])
    if (element === undefined) return undefined
    text += index === 0 ? element : `,${element}`
  }
  return `${text}]`
}

const writeObject = (value: object): string | undefined => {
  if (!isPlainObject(value)) return undefined
  const fields = value as Readonly<Record<string, unknown>>
  const keys = sortedKeys(value)
  let text = '{'
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index] as string
    const field = write(fields[key])
    if (field === undefined) return undefined
    text += `${index === 0 ? '' : ','}${writeText(key)}:${field}`
  }
  return `${text}}`
}

const sortedKeys = (value: object): readonly string[] => {
  const keys = Object.keys(value)
  if (keys.length > 24) return keys.sort()
  // Insertion sort: for few keys, mostly in order, it beats the built-in one and allocates nothing.
  for (let end = 1; end < keys.length; end += 1) {
    const key = keys[end] as string
    let place = end
    for (; place > 0 && (keys[place - 1] as string) > key; place -= 1) {
      keys[place] = keys[place - 1] as string
    }
    keys[place] = key
  }
  return keys
}

const isJson = (value: unknown): boolean => {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true
    case 'number':
      return Number.isFinite(value)
    case 'object': {
      if (value === null) return true
      if (Array.isArray(value)) return value.every(isJson)
      if (!isPlainObject(value)) return false
      for (const key in value) if (!isJson((value as Record<string, unknown>)[key])) return false
      return true
    }
    default:
      return false
  }
}

const isPlainObject = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** Finds the first place that is not JSON; only walked when something is wrong. */
const notJson = (value: unknown, path = ''): NotJsonError => {
  if (typeof value !== 'object' || value === null) {
    return new NotJsonError(path, value === undefined ? 'undefined (use null)' : nameOf(value))
  }
  if (!Array.isArray(value) && !isPlainObject(value)) {
    return new NotJsonError(path, `a ${value.constructor.name}`)
  }
  for (const [key, inner] of Object.entries(value)) {
    if (!isJson(inner)) return notJson(inner, path === '' ? key : `${path}.${key}`)
  }
  return new NotJsonError(path, 'a list with holes')
}

const nameOf = (value: unknown): string =>
  typeof value === 'number' ? String(value) : `a ${typeof value}`
