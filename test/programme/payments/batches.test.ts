import { describe, expect, test } from 'vitest'
import { Payments } from '../../../src/programme/payments/payments.ts'
import { endToEndId } from '../../../src/domain/payment-references.ts'
import { aalst, call, gent, openBatchWorld, payer } from './batch-world.ts'
import { figuresOf, schemaErrors } from './schema.ts'

const everything = { seesAccounts: true }

describe('the orders of a call', () => {
  test('stand with their amounts, references and accounts; accounts only for who may see them', async () => {
    const { payments } = await openBatchWorld()
    const overview = await payments.overview(call, everything)
    expect(overview).toMatchObject({
      mode: 'batch',
      orders: [
        { id: aalst, status: 'due', cents: 1_920_000, iban: 'BE04091000000231', batch: null },
        {
          id: gent,
          name: 'Gent',
          kind: 'advance',
          status: 'due',
          cents: 3_200_000,
          attempt: 1,
          endToEndId: endToEndId(gent, 1),
          iban: 'BE15091000000130',
          ibanChange: null,
        },
      ],
      batches: [],
      claims: [],
    })
    const blind = await payments.overview(call, { seesAccounts: false })
    expect(JSON.stringify(blind)).not.toMatch(/BE\d{14}/)
    expect(await payments.overview('elsewhere', everything)).toBeUndefined()
  })
})

describe('a batch', () => {
  test('is checked in words before it is proposed', async () => {
    const { payments } = await openBatchWorld()
    const outcomes = async (orders: readonly string[], executionDate: string) => {
      const checks = (await payments.check(call, { orders, executionDate })) ?? []
      return checks.filter(({ outcome }) => outcome !== 'ok').map(({ text }) => text.en)
    }
    expect(await outcomes([gent, aalst], '2024-10-10')).toEqual([])
    expect(await outcomes([gent, gent, 'x'], '2024-12-25')).toEqual([
      'Waits for no batch: x.',
      `Stands in it twice: ${gent}.`,
      'Banks do not settle on 2024-12-25.',
    ])
    expect(await outcomes([gent], '2024-10-01')).toEqual(['2024-10-01 is past.'])
    const all = await payments.check(call, { orders: [gent, aalst], executionDate: '2024-10-10' })
    expect(all?.at(-1)?.text.nl).toBe('2 betalingen, samen 51200.00 EUR.')
  })

  test('with an account that changed since the award shows old and new, and takes an uninvolved approver', async () => {
    const { payments, does, by } = await openBatchWorld()
    await does('voorbeeld/gent', 'applicant.update', { iban: 'BE90091000000332' }, 'mia', 'manager')
    const proposed = await payments.propose(by, { orders: [gent], executionDate: '2024-10-10' })
    const id = proposed.accepted ? proposed.revision : 0
    const overview = await payments.overview(call, everything)
    expect(overview?.orders.find((order) => order.id === gent)).toMatchObject({
      status: 'proposed',
      batch: id,
      iban: 'BE90091000000332',
      ibanChange: {
        before: 'BE15091000000130',
        after: 'BE90091000000332',
        by: [expect.any(String)],
      },
    })
    expect(overview?.batches[0]).toMatchObject({
      id,
      status: 'proposed',
      messageId: null,
      count: 1,
    })
    expect(overview?.batches[0]?.checks.find(({ name }) => name === 'ibanChanged')).toMatchObject({
      outcome: 'attention',
      text: { nl: expect.stringMatching(/IBAN gewijzigd sinds de toekenning.*voorbeeld\/gent/) },
    })
    const approve = (person: string) =>
      payments.approve({ call, sender: { person, roles: ['manager', 'paymaster'] } }, id)
    expect(await approve('pol')).toMatchObject({ code: 'four-eyes' })
    expect(await approve('mia')).toMatchObject({
      code: 'four-eyes',
      message: expect.stringMatching(/you changed since the award/),
    })
    expect(await approve('ann')).toMatchObject({ accepted: true })
  })
})

