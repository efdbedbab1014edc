import * as fc from 'fast-check'
import writeXlsx from 'write-excel-file/node'
import { beforeAll, describe, expect, test } from 'vitest'
import { readSheets } from '../../../src/programme/import/xlsx-file.ts'
import { formatEuro } from '../../../src/domain/money.ts'
import type { ReadWorkbook } from '../../../src/programme/workbooks/workbooks.ts'
import { filled, type Value } from './edit.ts'
import { minimalWorkbook } from './other-writers.ts'
import { applicantOf, award, openWorkbookWorld, type WorkbookWorld } from './world.ts'

let early: WorkbookWorld
let running: WorkbookWorld
const lines = ['rand_x0041_1', '=rand-2'] as const

beforeAll(async () => {
  early = await openWorkbookWorld()
  running = await openWorkbookWorld()
  await award(running, ['gent', 'rand'])
  await running.advance('2024-12-20T12:00:00Z')
})

/** What cells can hold: not blank, no half characters, no null character. */
const words = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 60 })
  .filter((text) => text.trim() !== '' && !/[\0\p{Surrogate}\uFFFE\uFFFF]/u.test(text))
const count = fc.integer({ min: 0, max: 1_000_000_000 })
const language = fc.constantFrom('nl', 'en')

async function acceptedAs(world: WorkbookWorld, read: ReadWorkbook, applicant: string) {
  const preview = await world.workbooks.send(read, {
    sender: applicantOf(applicant),
    dryRun: true,
  })
  expect(preview.outcome).toMatchObject({ accepted: true })
}

describe('any payload that the rules take', () => {
  test('comes back from an application', async () => {
    const decided = fc.oneof(
      fc.record({ decision: fc.constantFrom('continue', 'stop') }),
      fc.record({ decision: fc.constant('reduce'), kpi: fc.integer({ min: 0, max: 89 }) }),
    )
    const goesOn = fc.constantFrom('continue', 'stop')
    const payload = fc.tuple(decided, goesOn, goesOn, goesOn)
    await fc.assert(
      fc.asyncProperty(payload, language, async ([first, second, mentor, together], tongue) => {
        const dutch = { continue: 'doorgaan', reduce: 'verminderen', stop: 'stoppen' }
        const say = (decision: string) =>
          tongue === 'en' ? decision : dutch[decision as keyof typeof dutch]
        const sheet = tongue === 'en' ? 'Application' : 'Aanvraag'
        const bytes = filled(await early.make('rand', 'application', tongue), {
          [`${sheet}!G4`]: say(first.decision),
          [`${sheet}!H4`]: 'kpi' in first ? first.kpi : null,
          [`${sheet}!G5`]: say(second),
          'Stimuli!C4': say(mentor),
          'Stimuli!C5': say(together),
        })
        const read = await early.workbooks.read(bytes, { project: 'voorbeeld/rand' })
        expect(read.event?.data).toEqual({
          lines: [
            { line: lines[0], ...first },
            { line: lines[1], decision: second },
          ],
          stimuli: [
            { stimulus: 'mentor', decision: mentor },
            { stimulus: 'collaboration', decision: together },
          ],
        })
        await acceptedAs(early, read, 'rand')
      }),
      { numRuns: 15 },
    )
  })

  test('comes back from reports', async () => {
    const payload = fc.record({
      achieved: count,
      plan: fc.constantFrom(0, 1),
      actions: fc.tuple(words, words),
      motivations: fc.tuple(words, words),
      accounts: fc.tuple(words, words),
      tongue: language,
    })
    await fc.assert(
      fc.asyncProperty(payload, async (given) => {
        const { achieved, plan, actions, motivations, accounts, tongue } = given
        const sheet = tongue === 'en' ? 'Report' : 'Rapport'
        const bytes = filled(await running.make('rand', 'finalReport', tongue), {
          [`${sheet}!H4`]: achieved,
          [`${sheet}!I4`]: actions[0],
          [`${sheet}!J4`]: motivations[0],
          [`${sheet}!H5`]: plan,
          [`${sheet}!I5`]: actions[1],
          [`${sheet}!J5`]: motivations[1],
          'Stimuli!C4': accounts[0],
          'Stimuli!C5': accounts[1],
        })
        const read = await running.workbooks.read(bytes, { project: 'voorbeeld/rand' })
        const kpi = (index: 0 | 1, value: number) => ({
          line: lines[index],
          achieved: value,
          actionsTaken: actions[index],
          motivation: motivations[index],
        })
        expect(read.event?.data).toEqual({
          kpis: [kpi(0, achieved), kpi(1, plan)],
          stimuli: [
            { stimulus: 'mentor', account: accounts[0] },
            { stimulus: 'collaboration', account: accounts[1] },
          ],
        })
        await acceptedAs(running, read, 'rand')
        const interim = filled(await running.make('rand', 'interimReport', tongue), {
          [`${sheet}!G4`]: achieved,
          [`${sheet}!G5`]: plan,
        })
        const half = await running.workbooks.read(interim, { project: 'voorbeeld/rand' })
        expect(half.event?.data).toEqual({
          kpis: [
            { line: lines[0], achieved },
            { line: lines[1], achieved: plan },
          ],
        })
        await acceptedAs(running, half, 'rand')
      }),
      { numRuns: 15 },
    )
  })

  test('comes back from accounts', async () => {
    const entry = fc.record(
      {
        code: fc.constantFrom('ABB-SLV', 'ABB-SAMENLEVEN'),
        action: words,
        cents: fc.integer({ min: 0, max: 999_999_999_999 }),
      },
      { requiredKeys: ['code', 'cents'] },
    )
    const entries = fc.array(entry, { minLength: 1, maxLength: 80 })
    await fc.assert(
      fc.asyncProperty(entries, async (given) => {
        const cells: Record<string, Value> = {}
        for (const [index, { code, action, cents }] of given.entries()) {
          cells[`Jaarrekening!A${index + 4}`] = code
          if (action !== undefined) cells[`Jaarrekening!B${index + 4}`] = action
          cells[`Jaarrekening!C${index + 4}`] = cents / 100
        }
        const bytes = filled(await running.make('gent', 'accounts'), cells)
        const read = await running.workbooks.read(bytes, { project: 'voorbeeld/gent' })
        expect(read.event?.data).toEqual({
          year: 2024,
          entries: given.map(({ code, action, cents }) => ({
            code,
            ...(action === undefined ? {} : { action }),
            amount: formatEuro(cents),
          })),
        })
        await acceptedAs(running, read, 'gent')
      }),
      { numRuns: 10 },
    )
  })
})

