import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { endToEndId } from '../../../src/domain/payment-references.ts'
import { formatBba } from '../../../src/domain/references.ts'
import { formatEuro } from '../../../src/domain/money.ts'
import { balancesOf } from '../../../src/programme/ledger.ts'
import type { PaymentFile } from '../../../src/programme/payments/file.ts'
import type { TakenFile, TakeOptions } from '../../../src/programme/payments/taking.ts'
import { folderOf, voorbeeld } from '../replayed.ts'
import { camt053 } from './bank-files.ts'
import { call, gent, openBatchWorld, type BatchWorld } from './batch-world.ts'

/** On 30 September 2025 Aalst owes 1,200.00. */
async function claimWorld(): Promise<BatchWorld & { readonly reference: string }> {
  const world = await openBatchWorld('2025-09-30T10:00:00+02:00', await folderOf(voorbeeld))
  const overview = await world.payments.overview(call, { seesAccounts: false })
  expect(overview?.claims).toEqual([
    {
      project: 'voorbeeld/aalst',
      applicant: 'Aalst',
      name: 'balance',
      reference: expect.stringMatching(/^\d{12}$/),
      announcedCents: 120_000,
      demandedCents: 120_000,
      recoveredCents: 0,
      writtenOffCents: 0,
      openCents: 120_000,
      due: '2025-10-15T21:59:59.999Z',
      status: 'demanded',
    },
  ])
  return { ...world, reference: overview?.claims[0]?.reference ?? '' }
}

async function take(
  { payments, by }: BatchWorld,
  format: string,
  content: PaymentFile['content'],
  options: TakeOptions = {},
): Promise<TakenFile> {
  const taken = await payments.receive(by, { format, content }, options)
  if ('accepted' in taken) throw new Error(`${taken.code}: ${taken.message}`)
  return taken
}

async function standing({ payments }: BatchWorld): Promise<string> {
  const overview = await payments.overview(call, { seesAccounts: false })
  const [claim] = overview?.claims ?? []
  return `${claim?.status} ${claim?.openCents} ${overview?.unmatchedCents}`
}

const verdicts = ({ lines }: TakenFile) => lines.map(({ verdict }) => verdict).join(' ')