describe('the message of a batch', () => {
  test('holds what was approved, and is the same whenever it is asked for', async () => {
    const { app, payments, batched, does } = await openBatchWorld()
    const id = await batched([gent, aalst])
    const first = await payments.export(call, id)
    const { xml, fileName } = first.accepted ? first : { xml: '', fileName: '' }
    expect(figuresOf(xml)).toMatchObject({
      messages: [fileName.replace('.xml', '')],
      counts: [2, 2],
      sums: [5_120_000, 5_120_000],
      names: ['Gent', 'Aalst'],
      ibans: ['BE15091000000130', 'BE04091000000231'],
      references: [endToEndId(gent, 1), endToEndId(aalst, 1)],
    })
    expect(xml).toContain('<CreDtTm>2024-10-02T08:00:00.000Z</CreDtTm>')
    expect(await schemaErrors(xml)).toEqual([])
    await does('voorbeeld/gent', 'applicant.update', { iban: 'BE90091000000332' }, 'mia', 'manager')
    await does(
      'voorbeeld/gent',
      'payment.fail',
      { order: gent, reason: 'AC04' },
      'pol',
      'paymaster',
    )
    await does('voorbeeld/gent', 'payment.retry', { order: gent }, 'pol', 'paymaster')
    await app.engine.advanceTo(Date.parse('2024-10-11T08:00:00Z'))
    expect(await payments.export(call, id)).toEqual(first)

    const again = await batched([gent], '2024-10-14')
    const second = await payments.export(call, again)
    const figures = figuresOf(second.accepted ? second.xml : '')
    expect(figures).toMatchObject({
      ibans: ['BE90091000000332'],
      references: [endToEndId(gent, 2)],
      sums: [3_200_000, 3_200_000],
    })
    expect(figures.messages).not.toEqual(figuresOf(xml).messages)
    const { batches = [] } = (await payments.overview(call, everything)) ?? {}
    expect(batches.map((each) => [each.id, each.status, each.totalCents])).toEqual([
      [again, 'approved', 3_200_000],
      [id, 'approved', 5_120_000],
    ])
    expect(batches[1]?.payments.map(({ status }) => status)).toEqual(['retried', 'waiting'])
  })

  test('is refused for a batch that is not approved or not there, without a payer, and when an account was redacted', async () => {
    const { app, payments, by, batched } = await openBatchWorld()
    const proposed = await payments.propose(by, { orders: [gent], executionDate: '2024-10-10' })
    const id = proposed.accepted ? proposed.revision : 0
    expect(await payments.export(call, id)).toMatchObject({ code: 'event-not-allowed' })
    expect(await payments.export(call, 999)).toMatchObject({ code: 'not-found' })
    expect(await payments.export('elsewhere', 1)).toMatchObject({ code: 'not-found' })
    await payments.approve({ ...by, sender: { person: 'ann', roles: ['paymaster'] } }, id)
    const poor = new Payments(app.engine, app.queries, null)
    expect(await poor.export(call, id)).toMatchObject({
      code: 'event-not-allowed',
      message: expect.stringMatching(/PAYER_NAME/),
    })
    expect(await new Payments(app.engine, app.queries, payer).export(call, id)).toMatchObject({
      accepted: true,
    })
    const redacted = await app.engine.redact({
      instance: 'voorbeeld/gent',
      revision: 1,
      path: 'applicant.iban',
      reason: 'AVG',
      sender: { person: 'ada', roles: ['admin'] },
      approvedBy: { person: 'bea', roles: ['admin'] },
    })
    expect(redacted).toMatchObject({ accepted: true })
    expect(await payments.export(call, id)).toMatchObject({
      message: expect.stringMatching(/redacted/),
    })
    expect(await batched([aalst])).toBeGreaterThan(id)
  })
})
