import { describe, expect, test } from 'vitest'
import { endToEndId, messageId } from '../../../src/domain/payment-references.ts'
import type { TakenFile, TakeOptions } from '../../../src/programme/payments/taking.ts'
import type { PaymentFile } from '../../../src/programme/payments/file.ts'
import { dump } from '../replayed.ts'
import { pain002 } from './bank-files.ts'
import { aalst, call, gent, openBatchWorld, type BatchWorld } from './batch-world.ts'

const one = endToEndId(gent, 1)
const other = endToEndId(aalst, 1)

async function take(
  { payments, by }: BatchWorld,
  format: string,
  content: PaymentFile['content'],
  options: TakeOptions = {},
): Promise<TakenFile> {
  const taken = await payments.confirm(by, { format, content }, options)
  if ('accepted' in taken) throw new Error(`${taken.code}: ${taken.message}`)
  return taken
}

const verdicts = ({ lines }: TakenFile) => lines.map(({ verdict }) => verdict).join(' ')

async function stages({ payments }: BatchWorld): Promise<string> {
  const overview = await payments.overview(call, { seesAccounts: false })
  return (overview?.orders ?? []).map(({ status, attempt }) => `${status}${attempt}`).join(' ')
}

async function batchedWorld(): Promise<BatchWorld & { readonly id: number }> {
  const world = await openBatchWorld()
  return { ...world, id: await world.batched([gent, aalst]) }
}

describe('the answer of a bank', () => {
  test.each(['03', '10'])(
    'pain.002.001.%s: what settled is paid, what was rejected has failed',
    async (version) => {
      const world = await batchedWorld()
      const file = pain002(
        [
          { reference: one, status: 'ACSC', amount: '32000.00', settled: '2024-10-01' },
          { reference: other, status: 'RJCT', code: 'AC04' },
        ],
        { version },
      )
      const before = dump(world.file)
      const dry = await take(world, 'pain.002', file, { dryRun: true })
      expect([dry.taken, verdicts(dry), dry.text.en]).toEqual([
        false,
        'taken taken',
        '2 entries would follow.',
      ])
      expect(dump(world.file)).toBe(before)
      const taken = await take(world, 'pain.002', file)
      expect([taken.taken, verdicts(taken)]).toEqual([true, 'taken taken'])
      expect(taken.lines.map(({ text }) => text.nl)).toEqual([
        '32000.00 EUR uitgevoerd op 2024-10-01.',
        '19200.00 EUR geweigerd: AC04, rekening gesloten.',
      ])
      expect(await stages(world)).toBe('failed1 paid1')
      const history = await world.app.engine.history('voorbeeld/gent')
      expect(history.at(-1)).toMatchObject({
        type: 'payment.execute',
        data: { order: gent, date: '2024-10-01' },
        key: `status:${taken.digest.slice(0, 32)}:${one}`,
      })
      const texts = await world.app.engine.texts('voorbeeld/aalst')
      expect(texts.at(-1)?.text).toBe(
        'AC04, rekening gesloten / AC04, closed account number: see & mend',
      )
      // The same file, and another that says the same: nothing happens twice.
      const again = await take(world, 'pain.002', file)
      expect([again.taken, verdicts(again), again.text.en]).toEqual([
        true,
        'known known',
        'There is nothing to book.',
      ])
      const csv = `reference;status;date\n${one};uitgevoerd;2024-10-01\n${other};rejected;\n`
      expect(verdicts(await take(world, 'csv', csv))).toBe('known known')
      expect(await stages(world)).toBe('failed1 paid1')
      expect(await world.app.engine.verify()).toEqual([])
    },
  )

  test('a status of the whole message is one of each payment in it', async () => {
    const world = await batchedWorld()
    const message = messageId(call, world.id)
    const pending = await take(world, 'pain.002', pain002([], { message, group: 'ACTC' }))
    expect(verdicts(pending)).toBe('ignored ignored')
    const strange = await take(world, 'pain.002', pain002([], { message: 'MPMX', group: 'RJCT' }))
    expect([strange.taken, verdicts(strange)]).toEqual([false, 'unknownOrder'])
    const rejected = await take(world, 'pain.002', pain002([], { message, group: 'RJCT' }))
    expect([rejected.taken, verdicts(rejected)]).toEqual([true, 'taken taken'])
    expect(await stages(world)).toBe('failed1 failed1')
  })

  test('a retried order has a new reference; what the old one brings is not the new one', async () => {
    const world = await batchedWorld()
    const rejected = pain002([{ reference: one, status: 'RJCT', code: 'AC01' }])
    await take(world, 'pain.002', rejected)
    await world.does('voorbeeld/gent', 'payment.retry', { order: gent }, 'pol', 'paymaster')
    expect(verdicts(await take(world, 'pain.002', rejected))).toBe('known')
    const late = `reference,status,date\n${one},executed,2024-10-02\n`
    expect(verdicts(await take(world, 'csv', late))).toBe('otherAttempt')
    const early = `reference,status,date\n${endToEndId(gent, 2)},executed,2024-10-02\n`
    expect(verdicts(await take(world, 'csv', early))).toBe('notNow')
    await world.batched([gent])
    expect((await take(world, 'csv', early)).taken).toBe(true)
    const back = `reference,status,date,reason\n${endToEndId(gent, 2)},returned,2024-10-02,AC04\n`
    expect((await take(world, 'csv', back)).taken).toBe(true)
    expect(verdicts(await take(world, 'csv', back))).toBe('known')
    expect(verdicts(await take(world, 'csv', early))).toBe('known')
    expect(await stages(world)).toBe('ordered1 failed2')
    expect(await world.app.engine.verify()).toEqual([])
  })
})

