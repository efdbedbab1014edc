import writeXlsx from 'write-excel-file/node'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Applicant } from '../../../src/domain/call.ts'
import { checkAccounts } from '../../../src/programme/accounts/check.ts'
import { readExtract } from '../../../src/programme/accounts/extract.ts'
import { dump } from '../replayed.ts'
import { award, openWorkbookWorld, type WorkbookWorld } from '../workbooks/world.ts'

const kbo = {
  gent: '0207451227',
  aalst: '0207437468',
  lead: '0207500024',
  partner: '0208123495',
  successor: '0450231339',
  twin: '0207460432',
}

const base: Applicant = {
  id: 'samen',
  name: 'Samen',
  kind: 'partnership',
  kbo: kbo.lead,
  nis: null,
  iban: null,
  email: null,
  contact: null,
  inhabitantsNonEu14: null,
  partners: [{ id: 'buur', name: 'Buur', kbo: kbo.partner, nis: null }],
  lines: [
    {
      line: 'samen-1',
      action: 'oefenkansen-nederlands',
      currentReach: 0,
      kpi: 100,
      amountCents: 600_000,
    },
  ],
  stimuli: [],
}

const other = (id: string, action: string, more: Partial<Applicant> = {}): Applicant => ({
  ...base,
  id,
  name: id,
  kind: 'municipality',
  partners: [],
  lines: [{ line: `${id}-1`, action, currentReach: 0, kpi: 50, amountCents: 300_000 }],
  ...more,
})

let world: WorkbookWorld

beforeAll(async () => {
  world = await openWorkbookWorld([
    base,
    // One authority with two projects, of which one shares an action with the other.
    other('een', 'oefenkansen-nederlands', { kbo: kbo.twin }),
    other('twee', 'brugfiguren-onderwijs', { kbo: kbo.twin }),
    other('rand', 'oefenkansen-nederlands', { kind: 'de-rand', kbo: '0450231339' }),
  ])
  await award(world, ['gent', 'aalst', 'samen', 'een', 'twee', 'rand'])
  await world.advance('2024-12-20T12:00:00Z')
  await world.does('aalst', 'manager', 'applicant.succeed', {
    name: 'Nieuw Aalst',
    kbo: '0207506952',
    date: '2025-01-01',
    reference: 'Decreet',
  })
  await world.does('samen', 'manager', 'applicant.succeed', {
    name: 'Nieuwe Buur',
    kbo: kbo.successor,
    date: '2025-06-01',
    reference: 'Decreet',
    partner: 'buur',
  })
  await world.advance('2025-07-15T08:00:00Z')
  await world.does('gent', 'applicant', 'accounts.submit', {
    year: 2024,
    entries: [{ code: 'ABB-SLV', amount: '20000.00' }],
  })
  await world.does('aalst', 'applicant', 'accounts.submit', {
    year: 2024,
    entries: [{ code: 'ABB-SLV', amount: '15000.00' }],
  })
})

async function checked(...rows: readonly string[]) {
  const text = ['kbo;jaar;code;actie;bedrag', ...rows].join('\r\n')
  const extract = await readExtract('uittreksel.csv', Buffer.from(`\uFEFF${text}\r\n`))
  if ('errors' in extract) throw new Error(JSON.stringify(extract.errors))
  const before = dump(world.file)
  const result = await checkAccounts(world.app.engine, 'voorbeeld', extract.rows)
  expect(dump(world.file)).toBe(before)
  return result
}

