import type { Chance } from '../simulation/chance.ts'
import { openRequest, type Seen } from './fuzz-open.ts'
import { pathOf, type Known } from './fuzz-paths.ts'
import { bodyOf as importOf } from './import-bodies.ts'
import { encoded, nasty, type FuzzedRequest } from './fuzzed-request.ts'
import { people } from './people.ts'
import { valid, type JsonSchema } from './payloads.ts'

/** An operation of the OpenAPI document. */
export interface Operation {
  readonly path: string
  readonly method: string
  readonly parameters?: readonly {
    readonly in: string
    readonly name: string
    readonly schema: JsonSchema
  }[]
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>>
  }
}

const values = [
  null,
  true,
  0,
  -0,
  -1,
  1.5,
  2 ** 53,
  1e300,
  '',
  [],
  {},
  [[]],
  { length: 1 },
  [null],
  'x'.repeat(30_000),
]

const weights = {
  body: 6,
  import: 1,
  list: 3,
  read: 3,
  open: 1.5,
  calendar: 0.5,
  paper: 0.7,
  allowed: 0.3,
  drawing: 0.1,
} as const

/** A request made of the document; well formed in about a third of all cases. */
export function fuzzedRequest(
  chance: Chance,
  operations: readonly Operation[],
  seen: Seen & { readonly known: Known },
): FuzzedRequest {
  const kind = chance.weighted(weights)
  const fitting = operations.filter((each) => kindOf(each) === kind)
  const operation = chance.pick(fitting.length === 0 ? operations : fitting)
  if (!operation.path.startsWith('/api/')) return openRequest(chance, operation.path, seen)
  const person = chance.percent(5) ? null : chance.pick(Object.keys(people))
  const { name, headers, payload } = bodyOf(chance, operation)
  const hasKey = operation.requestBody !== undefined && chance.percent(20)
  const query = queryOf(chance, operation)
  const isHead = operation.method === 'get' && chance.percent(2)
  const url = pathOf(chance, operation.path, seen.known) + query
  return {
    name: `${operation.method} ${url.slice(0, 200)} by ${person}: ${name}`,
    options: {
      method: isHead ? 'HEAD' : (operation.method.toUpperCase() as 'GET' | 'POST'),
      url,
      headers: {
        ...(person === null ? strange(chance) : { authorization: `Bearer test:${person}` }),
        ...headers,
        ...(hasKey ? { 'idempotency-key': chance.percent(80) ? `k${chance.int(20)}` : 'a b' } : {}),
        ...(chance.percent(10)
          ? { 'if-match': chance.pick(['"1"', '*', '"x"', '"30"', 'W/"3"']) }
          : {}),
        ...(chance.percent(5) ? { 'x-request-id': chance.pick(['ok-1', 'a b', '"']) } : {}),
      },
      ...(payload === null ? {} : { payload }),
    },
    // The digest of a letter is written down the first time that it is made.
    mayChange: operation.method === 'get' ? url.includes('.pdf') : !query.includes('dryRun=true'),
    hasKey,
    isSignIn: operation.path.startsWith('/api/session'),
    isHead,
  }
}

function kindOf({ path, requestBody }: Operation): keyof typeof weights | 'stream' {
  if (path.startsWith('/open/')) return 'open'
  if (path.startsWith('/cal/')) return 'calendar'
  if (path.endsWith('/import')) return 'import'
  if (requestBody !== undefined) return 'body'
  if (path.endsWith('/stream')) return 'stream'
  if (/\.(?:svg|xlsx)$/.test(path)) return 'drawing'
  if (path.endsWith('/allowed')) return 'allowed'
  if (/\{(?:letter|file)\}/.test(path)) return 'paper'
  return path.includes('{') ? 'read' : 'list'
}

function strange(chance: Chance): Record<string, string> {
  const given = chance.pick(['', 'Bearer', 'Bearer test:', 'Basic dGVzdA==', 'Bearer test:nobody'])
  return given === '' ? {} : { authorization: given }
}

