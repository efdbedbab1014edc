import { beforeAll, describe, expect, test } from 'vitest'
import { dump } from '../programme/replayed.ts'
import { at, openApiWorld, pathOf, type ApiWorld } from './api-world.ts'

const DECIDING = at('2025-08-19T12:00:00Z')
const gent = 'voorbeeld/gent'
const aalst = 'voorbeeld/aalst'

interface Proposal {
  readonly proposal: { readonly id: number }
  readonly revision: number
}

async function proposalOf(world: ApiWorld, id: string): Promise<Proposal> {
  return (await world.ask<Proposal>('mia', pathOf(id))).body
}

describe('POST …/events', () => {
  let world: ApiWorld

  beforeAll(async () => {
    world = await openApiWorld({ untilMs: DECIDING })
  })

  test('applies an event and answers with what it became', async () => {
    const before = (await proposalOf(world, gent)).revision
    const { status, body, headers } = await world.send('rik', gent, 'note.add', { text: 'Gebeld.' })
    expect(status).toBe(200)
    expect(body).toEqual({
      accepted: true,
      id: gent,
      revision: before + 1,
      at: '2025-08-19T12:00:00.000Z',
      position: expect.any(Number) as number,
    })
    expect(headers['etag']).toBe(`"${before + 1}"`)
  })

  test('takes an event for a call', async () => {
    const data = { amount: '12.00', date: '2025-08-01', reference: 'onbekend' }
    expect((await world.send('pol', 'voorbeeld', 'receipt.book', data)).status).toBe(200)
  })

  test('gives the same answer to the same key, and one event', async () => {
    const key = { 'idempotency-key': 'note-1' }
    const first = await world.send('lea', gent, 'note.add', { text: 'Eens.' }, key)
    const again = await world.send('lea', gent, 'note.add', { text: 'Eens.' }, key)
    expect(again.body).toEqual(first.body)
    const other = await world.send('lea', gent, 'note.add', { text: 'Anders.' }, key)
    expect(other).toMatchObject({ status: 409, body: { code: 'idempotency-conflict' } })
  })

  test('does not tell another person that the event of a key is theirs', async () => {
    const key = { 'idempotency-key': 'note-2' }
    expect((await world.send('lea', gent, 'note.add', { text: 'Mijn.' }, key)).status).toBe(200)
    const stranger = await world.send('rik', gent, 'note.add', { text: 'Mijn.' }, key)
    expect(stranger).toMatchObject({ status: 409, body: { code: 'idempotency-conflict' } })
  })

  test('refuses with 412 what was decided on an older revision', async () => {
    const { revision } = await proposalOf(world, gent)
    const old = { 'if-match': `"${revision - 1}"` }
    const now = { 'if-match': `"${revision}"` }
    const note = { text: 'Nu.' }
    const before = dump(world.file)
    expect(await world.send('rik', gent, 'note.add', note, old)).toMatchObject({
      status: 412,
      body: { code: 'version-conflict' },
    })
    expect(dump(world.file)).toBe(before)
    expect((await world.send('rik', gent, 'note.add', note, now)).status).toBe(200)
    expect((await world.send('rik', gent, 'note.add', note, { 'if-match': '*' })).status).toBe(200)
    for (const wrong of ['7', 'W/"7"', '"a"', '""', '"1", "2"']) {
      const refused = await world.send('rik', gent, 'note.add', note, { 'if-match': wrong })
      expect(refused).toMatchObject({ status: 400, body: { field: 'if-match' } })
    }
  })

  test('carries the request id to the log, if it is a safe one', async () => {
    const safe = { 'x-request-id': 'trace:7-a.b_c' }
    const answer = await world.send('rik', gent, 'note.add', { text: 'Hier.' }, safe)
    expect(answer.headers['x-request-id']).toBe('trace:7-a.b_c')
    const history = await world.app.engine.history(gent)
    expect(history.at(-1)?.physical.requestId).toBe('trace:7-a.b_c')
    for (const unsafe of ['a b', '<script>', 'x'.repeat(65), 'é']) {
      const other = await world.send('rik', gent, 'note.add', {}, { 'x-request-id': unsafe })
      expect(other.headers['x-request-id']).toMatch(/^[\w.:-]{1,64}$/)
      expect(other.headers['x-request-id']).not.toBe(unsafe)
    }
  })

  test('says every refusal as problem details, and changes nothing', async () => {
    const { proposal } = await proposalOf(world, aalst)
    const before = dump(world.file)
    const refused = await world.send('rik', aalst, 'balance.approve', { proposal: proposal.id })
    expect(refused.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(refused.body).toEqual({
      type: 'urn:mijlpaal:problem:four-eyes',
      title: 'Another person must approve',
      status: 403,
      detail: 'Another person than the one who proposed this must approve it.',
      instance: `${pathOf(aalst)}/events`,
      code: 'four-eyes',
      field: null,
      guard: null,
      allowed: expect.arrayContaining(['balance.approve', 'balance.return']) as string[],
      requestId: refused.headers['x-request-id'],
    })
    expect(dump(world.file)).toBe(before)
  })

  test.each([
    ['an unknown type', 'rik', 'nothing.do', {}, 400, 'invalid-payload', 'type'],
    ["XState's own type", 'rik', 'xstate.done', {}, 400, 'invalid-payload', 'type'],
    ['a prototype as type', 'rik', 'toString', {}, 400, 'invalid-payload', 'type'],
    ['a missing field', 'rik', 'note.add', {}, 400, 'invalid-payload', 'text'],
    ['a field too many', 'rik', 'note.add', { text: 'a', b: 1 }, 400, 'invalid-payload', 'b'],
    ['data that is a list', 'rik', 'note.add', [], 400, 'invalid-payload', null],
    ['data that is null', 'rik', 'balance.approve', null, 400, 'invalid-payload', 'proposal'],
    [
      'an approval of nothing in particular',
      'mia',
      'balance.approve',
      {},
      400,
      'invalid-payload',
      'proposal',
    ],
    [
      'another proposal',
      'mia',
      'balance.approve',
      { proposal: 1 },
      412,
      'version-conflict',
      'proposal',
    ],
    [
      'a role that may not',
      'rik',
      'project.terminate',
      { reason: 'x' },
      403,
      'not-authorised',
      null,
    ],
    [
      "an applicant's IBAN",
      'els',
      'applicant.update',
      { iban: 'BE15091000000130' },
      403,
      'not-authorised',
      'iban',
    ],
    [
      'a state that does not take it',
      'rik',
      'application.admit',
      {},
      409,
      'event-not-allowed',
      null,
    ],
    ["a call's event", 'mia', 'ifReview.request', {}, 409, 'event-not-allowed', null],
    [
      'a deadline that passed',
      'els',
      'application.submit',
      { lines: [], stimuli: [] },
      409,
      'deadline-passed',
      null,
    ],
    [
      'an order that never was',
      'pol',
      'payment.execute',
      { order: 'x', date: '2025-01-01' },
      409,
      'unknown-order',
      'order',
    ],
  ])('refuses %s', async (_what, person, type, data, status, code, field) => {
    const before = dump(world.file)
    const refused = await world.send(person, gent, type, data)
    expect(refused.body).toMatchObject({ status, code })
    expect(refused.body['field']).toBe(field)
    expect(refused.status).toBe(status)
    expect(dump(world.file)).toBe(before)
  })

  test('says which condition does not hold, in words', async () => {
    const { body } = await world.send('rik', gent, 'accounts.confirm')
    expect(body).toMatchObject({
      code: 'event-not-allowed',
      guard: 'accounts that wait for a confirmation',
      detail: expect.stringMatching(
        /^voorbeeld\/gent does not take accounts\.confirm now\./,
      ) as string,
    })
  })
})

describe('POST …/events?dryRun=true', () => {
  test('tells what would follow, and changes nothing', async () => {
    const world = await openApiWorld({ untilMs: DECIDING })
    const { proposal } = await proposalOf(world, gent)
    const before = dump(world.file)
    const dry = {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'dry' },
      payload: JSON.stringify({ type: 'balance.approve', data: { proposal: proposal.id } }),
    } as const
    const { status, body } = await world.ask('mia', `${pathOf(gent)}/events?dryRun=true`, dry)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      outcome: { accepted: true, id: gent, position: 0 },
      consequences: {
        changes: [
          { id: gent, after: expect.stringMatching(/settlement\.balance\.ordered/) as string },
        ],
        payments: expect.arrayContaining([
          expect.objectContaining({ debit: 'payable', credit: 'reserved', cents: 800_000 }),
        ]) as unknown[],
      },
    })
    expect(dump(world.file)).toBe(before)
    const real = await world.send('mia', gent, 'balance.approve', { proposal: proposal.id })
    expect(real.status).toBe(200)
    expect(real.body['revision']).toBe((body['outcome'] as { revision: number }).revision)
  })

  test('tells the deadline and the mail that an event brings', async () => {
    const world = await openApiWorld({ untilMs: at('2024-04-10T00:00:00Z') })
    const submit = {
      type: 'application.submit',
      data: {
        lines: [{ line: 'gent-1', decision: 'continue' }],
        stimuli: [{ stimulus: 'collaboration', decision: 'stop' }],
      },
    }
    const dry = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify(submit),
    } as const
    const { body } = await world.ask('els', `${pathOf(gent)}/events?dryRun=true`, dry)
    expect(body['consequences']).toMatchObject({
      mails: [{ template: 'receipt', to: 'applicant', subject: 'application.submit' }],
    })
    const move = { deadline: 'submission', to: '2024-06-01', reason: 'Vraag van de stad.' }
    const moved = await world.ask('mia', `${pathOf(gent)}/events?dryRun=true`, {
      ...dry,
      payload: JSON.stringify({ type: 'deadline.move', data: move }),
    })
    expect(moved.body['consequences']).toMatchObject({
      deadlines: [
        {
          id: gent,
          name: 'submission',
          before: { due: '2024-05-06T10:00:00.000Z', status: 'open' },
          after: { due: '2024-06-01T21:59:59.999Z', status: 'open' },
        },
      ],
    })
  })

  test('answers a refusal as the event itself would', async () => {
    const world = await openApiWorld({ untilMs: DECIDING })
    const dry = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify({ type: 'application.admit' }),
    } as const
    const answer = await world.ask('rik', `${pathOf(gent)}/events?dryRun=true`, dry)
    expect(answer).toMatchObject({ status: 409, body: { code: 'event-not-allowed' } })
  })
})

