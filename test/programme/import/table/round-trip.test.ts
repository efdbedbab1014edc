import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ApplicantsFile } from '../../../../src/programme/import/schemas.ts'
import { csvOf, rowsOf, xlsxOf } from '../../../../src/programme/import/table/write.ts'
import { callStart, projectStart } from '../../../../src/programme/import/starts.ts'
import { readRight } from '../sample.ts'
import { dataOf } from './tables.ts'

const shipped = join(import.meta.dirname, '../../../../calls/plan-samenleven-3')

const ids = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/)
// prettier-ignore
const pieces = [
  'é', 'ü', '"', "'", ';', ',', '\t', '\n', '\r', '=', '+1', '-', '@', ' ', '<b>', '&amp;', '💶',
  '_x000D_', '_x0041_', 'Ģ', 'a', 'B', '0', '12', 'true ', '{}', '\\', '%', '__proto__',
]
/** Texts that break tables: separators, quotes, line ends, other scripts, formulas. */
const texts = fc
  .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 12 })
  .map((parts) => parts.join(''))
  // The library that writes workbooks keeps its texts by name in an object.
  .filter((text) => !(text in {}))
  .filter((text) => text.trim() !== '' && !/^(?:true|false)$/i.test(text.trim()))
const kbos = fc
  .integer({ min: 0, max: 19_999_999 })
  .map((first) => `${String(first).padStart(8, '0')}${String(97 - (first % 97)).padStart(2, '0')}`)
const nisCodes = fc.stringMatching(/^\d{5}$/)
const amounts = fc
  .integer({ min: 0, max: 99_999_999_999 })
  .map((cents) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`)
const counts = fc.integer({ min: 0, max: 10_000_000 })
const perhaps = <T>(name: string, value: fc.Arbitrary<T>) =>
  fc
    .option(value, { nil: undefined })
    .map((given) => (given === undefined ? {} : { [name]: given }))

const applicant = fc
  .tuple(
    fc.record({
      name: texts,
      kind: fc.constantFrom('municipality', 'partnership', 'vgc', 'de-rand'),
      kbo: kbos,
      lines: fc.array(
        fc.record({
          line: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/),
          action: ids,
          currentReach: counts,
          kpi: counts,
          amount: amounts,
        }),
        { minLength: 0, maxLength: 4 },
      ),
      stimuli: fc.array(fc.record({ stimulus: ids, amount: amounts }), { maxLength: 3 }),
      partners: fc.array(
        fc
          .tuple(fc.record({ id: ids, name: texts, kbo: kbos }), perhaps('nis', nisCodes))
          .map(([partner, nis]) => ({ ...partner, ...nis })),
        { maxLength: 3 },
      ),
    }),
    perhaps('nis', nisCodes),
    perhaps('iban', fc.constantFrom('BE15091000000130', 'BE04091000000231')),
    perhaps('email', fc.constant('samenleven@gent.example')),
    perhaps('contact', texts),
    perhaps('inhabitantsNonEu14', counts),
  )
  .map((parts) => Object.assign({}, ...parts) as Record<string, unknown>)

const files = fc
  .tuple(
    fc.uniqueArray(fc.tuple(ids, applicant), {
      selector: ([id]) => id,
      minLength: 1,
      maxLength: 5,
    }),
    perhaps('synthetic', fc.oneof(fc.boolean(), texts)),
    perhaps('source', texts),
  )
  .map(([entries, synthetic, source]) => ({
    ...synthetic,
    ...source,
    applicants: entries.map(([id, each]) => ({ id, ...each })),
  }))
  .map((file) => file as unknown as ApplicantsFile)

describe('a table of applicants', () => {
  test.each(['nl', 'en'] as const)(
    'in CSV says what applicants.json says (%s)',
    async (language) => {
      await fc.assert(
        fc.asyncProperty(files, async (file) => {
          const bytes = Buffer.from(csvOf(rowsOf(file, language)))
          expect(await dataOf('csv', bytes)).toEqual(file)
        }),
        { numRuns: 200 },
      )
    },
  )

  test('in a workbook says what applicants.json says', async () => {
    await fc.assert(
      fc.asyncProperty(files, async (file) => {
        expect(await dataOf('xlsx', await xlsxOf(rowsOf(file)))).toEqual(file)
      }),
      { numRuns: 100 },
    )
  })

  test.each(['csv', 'xlsx'] as const)(
    'of the shipped call (%s) starts the same, byte for byte',
    async (format) => {
      const call = readFileSync(join(shipped, 'call.yaml'), 'utf8')
      const json = readFileSync(join(shipped, 'applicants.json'), 'utf8')
      const rows = rowsOf(JSON.parse(json) as ApplicantsFile)
      const table = format === 'csv' ? csvOf(rows) : await xlsxOf(rows)
      const given = { 'call.yaml': call, 'applicants.json': json }
      const brought = { 'call.yaml': call, [`applicants.${format}`]: table }
      expect(await startsOf(brought)).toBe(await startsOf(given))
    },
  )
})

async function startsOf(folder: Parameters<typeof readRight>[0]): Promise<string> {
  const { parameters, applicants } = await readRight(folder, { events: 'ignored' })
  const projects = applicants.map((each) => projectStart(parameters, each))
  return JSON.stringify([callStart(parameters, applicants), ...projects])
}