describe('an extract of annual accounts', () => {
  test('is compared with what was submitted, per project, year and code', async () => {
    const { accounts, left, matchedRows } = await checked(
      `${kbo.gent};2024;ABB-SLV;;20000,00`,
      `${kbo.aalst};2024;ABB-SLV;oefenkansen-nederlands;14000.5`,
      `${kbo.aalst};2024;ABB-SAMENLEVEN;;7`,
    )
    expect({ left, matchedRows }).toEqual({ left: [], matchedRows: 3 })
    expect(accounts.map(({ project, differences }) => [project, differences])).toEqual([
      [
        'voorbeeld/aalst',
        [
          { code: 'ABB-SAMENLEVEN', extractCents: 700, submittedCents: 0 },
          { code: 'ABB-SLV', extractCents: 1_400_050, submittedCents: 1_500_000 },
        ],
      ],
      ['voorbeeld/gent', []],
    ])
    expect(accounts[0]?.event).toEqual({
      type: 'accounts.submit',
      data: {
        year: 2024,
        entries: [
          { code: 'ABB-SLV', action: 'oefenkansen-nederlands', amount: '14000.50' },
          { code: 'ABB-SAMENLEVEN', amount: '7.00' },
        ],
      },
    })
  })

  test('tells what was submitted and is not in it', async () => {
    const { accounts } = await checked(`${kbo.gent};2024;ABB-SLV;;20000.00`)
    expect(accounts.find(({ project }) => project === 'voorbeeld/aalst')).toMatchObject({
      extractCents: 0,
      submittedCents: 1_500_000,
      differences: [{ code: 'ABB-SLV', extractCents: 0, submittedCents: 1_500_000 }],
      event: null,
    })
  })

  test('sums the lead and the partners of a partnership under its project', async () => {
    const { accounts } = await checked(
      `${kbo.lead};2024;ABB-SLV;oefenkansen-nederlands;100.00`,
      `${kbo.partner};2024;ABB-SLV;oefenkansen-nederlands;0.10`,
    )
    expect(accounts.find(({ project }) => project === 'voorbeeld/samen')).toMatchObject({
      extractCents: 10_010,
      submittedCents: null,
      event: {
        data: {
          year: 2024,
          entries: [{ code: 'ABB-SLV', action: 'oefenkansen-nederlands', amount: '100.10' }],
        },
      },
    })
  })

  test('knows a merged authority by its number of now, and by its old one until the merger', async () => {
    const { left, accounts } = await checked(
      `${kbo.aalst};2024;ABB-SLV;;1.00`,
      '0207506952;2024;ABB-SLV;oefenkansen-nederlands;2.00',
      '0207506952;2025;ABB-SLV;;4.00',
      `${kbo.aalst};2025;ABB-SLV;;8.00`,
      // The partner was succeeded within the year.
      `${kbo.partner};2025;ABB-SLV;;16.00`,
      `${kbo.successor};2025;ABB-SLV;;32.00`,
    )
    expect(left.map(({ row, reason, projects }) => [row, reason, projects])).toEqual([
      [5, 'succeeded', ['voorbeeld/aalst']],
    ])
    const sums = accounts.map(({ project, year, extractCents }) => [project, year, extractCents])
    expect(sums).toContainEqual(['voorbeeld/aalst', 2024, 300])
    expect(sums).toContainEqual(['voorbeeld/aalst', 2025, 400])
    expect(sums).toContainEqual(['voorbeeld/samen', 2025, 4800])
  })

  test('tells two projects of one authority apart by the action, or not at all', async () => {
    const { left, accounts } = await checked(
      `${kbo.twin};2024;ABB-SLV;brugfiguren-onderwijs;5.00`,
      `${kbo.twin};2024;ABB-SLV;;6.00`,
    )
    expect(accounts.map(({ project, extractCents }) => [project, extractCents])).toContainEqual([
      'voorbeeld/twee',
      500,
    ])
    expect(left).toMatchObject([
      { row: 3, reason: 'ambiguous', projects: ['voorbeeld/een', 'voorbeeld/twee'] },
    ])
  })

  test('lists what counts for nobody, with the reason', async () => {
    const { left, matchedRows } = await checked(
      `${kbo.gent};2024;ABB-SLV;;20000.00`,
      `${kbo.gent};2024;ABB-SLV;;20000.00`,
      `${kbo.gent};2024;ABB-SLV;;3.00`,
      `${kbo.gent};2024;ABB-ANDERS;;1.00`,
      `${kbo.gent};2023;ABB-SLV;;1.00`,
      '0202239951;2024;ABB-SLV;;1.00',
      '0450231339;2024;ABB-SLV;;1.00',
    )
    expect(matchedRows).toBe(2)
    expect(left.map(({ row, reason }) => [row, reason])).toEqual([
      [3, 'duplicate'],
      [4, 'duplicate'],
      [5, 'foreign-code'],
      [6, 'year-not-asked'],
      [7, 'unknown-kbo'],
    ])
  })

  test('can be confirmed by the applicant: its event is taken', async () => {
    const { accounts } = await checked(`${kbo.gent};2025;ABB-SLV;;12.34`)
    const event = accounts.find(({ project }) => project === 'voorbeeld/gent')?.event
    const { outcome } = await world.app.engine.preview({
      to: 'voorbeeld/gent',
      type: 'accounts.submit',
      data: event?.data,
      sender: { person: 'els', roles: ['applicant'], claims: { applicant: 'gent' } },
    })
    expect(outcome).toMatchObject({ accepted: true })
  })
})

