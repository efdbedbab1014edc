import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApp, type App } from '../../../src/app.ts'
import type { NewFile } from '../../../src/programme/documents/files.ts'
import { fileOf } from '../../../src/programme/file.ts'
import { emptyDirectory, folderOf, replayInto, voorbeeld } from '../replayed.ts'
import { jpeg, odt, office, pdf, png } from './contents.ts'

const gent = 'voorbeeld/gent'
const directory = emptyDirectory()
const file = join(directory, 'files.sqlite')
const maxBytes = 200_000

let app: App
let decree: Buffer

beforeAll(async () => {
  await replayInto(file, await folderOf(voorbeeld), Date.parse('2024-07-10T12:00:00Z'))
  app = await openApp({ database: file, kind: 'existing', fileBytesMax: maxBytes })
  decree = await pdf()
})

afterAll(async () => {
  await app[Symbol.asyncDispose]()
  rmSync(directory, { recursive: true })
})

async function attach(to: string, more: Partial<NewFile> = {}) {
  const instance = (await app.engine.instance(to))!
  return app.papers.files.attach(instance, {
    kind: 'other',
    name: 'decree.pdf',
    bytes: decree,
    person: 'mia',
    roles: ['manager'],
    ...more,
  })
}

const why = async (more: Partial<NewFile>, to = gent) => {
  const attached = await attach(to, more)
  return 'refused' in attached ? attached.refused.why : null
}

const count = () => {
  const db = new BetterSqlite3(file, { readonly: true })
  const rows = (table: string) => db.prepare(`select count(*) from ${table}`).pluck().get()
  const counts = [rows('document'), rows('file_content')]
  db.close()
  return counts
}

describe('a file', () => {
  test('is kept under its digest and comes back as it was', async () => {
    const attached = await attach(gent, { name: 'C:\\documenten\\Besluit  Zoë.PDF' })
    if ('refused' in attached) throw new Error(attached.refused.message)
    const digest = createHash('sha256').update(decree).digest('hex')
    expect(attached).toMatchObject({
      isNew: true,
      file: { name: 'Besluit Zoë.PDF', digest, person: 'mia', mediaType: 'application/pdf' },
    })
    const read = await app.papers.files.read(gent, attached.file.id, 'agency')
    expect(read?.bytes.equals(decree)).toBe(true)
    expect(await app.engine.verify()).toEqual([])
  })

  test('is attached once, and its bytes are kept once wherever they are attached', async () => {
    const first = await attach(gent, { name: 'same.pdf' })
    const before = count()
    const again = await Promise.all([1, 2, 3].map(() => attach(gent, { name: 'same.pdf' })))
    expect(again.map((each) => 'isNew' in each && each.isNew)).toEqual([false, false, false])
    expect(again[0]).toMatchObject({ file: 'file' in first ? first.file : {} })
    expect(count()).toEqual(before)
    await attach('voorbeeld/aalst', { name: 'same.pdf' })
    expect(count()).toEqual([(before[0] as number) + 1, before[1]])
  })

  test.each([
    ['scan.png', png],
    ['foto.JPEG', jpeg],
    ['nota.docx', office('wordprocessingml.document')],
    ['tabel.xlsx', office('spreadsheetml.sheet')],
    ['nota.odt', odt],
  ])('called %s is taken by its content', async (name, bytes) => {
    expect(await attach(gent, { name, bytes })).toMatchObject({ isNew: true, file: { name } })
  })

  test.each<[string, Partial<NewFile>, string]>([
    ['that is empty', { bytes: Buffer.alloc(0) }, 'empty'],
    ['that is too large', { bytes: Buffer.alloc(maxBytes + 1, '%PDF-') }, 'large'],
    ['of another type', { name: 'a.pdf', bytes: Buffer.from('<html>hello</html>') }, 'type'],
    ['that is a zip', { name: 'a.docx', bytes: Buffer.from('PK\u0003\u0004 and no more') }, 'type'],
    ['with macros', { name: 'a.xlsx', bytes: office('', true) }, 'type'],
    ['that pretends to be another', { name: 'a.pdf', bytes: png }, 'pretends'],
    ['without an end', { name: 'decree' }, 'pretends'],
    ['of an unknown kind', { kind: 'secret' }, 'kind'],
    ['of a kind for calls', { kind: 'awardDecree', roles: ['reviewer'] }, 'role'],
    ['of nobody', { roles: ['auditor'] }, 'role'],
    ['without a name', { name: '../..' }, 'nameless'],
    ['with an end alone', { name: ' .pdf' }, 'nameless'],
    ['with a line in its name', { name: 'a\nb.pdf' }, 'hidden'],
    ['with a zero in its name', { name: 'a\0.pdf' }, 'hidden'],
    ['that turns its name round', { name: 'fdp.\u202eexe.pdf' }, 'hidden'],
    ['with half a character', { name: 'a\ud800.pdf' }, 'hidden'],
    ['with a long name', { name: `${'a'.repeat(150)}.pdf` }, 'longName'],
  ])('%s is refused, and nothing is changed', async (_, more, reason) => {
    const before = count()
    expect(await why(more)).toBe(reason)
    expect(count()).toEqual(before)
  })

  test('of a call is no correspondence of one applicant', async () => {
    expect(await why({ kind: 'other' }, 'voorbeeld')).toBe('kind')
    expect(await attach('voorbeeld', { kind: 'awardDecree' })).toMatchObject({ isNew: true })
  })

  test('that is internal is not for applicants', async () => {
    const attached = await attach(gent, { kind: 'internal', name: 'note.pdf' })
    const { id } = ('file' in attached && attached.file) as { readonly id: number }
    const { files } = app.papers
    expect((await files.list(gent, 'agency')).map((each) => each.id)).toContain(id)
    expect((await files.list(gent, 'applicant')).map((each) => each.id)).not.toContain(id)
    expect(await files.read(gent, id, 'applicant')).toBeUndefined()
    expect(await files.read('voorbeeld/aalst', id, 'agency')).toBeUndefined()
  })

  test('stands in the export of its project, with its bytes where they are asked for', async () => {
    const bare = await fileOf(app, gent, { withContent: false })
    const full = await fileOf(app, gent, { withContent: true })
    expect(bare?.letters.map(({ name }) => name)).toEqual(['receipt', 'award'])
    expect(bare?.files[0]).toMatchObject({ name: 'Besluit Zoë.PDF' })
    expect(bare?.files[0]).not.toHaveProperty('content')
    expect(full?.files[0]?.content).toBe(decree.toString('base64'))
  })
})
