import { beforeAll, describe, expect, test } from 'vitest'
import { callEvents } from '../../machines/call/events.ts'
import { projectEvents } from '../../machines/project/events.ts'
import { payloadSchema } from '../../src/programme/event-types.ts'
import { rights } from '../machines/rights.ts'
import { Chance } from '../simulation/chance.ts'
import { at, openApiWorld, pathOf, type ApiWorld } from './api-world.ts'
import { people } from './people.ts'
import { valid, type JsonSchema } from './payloads.ts'
import { routeTable } from './route-table.ts'

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
  'GET /api/calls': [['/api/calls', (person) => (person === null ? 401 : 200)]],
  'GET /api/calls/:id': [[pathOf('voorbeeld'), (person) => mayRead(person, seesCall)]],
  'GET /api/calls/:id/events/allowed': [
    [`${pathOf('voorbeeld')}/events/allowed`, (person) => mayRead(person, seesCall)],
  ],
  'GET /api/clock': [['/api/clock', (person) => (person === null ? 401 : 200)]],
  'GET /api/inbox': [['/api/inbox', (person) => (person === null ? 401 : 200)]],
  'GET /api/projects': [['/api/projects', (person) => (person === null ? 401 : 200)]],
  'GET /api/projects/:id': bothProjects(''),
  'GET /api/projects/:id/diagram.svg': bothProjects('/diagram.svg'),
  'GET /api/projects/:id/events/allowed': bothProjects('/events/allowed'),
  'GET /api/projects/:id/history': bothProjects('/history'),
  'POST /api/deadlines/move': [['/api/deadlines/move', moves]],
  'POST /api/clock': [
    ['/api/clock', (person) => (person === null ? 401 : sets.includes(person) ? 200 : 403)],
  ],
}

/** What the requests that are no reads bring; none of them changes anything. */
const payloads: Readonly<Record<string, unknown>> = {
  'POST /api/clock': { at: '2025-08-19T12:00:00Z' },
  'POST /api/deadlines/move': {
    step: 'preview',
    call: 'voorbeeld',
    deadline: 'accounts.2025',
    to: '2027-01-04',
  },
}

/** Managers move deadlines; who does not see the call is told that there is none. */
function moves(person: Person): number {
  const seen = mayRead(person, seesCall)
  return seen === 200 && person !== 'mia' ? 403 : seen
}

/** Held elsewhere: events by every type below, the stream in its own test, pages without data. */
const elsewhere = [
  'GET /api/stream',
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
    const answer = await world.ask(person, path, {
      method: route.startsWith('POST') ? 'POST' : 'GET',
      ...(route.startsWith('POST')
        ? {
            headers: { 'content-type': 'application/json' },
            payload: JSON.stringify(payloads[route]),
          }
        : {}),
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