describe('reading an extract', () => {
  test('takes an .xlsx with numbers, whatever the order of its columns', async () => {
    const bytes = await writeXlsx([
      ['Bedrag', 'Naam', 'KBO', 'Boekjaar', 'Beleidscode', 'Actie'],
      [12.5, 'Gent', 207_451_227, 2024, 'ABB-SLV', null],
      [null, null, null, null, null, null],
      [0, 'Aalst', '0207.437.468', '2024', 'ABB-SLV', 'x'],
    ]).toBuffer()
    expect(await readExtract('a.XLSX', bytes)).toEqual({
      rows: [
        { row: 2, kbo: kbo.gent, year: 2024, code: 'ABB-SLV', action: null, cents: 1250 },
        { row: 4, kbo: kbo.aalst, year: 2024, code: 'ABB-SLV', action: 'x', cents: 0 },
      ],
    })
  })

  test('tells every error of every row, and takes nothing', async () => {
    const text = [
      'kbo,year,code,amount',
      '0207451228,24,,-1.00',
      '0207451227,2024,ABB-SLV,"1.234,50"',
      '0207451227,2024,ABB-SLV,1.00',
    ].join('\n')
    expect(await readExtract('a.csv', Buffer.from(text))).toEqual({
      errors: [
        { row: 2, message: 'The KBO number must have ten digits and a correct check.' },
        { row: 2, message: 'The year must have four digits.' },
        { row: 2, message: 'The code is missing.' },
        { row: 2, message: 'The amount must be 0 or more, with at most two decimals.' },
        { row: 3, message: 'The amount must be 0 or more, with at most two decimals.' },
      ],
    })
  })

  test.each([
    ['nothing', '', /^The first row must name the columns; missing: kbo /],
    ['no title', '1;2;3', /missing: kbo \/ kbo-nummer/],
    ['titles only', 'kbo;jaar;code;bedrag', /holds no rows/],
    ['a wrong encoding', Buffer.from([0x6b, 0xff, 0xfe]), /not in UTF-8/],
    ['rows of other lengths', 'kbo;jaar;code;bedrag\n1;2', /^The file is no \.csv: /],
    ['an open quote', 'kbo;jaar;code;bedrag\n"1;2;3;4', /^The file is no \.csv: /],
    ['more bytes than it may have', Buffer.alloc(1_000_001, 97), /at most 1000000 bytes/],
    [
      'more rows than it may have',
      `kbo;jaar;code;bedrag${'\n1;2;3;4'.repeat(20_001)}`,
      /20000 rows/,
    ],
  ] as const)('refuses %s', async (_, content, message) => {
    const extract = await readExtract('a.csv', Buffer.from(content as string))
    expect('errors' in extract && extract.errors[0]?.message).toMatch(message)
  })

  test('refuses an .xlsx that is none, and one with formulas', async () => {
    const none = await readExtract('a.xlsx', Buffer.from('kbo'))
    expect('errors' in none && none.errors).toMatchObject([{ row: null, message: /damaged/ }])
    const bytes = await writeXlsx([
      ['kbo', 'jaar', 'code', 'bedrag'],
      [kbo.gent, 2024, 'ABB-SLV', { type: 'Formula', value: '=1+1' }],
    ]).toBuffer()
    const formula = await readExtract('a.xlsx', bytes)
    expect('errors' in formula && formula.errors[0]?.message).toMatch(/stand at D2/)
  })
})
