import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApplicantsFile } from '../../src/programme/import/schemas.ts'
import { csvOf, rowsOf } from '../../src/programme/import/table/write.ts'
import { dump, voorbeeld } from '../programme/replayed.ts'
import { ended as run } from './printed.ts'

const directory = mkdtempSync(join(tmpdir(), 'mijlpaal-import-'))
const replayed = join(directory, 'replayed.sqlite')

beforeAll(async () => {
  await run('replay', voorbeeld, '--until', '2024-04-10', '--database', replayed)
})

afterAll(() => {
  rmSync(directory, { recursive: true })
})

describe('mijlpaal import', () => {
  test('tells in a dry run what would start, and makes no database', async () => {
    const file = join(directory, 'dry', 'none.sqlite')
    const { code, out } = await run('import', voorbeeld, '--dry-run', '--database', file)
    expect(code).toBe(0)
    expect(out).toMatch(/^Call voorbeeld would start with 4 projects; nothing was changed\./)
    expect(out).toMatch(/oefenkansen-nederlands +3 +1400 +72\.000,00/)
    expect(out).toMatch(/Year 2 in all: 142\.200,00 EUR; ceiling of the call: 500\.000,00 EUR/)
    expect(out).toMatch(
      /call\.yaml: The submission deadline, 2024-05-06T10:00:00\.000Z, has passed/,
    )
    expect(existsSync(join(directory, 'dry'))).toBe(false)
    const json = await run('import', voorbeeld, '--dry-run', '--database', file, '--json')
    expect(JSON.parse(json.out)).toMatchObject({ call: 'voorbeeld', totalCents: 14_220_000 })
  })

  test('says in a dry run that the database has the call, and leaves that as it was', async () => {
    const file = join(directory, 'dry-known.sqlite')
    await run('import', voorbeeld, '--as', 'mia', '--database', file)
    const before = dump(file)
    const { code, err } = await run('import', voorbeeld, '--dry-run', '--database', file)
    expect(code).toBe(1)
    expect(err).toMatch(/has a call voorbeeld already/)
    expect(dump(file)).toBe(before)
    const virtual = await run('import', voorbeeld, '--dry-run', '--database', replayed)
    expect(virtual.err).toMatch(/is virtual/)
  })

  test('needs a person and a folder', async () => {
    expect((await run('import', voorbeeld)).err).toMatch(/Name who imports, with --as/)
    expect((await run('import', '--as', 'mia')).err).toMatch(/Name the call folder/)
  })

  test.each(['csv', 'xlsx'])(
    'writes a template (.%s) that an import refuses as it is',
    async (format) => {
      const file = join(directory, `template.${format}`)
      expect((await run('import', '--template', file)).out).toMatch(/replace its example/)
      expect((await run('import', '--template', file)).err).toMatch(/it exists already/)
      const { code, err } = await run('import', voorbeeld, '--dry-run', '--applicants', file)
      expect(code).toBe(1)
      expect(err).toMatch(/has 2 errors; nothing was written/)
      expect(err).toMatch(
        new RegExp(`template\\.${format}: A2: aanvrager|template\\.${format}: A2: id`),
      )
      expect(err).toMatch(/K2: actie: Must be an action of the call/)
    },
  )

  test('writes no template of another kind', async () => {
    const { err } = await run('import', '--template', join(directory, 'template.ods'))
    expect(err).toMatch(/A template is a \.csv or \.xlsx file/)
  })

  test('and replay read a table as they read JSON', async () => {
    const folder = join(directory, 'with-table')
    cpSync(voorbeeld, folder, { recursive: true })
    const json = readFileSync(join(folder, 'applicants.json'), 'utf8')
    const rows = rowsOf({ applicants: JSON.parse(json) as ApplicantsFile['applicants'] })
    rmSync(join(folder, 'applicants.json'))
    writeFileSync(join(folder, 'applicants.csv'), csvOf(rows))
    const replayedTable = await run('replay', folder, '--json')
    const expected: unknown = JSON.parse(readFileSync(join(voorbeeld, 'expected.json'), 'utf8'))
    expect(JSON.parse(replayedTable.out)).toMatchObject(expected as object)
    writeFileSync(join(folder, 'applicants.csv'), csvOf(rows).replace('0207451227', '0207451228'))
    const { err } = await run('import', folder, '--dry-run')
    expect(err).toMatch(/applicants\.csv: D2: kbo: Must be a KBO number/)
  })
})