describe('a workbook saved by another program', () => {
  const manners = [
    { strings: 'inline', prefix: '' },
    { strings: 'shared', prefix: '' },
    { strings: 'rich', prefix: '' },
    { strings: 'shared', prefix: 'x:' },
  ] as const

  async function filledIn() {
    const bytes = await running.make('rand', 'finalReport')
    return filled(bytes, {
      'Rapport!H4': 90,
      'Rapport!I4': 'Één regel, <b> & "twee".',
      'Rapport!H5': 1,
      'Rapport!I5': ' spaties ',
      'Stimuli!C4': 'a',
      'Stimuli!C5': 'b',
    })
  }

  test.each(manners)('with $strings strings and prefix "$prefix" says the same', async (manner) => {
    const bytes = await filledIn()
    const ours = await running.workbooks.read(bytes, { project: 'voorbeeld/rand' })
    expect(ours.event).not.toBeNull()
    const other = minimalWorkbook(await readSheets(bytes), manner)
    const theirs = await running.workbooks.read(other, { project: 'voorbeeld/rand' })
    expect(theirs).toEqual(ours)
  })

  test('with its lines sorted says the same, in that order', async () => {
    const sheets = await readSheets(await filledIn())
    const sorted = sheets.map((sheet) =>
      sheet.name === 'Rapport'
        ? { ...sheet, rows: [...sheet.rows.slice(0, 3), ...sheet.rows.slice(3).toReversed()] }
        : sheet,
    )
    const written = await writeXlsx(
      sorted.map(({ name, rows }) => ({
        sheet: name,
        data: rows.map((row) =>
          row.map((value) =>
            typeof value === 'string' ? value.replaceAll('_x0', '_x005F_x0') : value,
          ),
        ),
      })),
    ).toBuffer()
    const read = await running.workbooks.read(written, { project: 'voorbeeld/rand' })
    expect(read.event?.data).toMatchObject({ kpis: [{ line: lines[1] }, { line: lines[0] }] })
    expect(read.cells['kpis.0.achieved']).toBe('Rapport!H4')
    await acceptedAs(running, read, 'rand')
  })
})
