import { beforeAll, describe, expect, test } from 'vitest'
import { callEvents } from '../../machines/call/events.ts'
import { projectEvents } from '../../machines/project/events.ts'
import { payloadSchema } from '../../src/programme/event-types.ts'
import { rights } from '../machines/rights.ts'
import { pdf } from '../programme/documents/contents.ts'
import { Chance } from '../simulation/chance.ts'
import { at, openApiWorld, pathOf, type ApiWorld } from './api-world.ts'
import { bodyOf } from './import-bodies.ts'
import { people } from './people.ts'
import { valid, type JsonSchema } from './payloads.ts'
import { published, routeTable } from './route-table.ts'

const gent = 'voorbeeld/gent'
const aalst = 'voorbeeld/aalst'
const everybody = [...Object.keys(people), null] as const

type Person = (typeof everybody)[number]

/** Who may see what, as domain §2 says it: the agency all, applicants their own, others nothing. */
const agency = ['rik', 'lea', 'mia', 'ivo', 'pol', 'aud']
const seesCall = [...agency, 'els', 'an', 'bo']
const seesGent = [...agency, 'els']
const seesAalst = [...agency, 'an']
const sets = ['mia', 'far', 'ada']

const roleOf: Readonly<Record<string, keyof typeof rights>> = {
  els: 'applicant',
  an: 'applicant',
  bo: 'applicant',
  rik: 'reviewer',
  lea: 'reviewer',
  mia: 'manager',
  ivo: 'inspector',
  pol: 'paymaster',
}

function mayRead(person: Person, readers: readonly string[]): number {
  if (person === null) return 401
  return readers.includes(person) ? 200 : 404
}

/** Path and expected status by person, for every route; a route without a row fails. */
const rows: Readonly<
  Record<string, readonly (readonly [path: string, status: (person: Person) => number])[]>
