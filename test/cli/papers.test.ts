import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digestOf } from '../../src/programme/documents/chain.ts'
import { pdf } from '../programme/documents/contents.ts'
import { folderOf, replayInto, voorbeeld } from '../programme/replayed.ts'
import { printed } from './printed.ts'

const directory = mkdtempSync(join(tmpdir(), 'mijlpaal-papers-'))
const file = join(directory, 'replayed.sqlite')
const gent = 'voorbeeld/gent'

beforeAll(async () => {
  await replayInto(file, await folderOf(voorbeeld), Date.parse('2024-08-01T00:00:00Z'))
})

afterAll(() => rmSync(directory, { recursive: true }))

const path = (name: string) => join(directory, name)

function run(...words: readonly string[]): Promise<string> {
  return printed([...words, '--database', file])
}

interface Listed {
  readonly id: string
  readonly digests: { readonly nl: string | null }
}

const letters = async () => JSON.parse(await run('letters', 'list', gent, '--json')) as Listed[]

describe('mijlpaal letters', () => {
  test('lists what events caused, and writes one as it was made first', async () => {
    const [receipt, award] = await letters()
    expect([receipt?.id, award?.id]).toEqual([
      expect.stringMatching(/-receipt$/),
      expect.stringMatching(/-award$/),
    ])
    expect(award?.digests.nl).toBeNull()
    const id = award?.id ?? ''
    await run('letters', 'get', gent, id, '--out', path('award.pdf'))
    const bytes = readFileSync(path('award.pdf'))
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
    expect((await letters()).find((each) => each.id === id)?.digests.nl).toBe(digestOf(bytes))
    await run('letters', 'get', gent, id, '--out', path('again.pdf'))
    expect(readFileSync(path('again.pdf'))).toEqual(bytes)
  })

  test.each([
    [
      ['letters', 'list', 'voorbeeld/nobody'],
      'There is no project voorbeeld/nobody; projects lists',
    ],
    [['letters', 'get', gent, '99-award', '--out', path('none.pdf')], 'has no letter 99-award'],
  ])('says in a sentence what is wrong with %j', async (words, sentence) => {
    await expect(run(...words)).rejects.toThrow(sentence)
  })

  test('does not write over a file', async () => {
    const [receipt] = await letters()
    const words = ['letters', 'get', gent, receipt?.id ?? '', '--out', file]
    await expect(run(...words)).rejects.toThrow('it exists already')
  })
})

describe('mijlpaal files', () => {
  test('attaches a file once, lists it, and gives the same bytes back', async () => {
    writeFileSync(path('decree.pdf'), await pdf())
    const add = ['files', 'add', gent, path('decree.pdf'), '--kind', 'awardDecree', '--as', 'mia']
    expect(await run(...add)).toContain(`Attached to ${gent} as file`)
    expect(await run(...add)).toContain('It is attached to voorbeeld/gent already')
    const listed = JSON.parse(await run('files', 'list', gent, '--json')) as { id: number }[]
    expect(listed).toMatchObject([{ name: 'decree.pdf', kind: 'awardDecree', person: 'mia' }])
    await run('files', 'get', gent, String(listed[0]?.id), '--out', path('back.pdf'))
    expect(readFileSync(path('back.pdf'))).toEqual(readFileSync(path('decree.pdf')))
  })

  test.each([
    [
      ['files', 'add', gent, path('nowhere.pdf'), '--kind', 'other', '--as', 'mia'],
      'cannot be read',
    ],
    [['files', 'add', gent, file, '--kind', 'other', '--as', 'mia'], 'is none of those taken'],
    [['files', 'add', 'voorbeeld/nobody', file, '--kind', 'other', '--as', 'mia'], 'There is no'],
    [['files', 'get', gent, '99', '--out', path('none.pdf')], 'has no file 99'],
  ])('says in a sentence what is wrong with %j', async (words, sentence) => {
    await expect(run(...words)).rejects.toThrow(sentence)
  })
})