function queryOf(chance: Chance, { parameters = [] }: Operation): string {
  const given = parameters
    .filter((each) => each.in === 'query' && chance.percent(30))
    .map(({ name, schema }) => {
      const value = chance.percent(60)
        ? String(valid(schema, chance, { name }))
        : chance.pick(nasty)
      return `${name}=${encoded(value)}`
    })
  if (chance.percent(3)) given.push(`${encoded(chance.pick(nasty))}=1`)
  if (chance.percent(2)) given.push('limit=1&limit=2')
  return given.length === 0 ? '' : `?${given.join('&')}`
}

interface Body {
  readonly name: string
  readonly headers: Record<string, string>
  readonly payload: string | Buffer | null
}

const damages = {
  none: 8,
  value: 4,
  text: 6,
  missing: 2,
  extra: 2,
  prototype: 1,
  double: 1,
  truncated: 1,
  bytes: 1,
  type: 1,
  huge: 0.3,
  deep: 0.5,
} as const

function bodyOf(chance: Chance, { path, requestBody }: Operation): Body {
  if (requestBody === undefined) return { name: 'no body', headers: {}, payload: null }
  const { schema } = requestBody.content['application/json'] ?? { schema: {} }
  const isImport = path.endsWith('/import')
  const event = isImport ? importBody(chance) : valid(schema, chance)
  const damage = chance.weighted(damages)
  const json = { 'content-type': 'application/json' }
  const text = JSON.stringify(damaged(chance, event, damage))
  const name = `${damage} ${text.slice(0, 300)}`
  switch (damage) {
    case 'prototype':
      return { name, headers: json, payload: text.replace('{', '{"__proto__":{"admin":true},') }
    case 'double':
      return { name, headers: json, payload: text.replace('{', '{"type":"note.add",') }
    case 'truncated':
      return { name, headers: json, payload: text.slice(0, chance.int(text.length)) }
    case 'bytes':
      return { name, headers: json, payload: Buffer.concat([Buffer.from(text), Buffer.of(0xc3)]) }
    case 'type': {
      const type = chance.pick(['text/plain', 'application/xml', 'application/json; charset=x', ''])
      return { name, headers: type === '' ? {} : { 'content-type': type }, payload: text }
    }
    case 'deep':
      return { name, headers: json, payload: '{"type":"note.add","data":'.padEnd(50_000, '[') }
    default:
      return { name, headers: json, payload: text }
  }
}

/** A call that may be imported, in each format, now and then with a few bytes changed. */
function importBody(chance: Chance): unknown {
  const format = chance.pick(['json', 'csv', 'xlsx'] as const)
  const body = importOf(chance.pick(['elsewhere', 'voorbeeld', `new-${chance.int(3)}`]), format)
  if (chance.percent(40)) return body
  const isWorkbook = format === 'xlsx'
  const bytes = Buffer.from(body.applicants.content, isWorkbook ? 'base64' : 'utf8')
  for (let turn = 1 + chance.int(4); turn > 0; turn -= 1) {
    bytes[chance.int(bytes.length)] = chance.int(isWorkbook ? 256 : 128)
  }
  const content = bytes.toString(isWorkbook ? 'base64' : 'utf8')
  return { ...body, applicants: { format, content } }
}

/** One place of the value is changed. */
function damaged(chance: Chance, value: unknown, damage: keyof typeof damages): unknown {
  if (damage === 'huge') return { type: 'note.add', data: { text: 'x'.repeat(1_100_000) } }
  if (!['value', 'text', 'missing', 'extra'].includes(damage)) return value
  if (typeof value !== 'object' || value === null || chance.percent(15)) {
    return damage === 'text' ? chance.pick(nasty) : chance.pick(values)
  }
  if (Array.isArray(value)) {
    return value.length === 0
      ? [chance.pick(values)]
      : value.map((each, index) =>
          index === 0 ? damaged(chance, each, damage) : (each as unknown),
        )
  }
  const fields = { ...value } as Record<string, unknown>
  const keys = Object.keys(fields)
  if (damage === 'extra') return { ...fields, [chance.pick(nasty)]: chance.pick(values) }
  if (keys.length === 0) return fields
  const key = chance.pick(keys)
  if (damage === 'missing') delete fields[key]
  else fields[key] = damaged(chance, fields[key], damage)
  return fields
}
