/**
 * Canonical JSON: keys sorted, no white space, so that equal values have equal texts and hashes.
 * It takes plain JSON values only. What `JSON.stringify` would quietly change (undefined, NaN, dates,
 * class instances, BigInt) throws {@link NotJsonError}, because a value that is not the same after
 * it was stored must never reach a snapshot or a log.
 */
export const canonicalJson = (value: unknown): string => write(value, '')

export class NotJsonError extends Error {
  override readonly name = 'NotJsonError'
  /** Where in the value, as `lines.0.kpi`; '' is the value itself. */
  readonly path: string

  constructor(path: string, what: string) {
    super(`${path === '' ? 'The value' : path} is ${what}; only plain JSON can be stored`)
    this.path = path
  }
}

const plainText = /^[\u0020\u0021\u0023-\u005b\u005d-\u007e]*$/

const write = (value: unknown, path: string): string => {
  switch (typeof value) {
    case 'string':
      return writeText(value)
    case 'number':
      if (!Number.isFinite(value)) throw new NotJsonError(path, String(value))
      return Object.is(value, -0) ? '0' : String(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? writeList(value, path) : writeObject(value, path)
    case 'undefined':
      throw new NotJsonError(path, 'undefined (use null)')
    default:
      throw new NotJsonError(path, `a ${typeof value}`)
  }
}

/** A JSON text of a string. */
export const writeText = (value: string): string =>
  value.length < 100 && plainText.test(value) ? `"${value}"` : JSON.stringify(value)

const writeList = (list: readonly unknown[], path: string): string => {
  let text = '['
  for (let index = 0; index < list.length; index += 1) {
    if (index > 0) text += ','
    text += write(list[index], join(path, String(index)))
  }
  return `${text}]`
}

const writeObject = (value: object, path: string): string => {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) {
    throw new NotJsonError(path, `a ${value.constructor.name}`)
  }
  const fields = value as Readonly<Record<string, unknown>>
  let text = '{'
  for (const key of sortedKeys(value)) {
    if (text.length > 1) text += ','
    text += `${writeText(key)}:${write(fields[key], join(path, key))}`
  }
  return `${text}}`
}

const sortedKeys = (value: object): readonly string[] => {
  const keys = Object.keys(value)
  for (let index = 1; index < keys.length; index += 1) {
    if ((keys[index - 1] as string) > (keys[index] as string)) return keys.sort()
  }
  return keys
}

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`)
