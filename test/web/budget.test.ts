import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { budgetOf, monthsOf } from '../../src/programme/budget.ts'
import { moneyKinds, type Budget } from '../../src/programme/queries.ts'
import { formats } from '../../src/web/format.ts'
import { at } from '../api/api-world.ts'
import { openWebWorld, type WebWorld } from './web-world.ts'

const call = 'voorbeeld'

/** Rows of the tables of a page, as the texts of their cells. */
function rowsOf(html: string): readonly (readonly string[])[] {
  return [...html.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell = '']) =>
      cell
        .replaceAll(/<svg.*?<\/svg>|<[^>]+>/g, '')
        .replaceAll(/\s/g, ' ')
        .trim(),
    ),
  )
}

function euro(cents: number): string {
  return formats.nl.euro(cents).replaceAll(/\s/g, ' ')
}

async function budgetIn({ app }: WebWorld): Promise<Budget> {
  const budget = await app.queries.budget(call)
  if (budget === undefined) throw new Error('there is no such call')
  return budget
}

describe('the page of the budget', () => {
  let world: WebWorld
  beforeAll(async () => {
    world = await openWebWorld({ untilMs: at('2025-10-20T12:00:00Z') })
  })

  test('shows the figures of the one shape of the call, and says that the ledger agrees', async () => {
    const { status, text } = await world.get('aud', '/budget')
    const shape = (await world.app.queries.call(call))!
    const rows = new Map(rowsOf(text).map(([label = '', , amount = '']) => [label, amount]))
    expect(status).toBe(200)
    expect(rows.get('Budget (plafond)')).toBe(euro(shape.budget.ceilingCents))
    expect(rows.get('Toegekend')).toBe(euro(shape.budget.committedCents))
    expect(rows.get('Vrijgegeven: wordt niet meer betaald')).toBe(euro(shape.budget.releasedCents))
    expect(rows.get('Terugbetaald')).toBe(euro(shape.budget.recoveredCents))
    expect(text).toContain('✓ Deze bedragen stemmen overeen met het grootboek.')
  })

  test('adds up: the award is what was paid, is still to come, and was released', async () => {
    const { amounts, unpaidCents, owedCents, agreesWithLedger } = await budgetIn(world)
    const paidCents = amounts.advancePaidCents + amounts.balancePaidCents
    expect(paidCents + unpaidCents + amounts.releasedCents).toBe(amounts.awardedCents)
    expect(amounts.recoveredCents + amounts.writtenOffCents + owedCents).toBe(
      amounts.clawbackDemandedCents,
    )
    expect(amounts.clawbackDemandedCents).toBe(120_000)
    expect(agreesWithLedger).toBe(true)
  })

  test('counts by month what was paid and repaid in all', async () => {
    const shape = (await world.app.queries.call(call))!
    const months = await world.app.queries.moneyByMonth(call)
    const sum = (key: 'paidCents' | 'recoveredCents') =>
      months.reduce((cents, month) => cents + month[key], 0)
    expect(sum('paidCents')).toBe(shape.budget.paidCents)
    expect(sum('recoveredCents')).toBe(shape.budget.recoveredCents)
    expect(months[0]?.month).toBe('2024-10')
    expect(months.at(-1)).toEqual({ month: '2025-10', paidCents: 0, recoveredCents: 120_000 })
    const { text } = await world.get('mia', '/budget')
    expect(rowsOf(text)).toContainEqual(['oktober 2025', '–', euro(120_000)])
    expect(rowsOf(text)).toContainEqual([
      'Samen',
      euro(shape.budget.paidCents),
      euro(shape.budget.recoveredCents),
    ])
  })

  test.each(moneyKinds)('opens exactly the projects with %s', async (money) => {
    const { counts } = await budgetIn(world)
    const { text } = await world.get('mia', `/?view=table&call=${call}&money=${money}`)
    expect(text.match(/<a href="\/projects\/voorbeeld/g) ?? []).toHaveLength(counts[money])
    const page = await world.get('mia', '/budget')
    expect(page.text.includes(`money=${money}"`)).toBe(counts[money] > 0)
  })

  test('comes to the same amount there', async () => {
    const { text } = await world.get('mia', '/?view=table&money=recovered')
    expect(
      rowsOf(text)
        .find(([label]) => label?.startsWith('Samen'))
        ?.at(-1),
    ).toBe(euro(120_000))
  })

  test('speaks English', async () => {
    expect((await world.get('mia', '/budget', 'en')).text).toContain('From budget to payment')
  })

  test('is not there for applicants and strangers', async () => {
    expect((await world.get('els', '/budget')).status).toBe(404)
    expect((await world.get('out', '/budget')).status).toBe(404)
  })
})

describe('a budget', () => {
  const amounts = {
    requestedCents: 900,
    awardedCents: 900,
    advancePaidCents: 700,
    balancePaidCents: 0,
    releasedCents: 0,
    clawbackDemandedCents: 0,
    recoveredCents: 0,
    writtenOffCents: 0,
  }
  const moved = [
    { debit: 'ceiling', credit: 'appropriation', cents: 1000 },
    { debit: 'reserved', credit: 'committed', cents: 900 },
    { debit: 'payable', credit: 'reserved', cents: 700 },
    { debit: 'paid', credit: 'payable', cents: 700 },
  ]
  const counts = {} as Budget['counts']

  test('agrees with a ledger that comes to the same', () => {
    const budget = budgetOf({ ceilingCents: 1000, amounts, counts, moved })
    expect(budget).toMatchObject({ agreesWithLedger: true, unpaidCents: 200 })
  })

  test.each([0, 1, 3])('differs by one cent in posting %i', (index) => {
    const other = moved.map((each, place) =>
      place === index ? { ...each, cents: each.cents + 1 } : each,
    )
    const budget = budgetOf({ ceilingCents: 1000, amounts, counts, moved: other })
    expect(budget.agreesWithLedger).toBe(false)
  })
})

describe('months', () => {
  const paid = (text: string, cents: number) => ({
    debit: 'paid',
    credit: 'payable',
    cents,
    atMs: Date.parse(text),
  })

  test('begin at midnight in Brussels, in summer and in winter', () => {
    const moved = [
      paid('2024-09-30T21:59:59Z', 1),
      paid('2024-09-30T22:00:00Z', 2),
      paid('2024-11-30T22:59:59Z', 4),
      paid('2024-11-30T23:00:00Z', 8),
    ]
    expect(
      monthsOf(moved, 'Europe/Brussels').map(({ month, paidCents }) => [month, paidCents]),
    ).toEqual([
      ['2024-09', 1],
      ['2024-10', 2],
      ['2024-11', 4],
      ['2024-12', 8],
    ])
  })

  test('take off a payment that came back', () => {
    const back = { debit: 'payable', credit: 'paid', cents: 30, atMs: Date.parse('2024-10-09') }
    expect(monthsOf([paid('2024-10-07', 100), back], 'Europe/Brussels')).toEqual([
      { month: '2024-10', paidCents: 70, recoveredCents: 0 },
    ])
  })

  test('have no gap, and come to all that was moved', () => {
    const posting = fc.record({
      debit: fc.constant('paid'),
      credit: fc.constant('payable'),
      cents: fc.integer({ min: 1, max: 10 ** 9 }),
      atMs: fc.integer({ min: Date.parse('2024-01-01'), max: Date.parse('2029-01-01') }),
    })
    fc.assert(
      fc.property(fc.array(posting, { maxLength: 30 }), (moved) => {
        const months = monthsOf(moved, 'Europe/Brussels')
        const sum = months.reduce((cents, { paidCents }) => cents + paidCents, 0)
        expect(sum).toBe(moved.reduce((cents, each) => cents + each.cents, 0))
        const numbers = months.map(
          ({ month }) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)),
        )
        expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index))
      }),
    )
  })
})