> = {
  ...Object.fromEntries(published.map(([route, path]) => [route, [[path, () => 200]]])),
  'GET /api/calls': [['/api/calls', (person) => (person === null ? 401 : 200)]],
  'GET /api/calls/:id': [[pathOf('voorbeeld'), (person) => mayRead(person, seesCall)]],
  'GET /api/calls/:id/events/allowed': [
    [`${pathOf('voorbeeld')}/events/allowed`, (person) => mayRead(person, seesCall)],
  ],
  'GET /api/clock': [['/api/clock', (person) => (person === null ? 401 : 200)]],
  'GET /api/forecast': [['/api/forecast?call=voorbeeld', readsAll]],
  'GET /api/inbox': [['/api/inbox', (person) => (person === null ? 401 : 200)]],
  'GET /api/projects': [['/api/projects', (person) => (person === null ? 401 : 200)]],
  'GET /api/projects/:id': bothProjects(''),
  'GET /api/projects/:id/diagram.svg': bothProjects('/diagram.svg'),
  'GET /api/projects/:id/events/allowed': bothProjects('/events/allowed'),
  'GET /api/projects/:id/history': bothProjects('/history'),
  'GET /api/projects/:id/letters': bothProjects('/letters'),
  // No letter of aalst has this number; who may not see the project is not told even that.
  'GET /api/projects/:id/letters/:letter.pdf': [
    [`${pathOf(gent)}/letters/4-receipt.pdf`, (person) => mayRead(person, seesGent)],
    [`${pathOf(aalst)}/letters/999-receipt.pdf`, (person) => (person === null ? 401 : 404)],
  ],
  'GET /api/projects/:id/files': bothProjects('/files'),
  'GET /api/projects/:id/files/:file': [
    [`${pathOf(gent)}/files/1`, (person) => mayRead(person, seesGent)],
    [`${pathOf(aalst)}/files/1`, (person) => (person === null ? 401 : 404)],
    [`${pathOf(gent)}/files/2`, (person) => mayRead(person, agency)],
  ],
  'POST /api/projects/:id/files': [
    [`${pathOf(gent)}/files`, (person) => attaches(person, seesGent)],
    [`${pathOf(aalst)}/files`, (person) => attaches(person, seesAalst)],
  ],
  'GET /api/calls/:id/files': [
    [`${pathOf('voorbeeld')}/files`, (person) => mayRead(person, seesCall)],
  ],
  'GET /api/calls/:id/files/:file': [
    [`${pathOf('voorbeeld')}/files/3`, (person) => mayRead(person, seesCall)],
    [`${pathOf('voorbeeld')}/files/1`, (person) => (person === null ? 401 : 404)],
  ],
  // An applicant attaches nothing to a call; the kind is for projects, which others are told.
  'POST /api/calls/:id/files': [
    [
      `${pathOf('voorbeeld')}/files`,
      (person) =>
        onlySeen(['rik', 'lea', 'mia', 'ivo', 'pol'], mayRead(person, seesCall), person, 400),
    ],
  ],
  'GET /api/projects/:id/workbooks/:kind.xlsx': bothProjects('/workbooks/application.xlsx'),
  'GET /api/calls/:id/completeness': [
    [`${pathOf('voorbeeld')}/completeness`, (person) => mayRead(person, seesCall)],
    [`${pathOf('voorbeeld')}/completeness?format=csv`, (person) => mayRead(person, seesCall)],
  ],
  // The file is no workbook, which only they are told who may hand one in.
  'POST /api/projects/:id/workbooks': [
    [
      `${pathOf(gent)}/workbooks`,
      (person) => onlySeen(['els'], mayRead(person, seesGent), person, 400),
    ],
    [
      `${pathOf(aalst)}/workbooks`,
      (person) => onlySeen(['an'], mayRead(person, seesAalst), person, 400),
    ],
  ],
  'POST /api/calls/:id/workbooks': [
    [
      `${pathOf('voorbeeld')}/workbooks`,
      (person) => onlySeen(['mia'], mayRead(person, seesCall), person, 200),
    ],
  ],
  'POST /api/calls/:id/accounts-check': [
    [
      `${pathOf('voorbeeld')}/accounts-check`,
      (person) => onlySeen(agency, mayRead(person, seesCall), person, 200),
    ],
  ],
  'GET /api/projects/:id/next': bothProjects('/next'),
  'POST /api/calls/import': [['/api/calls/import?dryRun=true', imports]],
  'GET /api/me': signedIn('/api/me'),
  'GET /api/tokens': signedIn('/api/tokens'),
  'GET /api/calendars': signedIn('/api/calendars'),
  'GET /api/users': [['/api/users', (person) => only(['ada', 'aud'], person, 200)]],
  'GET /api/audit': [['/api/audit', (person) => only(['ada', 'aud'], person, 200)]],
  'GET /api/session': [['/api/session', () => 200]],
  'POST /api/session': [['/api/session', () => 401]],
  'POST /api/session/link': [['/api/session/link', () => 403]],
  'POST /api/session/demo': [['/api/session/demo', () => 404]],
  'DELETE /api/session': signedIn('/api/session'),
  // These people are not in the tables of access, so what an admin asks for is not there.
  'POST /api/tokens': [['/api/tokens', (person) => (person === null ? 401 : 404)]],
  'DELETE /api/tokens/:id': [['/api/tokens/x', (person) => (person === null ? 401 : 404)]],
  'POST /api/calendars': [['/api/calendars', (person) => (person === null ? 401 : 404)]],
  'DELETE /api/calendars/:id': [['/api/calendars/x', (person) => (person === null ? 401 : 404)]],
  'POST /api/users': [['/api/users', (person) => only(['ada'], person, 400)]],
  'POST /api/users/:id/grants': [['/api/users/x/grants', forAdmins]],
  'POST /api/users/:id/disable': [['/api/users/x/disable', forAdmins]],
  'POST /api/users/:id/enable': [['/api/users/x/enable', forAdmins]],
  'DELETE /api/users/:id/sessions': [['/api/users/x/sessions', forAdmins]],
  'POST /api/grants/:id/confirm': [['/api/grants/x/confirm', forAdmins]],
  'POST /api/grants/:id/withdraw': [['/api/grants/x/withdraw', forAdmins]],
  'POST /api/grants/:id/revoke': [['/api/grants/x/revoke', forAdmins]],
  'GET /api/payments': [['/api/payments?call=voorbeeld', readsPayments]],
  // There is no such batch; who may not have one is not told even that.
  'GET /api/payments/batches/:id/pain.001.xml': [
    ['/api/payments/batches/1/pain.001.xml?call=voorbeeld', getsMessages],
  ],
  'POST /api/payments/receipts': [['/api/payments/receipts?dryRun=true', bringsFiles]],
  'POST /api/payments/status': [['/api/payments/status?dryRun=true', bringsFiles]],
  'POST /api/deadlines/move': [['/api/deadlines/move', moves]],
  'POST /api/clock': [
    ['/api/clock', (person) => (person === null ? 401 : sets.includes(person) ? 200 : 403)],
  ],
}