describe('all of a file or nothing', () => {
  const rows = (...lines: readonly string[]) =>
    `reference,status,amount,currency,date\n${lines.join('\n')}\n`
  const good = `${one},executed,32000.00,EUR,2024-10-02`

  test.each([
    ['an unknown order', 'MPEX,executed,32000.00,EUR,2024-10-02', 'unknownOrder'],
    ['a line without a reference', ',executed,32000.00,EUR,2024-10-02', 'unknownOrder'],
    ['another amount', `${other},executed,19200.01,EUR,2024-10-02`, 'otherAmount'],
    ['another currency', `${other},executed,19200.00,USD,2024-10-02`, 'otherCurrency'],
    ['a date that is yet to come', `${other},executed,19200.00,EUR,2024-10-03`, 'wrongDate'],
    ['no date', `${other},executed,19200.00,EUR,`, 'wrongDate'],
    ['a status that nobody knows', `${other},perhaps,19200.00,EUR,2024-10-02`, 'unknownStatus'],
    ['the same payment twice, by two names', `${gent},executed,32000.00,EUR,2024-10-02`, 'double'],
    ['a return of what was never paid', `${other},returned,19200.00,EUR,2024-10-02`, 'notNow'],
  ])('%s keeps all of it out, until that line is left out', async (_, line, verdict) => {
    const world = await batchedWorld()
    const before = dump(world.file)
    const content = rows(good, line)
    const refused = await take(world, 'csv', content)
    expect([refused.taken, verdicts(refused)]).toEqual([false, `taken ${verdict}`])
    expect(refused.text).toEqual({
      nl: 'Niets is geboekt: 1 van 2 regels kloppen niet.',
      en: 'Nothing was booked: 1 of 2 lines are wrong.',
    })
    expect(dump(world.file)).toBe(before)
    const number = refused.lines[1]?.line ?? 0
    const taken = await take(world, 'csv', content, { leaveOut: [number] })
    expect([taken.taken, verdicts(taken)]).toEqual([true, 'taken leftOut'])
    expect(await stages(world)).toBe('ordered1 paid1')
  })

  test('an order outside an approved batch is refused, and who is no paymaster', async () => {
    const world = await openBatchWorld()
    const before = dump(world.file)
    expect(verdicts(await take(world, 'csv', rows(good)))).toBe('notNow')
    await world.batched([gent])
    const by = { call, sender: { person: 'mia', roles: ['manager'] } }
    const refused = await world.payments.confirm(by, { format: 'csv', content: rows(good) })
    expect(refused).toMatchObject({
      taken: false,
      text: { en: expect.stringMatching(/paymaster/) },
    })
    expect(before).not.toBe('')
    expect(await stages(world)).toBe('due1 ordered1')
  })

  test('JSON of a form takes the same fields', async () => {
    const world = await batchedWorld()
    const items = [{ reference: gent, status: 'executed', amount: '32000,00', date: '2024-10-02' }]
    const taken = await take(world, 'json', JSON.stringify({ items }))
    expect([taken.taken, verdicts(taken)]).toEqual([true, 'taken'])
  })
})