describe('receipts', () => {
  test('fill a claim in instalments; what is too much, or unknown, is booked without one', async () => {
    const world = await claimWorld()
    const { reference } = world
    const first = `date;amount;reference\n2025-09-20;200,00;${formatBba(reference)}\n`
    expect((await take(world, 'csv', first, { dryRun: true })).lines[0]?.text.nl).toBe(
      '200.00 EUR van Aalst (balance); 1000.00 EUR blijft open.',
    )
    expect(await standing(world)).toBe('demanded 120000 0')
    expect((await take(world, 'csv', first)).taken).toBe(true)
    expect(await standing(world)).toBe('demanded 100000 0')
    const statement = camt053([
      { amount: '400.00', structured: reference, id: 'A1' },
      { amount: '700.50', about: `Terugbetaling ${formatBba(reference)} stad`, id: 'A2' },
      { amount: '10.00', about: 'Bedankt', id: 'A3' },
      { amount: '5.00', about: '+++000/0000/00097+++', id: 'A4' },
      { amount: '99.00', direction: 'DBIT', id: 'A5' },
      { amount: '98.00', status: 'PDNG', structured: reference, id: 'A6' },
    ])
    const taken = await take(world, 'camt.053', statement)
    expect(verdicts(taken)).toBe('taken taken taken taken ignored ignored')
    expect(taken.lines[1]?.text.en).toBe(
      '600.00 EUR from Aalst (balance); 0.00 EUR stays open. 100.50 EUR booked without a claim.',
    )
    expect(await standing(world)).toBe('settled 0 11550')
    // The same file again, and the same money in another: nothing is booked twice.
    expect(verdicts(await take(world, 'camt.053', statement))).toBe(
      'known known known known ignored ignored',
    )
    expect(verdicts(await take(world, 'csv', first))).toBe('known')
    const later = camt053(
      [
        { amount: '400.00', structured: reference, id: 'A1' },
        { amount: '1.00', structured: reference, id: 'A7' },
      ],
      '08',
    )
    expect(verdicts(await take(world, 'camt.053', later))).toBe('known taken')
    expect(await standing(world)).toBe('settled 0 11650')
    const balances = balancesOf(
      await world.app.engine.instance(call).then(() => ledgerOf(world, call)),
    )
    expect(balances.get('unmatchedReceipts')).toBe(-11_650)
    expect(await world.app.engine.verify()).toEqual([])
  })

  test('of another currency, of tomorrow, or named as other money keep all of the file out', async () => {
    const world = await claimWorld()
    const { reference } = world
    for (const [entry, verdict] of [
      [{ amount: '10.00', currency: 'USD', id: 'B2' }, 'otherCurrency'],
      [{ amount: '10.00', date: '2025-10-01', id: 'B2' }, 'wrongDate'],
      [{ amount: '10.00', id: 'B1' }, 'double'],
    ] as const) {
      const content = camt053([{ amount: '400.00', structured: reference, id: 'B1' }, entry])
      const refused = await take(world, 'camt.053', content)
      expect([refused.taken, verdicts(refused)]).toEqual([false, `taken ${verdict}`])
      expect(await standing(world)).toBe('demanded 120000 0')
      const dry = await take(world, 'camt.053', content, { leaveOut: [2], dryRun: true })
      expect(verdicts(dry)).toBe('taken leftOut')
    }
    await take(
      world,
      'camt.053',
      camt053([{ amount: '400.00', structured: reference, id: 'B1' }], '02'),
    )
    const other = camt053([{ amount: '500.00', structured: reference, id: 'B1' }])
    expect(verdicts(await take(world, 'camt.053', other))).toBe('otherAmount')
    expect(await standing(world)).toBe('demanded 80000 0')
  })

  test('a payment of ours that comes back is a return, not a receipt', async () => {
    const world = await openBatchWorld('2025-01-10T10:00:00+01:00', await folderOf(voorbeeld))
    const back = { reference: endToEndId(gent, 1), code: 'AC04' }
    const content = camt053([
      { amount: '32000.00', date: '2025-01-09', id: 'C1', returned: back },
      { amount: '7.00', date: '2025-01-09', id: 'C2', returned: { ...back, reference: 'OTHER' } },
    ])
    const taken = await take(world, 'camt.053', content)
    expect(taken.lines.map(({ events }) => events.map(({ type }) => type).join())).toEqual([
      'payment.return',
      'receipt.book',
    ])
    const overview = await world.payments.overview(call, { seesAccounts: false })
    expect(overview?.orders.find(({ id }) => id === gent)?.status).toBe('failed')
    expect(verdicts(await take(world, 'camt.053', content))).toBe('known known')
  })
})

const ledgerOf = ({ app }: BatchWorld, id: string) => app.queries.ledger(id)

describe('whatever comes in', () => {
  let world: BatchWorld & { readonly reference: string }

  beforeAll(async () => {
    world = await claimWorld()
  })

  const receipt = fc.record({
    cents: fc.integer({ min: 1, max: 90_000 }),
    kind: fc.constantFrom(
      'plain' as const,
      'written' as const,
      'unknown' as const,
      'none' as const,
    ),
  })

  test('all of it is booked, to the cent, and a claim never takes more than is open', async () => {
    let file = 0
    let came = 0
    await fc.assert(
      fc.asyncProperty(fc.array(receipt, { minLength: 1, maxLength: 6 }), async (receipts) => {
        file += 1
        const about = {
          plain: world.reference,
          written: formatBba(world.reference),
          unknown: '+++000/0000/00097+++',
          none: `file ${file}`,
        }
        const rows = receipts.map(({ cents, kind }, index) =>
          ['2025-09-30', formatEuro(cents), about[kind], `${file}-${index}`].join(),
        )
        came += receipts.reduce((sum, { cents }) => sum + cents, 0)
        const taken = await take(world, 'csv', ['date,amount,reference,id', ...rows].join('\n'))
        expect(taken.taken).toBe(true)
        const overview = await world.payments.overview(call, { seesAccounts: false })
        const [claim] = overview?.claims ?? []
        const recovered = claim?.recoveredCents ?? 0
        expect(recovered).toBeLessThanOrEqual(120_000)
        expect(recovered + (overview?.unmatchedCents ?? 0)).toBe(came)
      }),
      { numRuns: 25 },
    )
    const claims = balancesOf(await ledgerOf(world, 'voorbeeld/aalst'))
    const rest = balancesOf(await ledgerOf(world, call))
    const sum = (claims.get('recovered') ?? 0) - (rest.get('unmatchedReceipts') ?? 0)
    expect(sum).toBe(came)
  })
})
