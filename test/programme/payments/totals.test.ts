import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { balancesOf } from '../../../src/programme/ledger.ts'
import { aalst, call, gent, openBatchWorld, type BatchWorld } from './batch-world.ts'
import { figuresOf } from './schema.ts'

const orders = [gent, aalst] as const

const move = fc.oneof(
  fc.record({ kind: fc.constant('batch' as const), which: fc.constantFrom([0], [1], [0, 1]) }),
  fc.record({
    kind: fc.constantFrom('executed' as const, 'rejected' as const, 'returned' as const),
    which: fc.constantFrom([0], [1], [0, 1]),
  }),
  fc.record({ kind: fc.constant('retry' as const), which: fc.constantFrom([0], [1]) }),
)

/** What the ledger says was ordered and what was paid of the two advances, in cents. */
async function ledger({ app }: BatchWorld) {
  let [open, paid] = [0, 0]
  for (const project of ['voorbeeld/gent', 'voorbeeld/aalst']) {
    const balances = balancesOf(await app.queries.ledger(project))
    open += balances.get('payable') ?? 0
    paid += balances.get('paid') ?? 0
  }
  return { open, paid }
}

describe('batches and the ledger', () => {
  test('agree to the cent, whatever fails, returns and is retried', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 4, maxLength: 14 }), async (moves) => {
        const world = await openBatchWorld()
        const { payments, by } = world
        const ordered = (await ledger(world)).open
        for (const { kind, which } of moves) {
          const before = await payments.overview(call, { seesAccounts: false })
          const meant = which.map((index) => orders[index] ?? gent)
          const fits = (status: string) =>
            meant.filter((id) => before?.orders.find((each) => each.id === id)?.status === status)
          if (kind === 'batch') {
            if (fits('due').length > 0) await world.batched(fits('due'))
          } else if (kind === 'retry') {
            for (const order of fits('failed')) {
              const project = order.slice(0, order.lastIndexOf('/'))
              await world.does(project, 'payment.retry', { order }, 'pol', 'paymaster')
            }
          } else {
            const rows = meant.map((id) => {
              const order = before?.orders.find((each) => each.id === id)
              return `${order?.endToEndId},${kind},2024-10-02`
            })
            const content = ['reference,status,date', ...rows].join('\n')
            await payments.confirm(by, { format: 'csv', content })
          }
          await agree(world, ordered)
        }
        expect(await world.app.engine.verify()).toEqual([])
      }),
      { numRuns: 12 },
    )
  })
})

/** Each message adds up to its batch, and what batches paid is what the ledger has as paid. */
async function agree(world: BatchWorld, orderedCents: number): Promise<void> {
  const { payments } = world
  const overview = await payments.overview(call, { seesAccounts: false })
  let paid = 0
  for (const batch of overview?.batches ?? []) {
    const exported = await payments.export(call, batch.id)
    const { sums, totalCents, references } = figuresOf(exported.accepted ? exported.xml : '')
    expect(sums).toEqual([batch.totalCents, batch.totalCents])
    expect(totalCents).toBe(batch.totalCents)
    expect(references).toEqual(batch.payments.map(({ endToEndId }) => endToEndId))
    for (const { status, cents } of batch.payments) if (status === 'paid') paid += cents
  }
  const books = await ledger(world)
  expect(books.paid).toBe(paid)
  expect(books.open + books.paid).toBe(orderedCents)
}
