import { beforeAll, describe, expect, test } from 'vitest'
import type { PaymentOverview } from '../../src/programme/payments/payments.ts'
import type { TakenFile } from '../../src/programme/payments/taking.ts'
import { batchFolder, gent, nameThePayer } from '../programme/payments/batch-world.ts'
import { figuresOf } from '../programme/payments/schema.ts'
import { at, openApiWorld, type ApiWorld } from './api-world.ts'
import { people } from './people.ts'

const path = '/api/payments'
const second = { ...people, ann: { ...people['pol']!, person: 'ann' } }

let world: ApiWorld
let batch: number

async function openWorld(): Promise<ApiWorld> {
  nameThePayer()
  return openApiWorld({
    untilMs: at('2024-10-02T10:00:00+02:00'),
    folder: await batchFolder(),
    people: second,
  })
}

const post = (person: string, to: string, body: object, query = '') =>
  world.ask<TakenFile & { code: string; field: string; detail: string }>(
    person,
    `${path}/${to}${query}`,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify({ call: 'voorbeeld', ...body }),
    },
  )

const overviewFor = (person: string) =>
  world.ask<PaymentOverview>(person, `${path}?call=voorbeeld`).then(({ body }) => body)

beforeAll(async () => {
  world = await openWorld()
  const proposal = { orders: [gent], executionDate: '2024-10-10' }
  const proposed = await world.send('pol', 'voorbeeld', 'paymentBatch.propose', proposal)
  batch = Number(proposed.body['revision'])
  await world.send('ann', 'voorbeeld', 'paymentBatch.approve', { proposal: batch })
})

describe('GET /api/payments', () => {
  test('shows a batch that its proposer cannot approve', async () => {
    const proposal = { orders: ['voorbeeld/aalst/advance'], executionDate: '2024-10-10' }
    const { body } = await world.send('pol', 'voorbeeld', 'paymentBatch.propose', proposal)
    const id = Number(body['revision'])
    expect((await overviewFor('pol')).batches[0]).toMatchObject({ id, status: 'proposed' })
    const own = await world.send('pol', 'voorbeeld', 'paymentBatch.approve', { proposal: id })
    expect(own.body).toMatchObject({ code: 'four-eyes' })
    await world.send('mia', 'voorbeeld', 'paymentBatch.return', { reason: 'later' })
  })

  test('gives orders, batches and claims; accounts to who pays, approves or audits', async () => {
    const overview = await overviewFor('pol')
    expect(overview).toMatchObject({
      mode: 'batch',
      orders: [{ status: 'due' }, { id: gent, status: 'ordered', iban: 'BE15091000000130' }],
      batches: [{ id: batch, status: 'approved', totalCents: 3_200_000 }],
    })
    for (const person of ['mia', 'aud']) expect(await overviewFor(person)).toEqual(overview)
    for (const person of ['rik', 'ivo']) {
      const blind = await overviewFor(person)
      expect(blind.orders).toHaveLength(2)
      expect(JSON.stringify(blind)).not.toMatch(/BE\d{14}/)
    }
  })
})

describe('GET /api/payments/batches/:id/pain.001.xml', () => {
  const message = (person: string, id: number | string) =>
    world.ask(person, `${path}/batches/${id}/pain.001.xml?call=voorbeeld`)

  test('gives the message of an approved batch, the same each time', async () => {
    const answer = await message('pol', batch)
    expect(answer.status).toBe(200)
    expect(answer.headers).toMatchObject({
      'content-type': 'application/xml; charset=utf-8',
      'content-disposition': expect.stringMatching(/^attachment; filename="MPM[A-Z2-7]{32}\.xml"$/),
      'cache-control': 'no-store',
    })
    expect(figuresOf(answer.text)).toMatchObject({ counts: [1, 1], sums: [3_200_000, 3_200_000] })
    expect((await message('aud', batch)).text).toBe(answer.text)
    expect((await message('mia', batch)).text).toBe(answer.text)
  })

  test('says what is not there', async () => {
    for (const person of ['rik', 'ivo', 'els']) {
      expect((await message(person, batch)).status).toBe(403)
    }
    expect((await message('far', batch)).status).toBe(404)
    expect((await message('pol', 9999)).body).toMatchObject({ status: 404, code: 'not-found' })
    expect((await message('pol', 'x')).body).toMatchObject({ code: 'invalid-payload', field: 'id' })
  })
})

describe('POST /api/payments/status and /receipts', () => {
  const rows = `reference,status,date\n${gent},executed,2024-10-02\n`

  test('tell what would follow, take a file once, and say so when it comes again', async () => {
    const body = { format: 'csv', content: rows }
    const dry = await post('pol', 'status', body, '?dryRun=true')
    expect(dry.body).toMatchObject({ taken: false, lines: [{ verdict: 'taken' }] })
    expect((await overviewFor('pol')).batches[0]?.payments[0]?.status).toBe('waiting')
    expect((await post('pol', 'status', body)).body).toMatchObject({ taken: true })
    expect((await post('pol', 'status', body)).body.lines[0]?.verdict).toBe('known')
    expect((await overviewFor('pol')).batches[0]?.status).toBe('answered')
    const receipt = { format: 'csv', content: 'date,amount,reference\n2024-10-01,12.50,x\n' }
    expect((await post('pol', 'receipts', receipt)).body).toMatchObject({ taken: true })
    expect((await overviewFor('pol')).unmatchedCents).toBe(1250)
    expect(await world.app.engine.verify()).toEqual([])
  })

  test('book nothing of a file with a wrong line, unless it is left out', async () => {
    const content = 'date,amount,currency,reference\n2024-10-01,1.00,USD,x\n2024-10-01,2.00,EUR,y\n'
    const refused = await post('pol', 'receipts', { format: 'csv', content })
    expect([refused.status, refused.body.taken]).toEqual([200, false])
    expect(refused.body.lines.map(({ verdict }) => verdict)).toEqual(['otherCurrency', 'taken'])
    const taken = await post('pol', 'receipts', { format: 'csv', content, leaveOut: [2] })
    expect(taken.body.taken).toBe(true)
    expect((await overviewFor('pol')).unmatchedCents).toBe(1450)
  })

  test('refuse what cannot be read, with the field', async () => {
    for (const [to, body, field] of [
      ['status', { format: 'pain.002', content: '<!DOCTYPE x>' }, 'content'],
      ['receipts', { format: 'camt.053', content: '<x/>' }, 'content'],
      ['status', { format: 'csv', content: '' }, 'content'],
      ['status', { format: 'csv', content: rows, leaveOut: [0] }, 'leaveOut.0'],
      ['receipts', { content: 'x' }, 'format'],
    ] as const) {
      const { status, body: said } = await post('pol', to, body)
      expect([status, said.code, said.field]).toEqual([400, 'invalid-payload', field])
      expect(said.detail).toMatch(/\.$/)
    }
    const missing = await post('pol', 'status', { call: 'x', format: 'csv', content: rows })
    expect(missing.status).toBe(404)
  })
})