/** What the requests that are no reads bring; none of them changes anything. */
const payloads: Readonly<Record<string, unknown>> = {
  'POST /api/projects/:id/workbooks': { name: 'a.xlsx', content: '' },
  'POST /api/calls/:id/workbooks': { files: [{ name: 'a.xlsx', content: '' }] },
  'POST /api/calls/:id/accounts-check': {
    name: 'a.csv',
    content: Buffer.from('kbo;jaar;code;bedrag\n0207451227;2024;ABB-SLV;1').toString('base64'),
  },
  'POST /api/projects/:id/files': { kind: 'other', name: 'empty.pdf', content: '' },
  'POST /api/calls/:id/files': { kind: 'other', name: 'empty.pdf', content: '' },
  'POST /api/clock': { at: '2025-08-19T12:00:00Z' },
  'POST /api/calls/import': bodyOf('elsewhere'),
  'POST /api/session': { login: 'nobody', password: 'wrong' },
  'POST /api/session/link': { secret: 'none', password: 'a password of nobody' },
  'POST /api/session/demo': { person: 'nobody' },
  'POST /api/tokens': { name: 'export', scope: 'read', days: 1 },
  'POST /api/calendars': { about: 'person' },
  'POST /api/users': { name: 'Els', login: 'els', organisation: 'none' },
  'POST /api/users/:id/grants': { role: 'reviewer', call: 'voorbeeld' },
  'POST /api/payments/receipts': {
    call: 'voorbeeld',
    format: 'csv',
    content: 'date,amount,reference\n2025-08-18,1.00,x\n',
  },
  'POST /api/payments/status': {
    call: 'voorbeeld',
    format: 'csv',
    content: 'reference,status\nx,executed\n',
  },
  'POST /api/deadlines/move': {
    step: 'preview',
    call: 'voorbeeld',
    deadline: 'accounts.2025',
    to: '2027-01-04',
  },
}

/** Who sees it but may not do it is told so. */
function onlySeen(may: readonly string[], seen: number, person: Person, status: number): number {
  if (seen !== 200) return seen
  return person !== null && may.includes(person) ? status : 403
}

/** An empty file is refused, which only they are told who may attach one. */
function attaches(person: Person, readers: readonly string[]): number {
  const may = ['els', 'an', 'rik', 'lea', 'mia', 'ivo', 'pol']
  return onlySeen(may, mayRead(person, readers), person, 400)
}

/** Managers of the call that is to begin import it; it hides nothing, as it is not there yet. */
function imports(person: Person): number {
  if (person === null) return 401
  return person === 'far' ? 200 : 403
}

/** Managers move deadlines; who does not see the call is told that there is none. */
function moves(person: Person): number {
  const seen = mayRead(person, seesCall)
  return seen === 200 && person !== 'mia' ? 403 : seen
}

function only(allowed: readonly string[], person: Person, status: number): number {
  if (person === null) return 401
  return allowed.includes(person) ? status : 403
}

function forAdmins(person: Person): number {
  return only(['ada'], person, 404)
}

function signedIn(path: string) {
  return [[path, (person: Person) => (person === null ? 401 : 200)]] as const
}

/** The agency reads payments; accounts are held in test/api/payments.test.ts. */
function readsPayments(person: Person): number {
  const seen = mayRead(person, seesCall)
  return seen === 200 && !agency.includes(person ?? '') ? 403 : seen
}

function getsMessages(person: Person): number {
  const seen = mayRead(person, seesCall)
  return seen === 200 && ['pol', 'mia', 'aud'].includes(person ?? '') ? 404 : forbidden(seen)
}

function bringsFiles(person: Person): number {
  const seen = mayRead(person, seesCall)
  return person === 'pol' ? seen : forbidden(seen)
}

function forbidden(seen: number): number {
  return seen === 200 ? 403 : seen
}

/** A forecast tells of every project: applicants see the call, and not that. */
function readsAll(person: Person): number {
  const seen = mayRead(person, seesCall)
  return seen === 200 && !mayReadAll(person) ? 403 : seen
}

function mayReadAll(person: Person): boolean {
  return agency.some((each) => each === person)
}

/** Held elsewhere: events by every type below, others in their own tests, pages without data. */
const elsewhere = [
  'GET /api/stream',
  'GET /cal/:secret.ics',
  'OPTIONS /open/*',
  'POST /api/calls/:id/events',
  'POST /api/projects/:id/events',
  'GET /api/docs',
  'GET /api/docs/json',
  'GET /api/docs/yaml',
  'GET /api/docs/static/*',
  'GET /api/docs/static/index.html',
  'GET /api/docs/static/swagger-initializer.js',
]