describe('GET …/events/allowed', () => {
  interface Allowed {
    readonly items: readonly {
      readonly type: string
      readonly allowed: boolean
      readonly code: string | null
      readonly reason: string | null
      readonly schema: { readonly required?: readonly string[] }
      readonly label: { readonly nl: string; readonly en: string }
    }[]
  }

  let world: ApiWorld

  beforeAll(async () => {
    world = await openApiWorld({ untilMs: DECIDING })
  })

  async function allowed(person: string, id: string) {
    const { body } = await world.ask<Allowed>(person, `${pathOf(id)}/events/allowed`)
    return new Map(body.items.map((item) => [item.type, item]))
  }

  test('tells of every type of the table whether it is possible, or why not', async () => {
    const forRik = await allowed('rik', gent)
    expect(forRik.get('balance.return')).toMatchObject({ allowed: true, code: null, reason: null })
    expect(forRik.get('balance.approve')).toMatchObject({ allowed: false, code: 'four-eyes' })
    expect(forRik.get('project.terminate')).toMatchObject({
      allowed: false,
      code: 'not-authorised',
      reason: 'project.terminate may be sent by manager only',
    })
    expect(forRik.get('application.admit')).toMatchObject({
      code: 'event-not-allowed',
      reason: 'voorbeeld/gent does not take application.admit now.',
    })
    const forMia = await allowed('mia', gent)
    expect(forMia.get('balance.approve')).toMatchObject({ allowed: true })
    expect(forMia.get('balance.approve')?.schema.required).toEqual(['proposal'])
    const forEls = await allowed('els', gent)
    expect(forEls.get('application.submit')).toMatchObject({ code: 'deadline-passed' })
    expect(forEls.get('accounts.submit')).toMatchObject({ allowed: true })
    const forAuditor = await allowed('aud', gent)
    expect([...forAuditor.values()].filter((each) => each.allowed)).toEqual([])
  })

  test('tells it of a call too, with labels in both languages', async () => {
    const forMia = await allowed('mia', 'voorbeeld')
    expect(forMia.get('deadlineMove.propose')).toMatchObject({ allowed: true })
    expect(forMia.get('award.decide')).toMatchObject({ allowed: false, code: 'event-not-allowed' })
    for (const { label } of forMia.values()) expect(label.nl && label.en).not.toBe('')
  })
})
