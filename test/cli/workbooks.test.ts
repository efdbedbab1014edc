import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dump, emptyDirectory, folderOf, replayInto, voorbeeld } from '../programme/replayed.ts'
import { filled } from '../programme/workbooks/edit.ts'
import { printed } from './printed.ts'

const directory = emptyDirectory()
const database = join(directory, 'workbooks.sqlite')
const inDirectory = (name: string) => join(directory, name)

beforeAll(async () => {
  await replayInto(database, await folderOf(voorbeeld), Date.parse('2024-12-20T12:00:00Z'))
})

afterAll(() => {
  rmSync(directory, { recursive: true })
})

function run(...words: readonly string[]): Promise<string> {
  return printed([...words, '--database', database])
}

describe('mijlpaal workbook', () => {
  const out = inDirectory('gent.xlsx')
  const done = inDirectory('gent-filled.xlsx')

  test('writes a workbook, previews it filled in, and sends it', async () => {
    expect(await run('workbook', 'export', 'voorbeeld/gent', 'interimReport', '--out', out)).toBe(
      `${out} is the interimReport workbook of voorbeeld/gent.\n`,
    )
    writeFileSync(done, filled(readFileSync(out), { 'Rapport!G4': 250 }))
    const before = dump(database)
    expect(await run('workbook', 'send', done, '--as', 'els', '--dry-run')).toMatch(
      /would become interimReport\.submit, revision \d+ of voorbeeld\/gent\.\n$/,
    )
    expect(dump(database)).toBe(before)
    const sent = JSON.parse(await run('workbook', 'send', done, '--as', 'els', '--json')) as object
    expect(sent).toMatchObject({
      project: 'voorbeeld/gent',
      event: { data: { kpis: [{ line: 'gent-1', achieved: 250 }] } },
      outcome: { accepted: true },
    })
  })

  test('tells every error by its cell, and stores nothing', async () => {
    const wrong = inDirectory('wrong.xlsx')
    writeFileSync(wrong, filled(readFileSync(done), { 'Rapport!G4': null, 'Rapport!B3': 'x' }))
    const before = dump(database)
    await expect(run('workbook', 'send', wrong, '--as', 'els')).rejects.toMatchObject({
      message: 'workbook-refused: nothing was stored.',
      details: [
        'Rapport!B3: De kolom heet Actie. Zet de kolommen terug zoals ze waren.',
        'Rapport!G4: Deze cel moet ingevuld zijn.',
      ],
    })
    expect(dump(database)).toBe(before)
  })

  test.each([
    [['export', 'voorbeeld/gent', 'plan', '--out', 'x'], /^There is no workbook plan; there are/],
    [['export', 'voorbeeld/x', 'accounts', '--out', 'x'], /^There is no project voorbeeld\/x/],
    [
      ['export', 'voorbeeld/boom', 'accounts', '--out', 'x'],
      /is not asked for accounts, or not yet/,
    ],
    [['export', 'voorbeeld/gent', 'accounts', '--year', 'x', '--out', 'x'], /^--year takes a year/],
    [['export', 'voorbeeld/gent', 'application', '--out', done], /it exists already; name another/],
    [['send', inDirectory('none.xlsx'), '--as', 'els'], /none\.xlsx cannot be read/],
  ])('refuses %j with one sentence', async (words, message) => {
    await expect(run('workbook', ...words)).rejects.toThrow(message)
  })
})

describe('mijlpaal completeness', () => {
  test('lists what was handed in, and writes it as a file', async () => {
    expect(await run('completeness', 'voorbeeld')).toMatch(
      /^voorbeeld\/boom +missed +not asked yet +not asked yet/m,
    )
    const out = inDirectory('all.csv')
    expect(await run('completeness', 'voorbeeld', '--out', out)).toBe(
      `${out} tells of 4 projects.\n`,
    )
    expect(readFileSync(out, 'utf8')).toMatch(/^\uFEFFProject;Aanvrager;Aanvraag;/)
    expect(JSON.parse(await run('completeness', 'voorbeeld', '--json'))).toHaveLength(4)
    await expect(run('completeness', 'elsewhere')).rejects.toThrow(/^There is no call elsewhere/)
  })
})

describe('mijlpaal accounts check', () => {
  test('tells differences, what was left out, and the co-financing', async () => {
    const file = inDirectory('extract.csv')
    writeFileSync(file, 'kbo;jaar;code;bedrag\n0207451227;2024;ABB-SLV;1.50\n0207451227;2024;X;2\n')
    const before = dump(database)
    const told = await run('accounts', 'check', 'voorbeeld', file)
    expect(told).toMatch(/^1 rows belong to a project, 1 to none; 0 of 1 accounts are as submitted/)
    expect(told).toMatch(/^voorbeeld\/gent +2024 +ABB-SLV +1,50 +0,00$/m)
    expect(told).toMatch(/foreign-code +voorbeeld\/gent$/m)
    expect(told).toMatch(/^voorbeeld\/gent: Booked under the codes of the call: 0\.00 EUR/m)
    const json = JSON.parse(await run('accounts', 'check', 'voorbeeld', file, '--json')) as object
    expect(json).toMatchObject({ matchedRows: 1 })
    expect(dump(database)).toBe(before)
    writeFileSync(file, 'kbo;jaar;code;bedrag\n1;2024;X;2\n')
    await expect(run('accounts', 'check', 'voorbeeld', file)).rejects.toMatchObject({
      message: 'extract-refused: nothing was compared.',
      details: ['row 2: The KBO number must have ten digits and a correct check.'],
    })
  })
})