function bothProjects(path: string) {
  return [
    [pathOf(gent) + path, (person: Person) => mayRead(person, seesGent)],
    [pathOf(aalst) + path, (person: Person) => mayRead(person, seesAalst)],
  ] as const
}

let world: ApiWorld

beforeAll(async () => {
  world = await openApiWorld({ untilMs: at('2025-08-19T12:00:00Z') })
  await world.app.openData.publications.publish('voorbeeld')
  const content = (await pdf()).toString('base64')
  const attached = [
    [gent, 'other'],
    [gent, 'internal'],
    ['voorbeeld', 'awardDecree'],
  ] as const
  for (const [to, kind] of attached) {
    const { status } = await world.ask('mia', `${pathOf(to)}/files`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify({ kind, name: `${kind}.pdf`, content }),
    })
    if (status !== 200) throw new Error(`${to} took no file: ${status}`)
  }
})

describe('the route table', () => {
  test('has no route without a row', async () => {
    expect((await routeTable()).toSorted()).toEqual([...Object.keys(rows), ...elsewhere].toSorted())
  })
})

describe('every route for every person', () => {
  const cases = Object.entries(rows).flatMap(([route, each]) =>
    each.flatMap(([path, status]) =>
      everybody.map((person) => [route, path, person, status(person)] as const),
    ),
  )

  test.each(cases)('%s at %s answers %s with %s', async (route, path, person, status) => {
    const payload = payloads[route]
    const place = everybody.indexOf(person)
    const answer = await world.ask(person, path, {
      // Each from an address of its own, so that nobody is slowed down for the attempts of others.
      remoteAddress: `127.0.1.${place}`,
      method: route.split(' ')[0] as 'GET',
      ...(payload === undefined
        ? {}
        : {
            headers: { 'content-type': 'application/json' },
            payload: JSON.stringify(payload).replace('nobody', `nobody-${place}`),
          }),
    })
    expect(answer.status).toBe(status)
  })

  test('lists and inbox hold nothing that their reader may not see', async () => {
    for (const person of Object.keys(people)) {
      const list = await world.ask<{ items: { id: string }[] }>(person, '/api/projects')
      const inbox = await world.ask<{ items: { id: string }[] }>(person, '/api/inbox')
      for (const { id } of [...list.body.items, ...inbox.body.items]) {
        const { status } = await world.ask(person, pathOf(id))
        expect(`${person} ${id} ${status}`).toBe(`${person} ${id} 200`)
      }
    }
  })
})

describe('every event for every person', () => {
  const targets = [
    { to: 'voorbeeld', events: callEvents, readers: seesCall },
    { to: gent, events: projectEvents, readers: seesGent },
    { to: aalst, events: projectEvents, readers: seesAalst },
  ]
  const cases = targets.flatMap(({ to, events, readers }) =>
    Object.entries(events).map(([type, entry]) => ({ to, type, entry, readers })),
  )

  /** What the domain's tables say before the state has its say. */
  function verdict(person: Person, type: string, readers: readonly string[]): string {
    if (person === null) return '401 not-authenticated'
    if (!readers.includes(person)) return '404 not-found'
    const role = roleOf[person]
    const mine = role === undefined ? '' : rights[role]
    return mine.split(' ').includes(type) ? 'heard' : '403 not-authorised'
  }

  test.each(cases)('$type to $to', async ({ to, type, entry, readers }) => {
    const chance = new Chance(7)
    const schema = payloadSchema(entry) as JsonSchema
    const data = valid({ ...schema, properties: withoutIban(type, schema) }, chance, { all: true })
    for (const person of everybody) {
      const { status, body } = await world.ask(person, `${pathOf(to)}/events?dryRun=true`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        payload: JSON.stringify({ type, data }),
      })
      const expected = verdict(person, type, readers)
      const got = `${status} ${String(body['code'])}`
      const refusedFirst = ['401 not-authenticated', '404 not-found', '403 not-authorised']
      const heard = refusedFirst.includes(got) ? got : 'heard'
      expect(`${person} ${heard}`).toBe(`${person} ${expected}`)
      // The payload is well formed, so that it is the role that was asked.
      expect(body['detail'] ?? '').not.toMatch(/^\w[\w.]* must /)
    }
  })

  /** An IBAN is another right than contact details; events.test.ts holds it. */
  function withoutIban(type: string, { properties = {} }: JsonSchema) {
    if (type !== 'applicant.update') return properties
    const { iban: _, ...rest } = properties
    return rest
  }
})
