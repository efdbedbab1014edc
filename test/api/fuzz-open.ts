import type { InjectOptions } from 'fastify'
import type { Chance } from '../simulation/chance.ts'
import type { CalendarSecrets } from './calendar-secrets.ts'
import { encoded, nasty, type FuzzedRequest } from './fuzzed-request.ts'

/** What those who ask have come to know. */
export interface Seen {
  readonly secrets: CalendarSecrets
  /** What each address answered with. */
  readonly etags: ReadonlyMap<string, string>
}

const calls = ['Voorbeeld', 'elsewhere', 'voorbeeld/gent', 'voorbeeld ', 'v1', 'voorbeeld\u0000']
const versions = ['0', '01', '4', '+1', '-1', '1.0', '1e0', '0x1', '1_0', ' 1', '1\n', '١', '１']

/** Addresses beside the right one; most of them no route takes. */
const turns: readonly ((address: string) => string)[] = [
  (address) => `${address}/`,
  (address) => `${address}%2F`,
  (address) => `${address}%00`,
  (address) => `${address};v=1`,
  (address) => `${address}.gz`,
  (address) => address.slice(0, -1),
  (address) => address.toUpperCase(),
  (address) => address.replaceAll('/', '//'),
  (address) => address.replaceAll('/', '\\'),
  (address) => address.replaceAll('/', '／'),
  (address) => address.replace(/\/([^/]*)$/, '%2F$1'),
  (address) => address.replace(/\/([^/]*)$/, '/../$1'),
  (address) => address.replace(/\/([^/]*)$/, '/%2e%2e/$1'),
  (address) => address.replace(/\/([^/]*)$/, '/other.json'),
  (address) => address.replace(/.$/, (last) => `%${last.charCodeAt(0).toString(16)}`),
]

const methods = ['OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'QUERY', 'get']
const queries = ['?lang=en', '?', '?%', '?__proto__=1', '?version=1&version=2', '#x']

/** A request of what is open to everybody; half of them ask for what is there, as it should be. */
export function openRequest(chance: Chance, path: string, seen: Seen): FuzzedRequest {
  const address = path
    .replace('{call}', callOf(chance))
    .replace('{version}', versionOf(chance))
    .replace('{secret}', secretOf(chance, seen.secrets))
  const isAstray = chance.percent(20)
  const url = isAstray && chance.percent(70) ? chance.pick(turns)(address) : address
  const query = chance.percent(10) ? chance.pick(queries) : ''
  const isHead = chance.percent(10)
  const method = isAstray && url === address ? chance.pick(methods) : isHead ? 'HEAD' : 'GET'
  const headers = headersOf(chance, url, seen)
  const payload = isAstray && chance.percent(30) ? { payload: chance.pick(nasty) } : {}
  return {
    name: `${method} ${url.slice(0, 200)}${query} with ${JSON.stringify(headers).slice(0, 200)}`,
    options: {
      method: method as InjectOptions['method'] & 'GET',
      url: url + query,
      headers,
      ...payload,
    },
    mayChange: false,
    hasKey: false,
    isSignIn: false,
    isHead: method === 'HEAD',
  }
}

function callOf(chance: Chance): string {
  if (chance.percent(75)) return 'voorbeeld'
  return chance.percent(50) ? encoded(chance.pick(calls)) : encoded(chance.pick(nasty))
}

function versionOf(chance: Chance): string {
  if (chance.percent(60)) return String(chance.between(1, 3))
  return encoded(chance.pick(chance.percent(50) ? versions : nasty))
}

/** One that opens, one that was revoked, or one that somebody made up. */
function secretOf(chance: Chance, { open, revoked }: CalendarSecrets): string {
  if (chance.percent(50)) return chance.pick(open)
  const known = chance.pick([...open, revoked])
  const place = chance.int(known.length)
  const forged = [
    revoked,
    known.toLowerCase(),
    `${known}=`,
    `${known} `,
    `${known}\u0000`,
    `${known}.ics`,
    known.slice(0, place),
    known.slice(0, place) + chance.pick(['A', '-', '_', '/', 'é', '%']) + known.slice(place + 1),
    chance.pick(nasty),
  ]
  return encoded(chance.pick(forged))
}

function headersOf(chance: Chance, url: string, { etags }: Seen): Record<string, string> {
  const own = etags.get(url) ?? '"x"'
  const etag = chance.percent(70) ? own : chance.pick([own, ...etags.values()])
  const conditions = [
    etag,
    `W/${etag}`,
    `"x",, ${etag} ,`,
    etag.slice(1),
    etag.toLowerCase(),
    `${etag}x`,
    '*',
    ' * ',
    'W/',
    '"',
    ','.repeat(2000),
    '"é'.repeat(300),
    chance.pick(nasty),
  ]
  return {
    ...(chance.percent(60) ? { 'if-none-match': chance.pick(conditions) } : {}),
    ...(chance.percent(10) ? { authorization: chance.pick(['Bearer test:mia', ...nasty]) } : {}),
    ...(chance.percent(10) ? { cookie: `mijlpaal=${chance.pick(nasty)}` } : {}),
    ...(chance.percent(10) ? { origin: chance.pick(['https://elsewhere.example', ...nasty]) } : {}),
    ...(chance.percent(5) ? { range: chance.pick(['bytes=0-1', 'bytes=-0', ...nasty]) } : {}),
    ...(chance.percent(5) ? { 'x-request-id': chance.pick(['ok-1', 'a b', '"']) } : {}),
  }
}
