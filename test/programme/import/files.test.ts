import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readCallFolder } from '../../../src/programme/import/folder.ts'
import { applicantsText, callText, errorsIn, eventsText, readRight, sample } from './sample.ts'
import type { Files } from './sample.ts'

const bom = '\uFEFF'

/** What is wrong with a file, how, on which line, and what is said. */
const cases: readonly (readonly [string, Files, number | undefined, RegExp])[] = [
  ['YAML cut off', { 'call.yaml': `${callText}notes2: [` }, 47, /valid YAML.*line 47, column/],
  ['a key twice in YAML', { 'call.yaml': `${callText}id: other\n` }, 47, /unique.*line 47/],
  ['two YAML documents', { 'call.yaml': `${callText}---\na: 1\n` }, 47, /one YAML document/],
  ['a YAML tag', { 'call.yaml': callText.replace('P10Y', '!!str P10Y') }, 45, /no tag/],
  [
    'a YAML alias',
    { 'call.yaml': callText.replace('hearing: P31D', 'hearing: *x').replace('P30D,', '&x P30D,') },
    29,
    /aliases/,
  ],
  ['YAML nested deep', { 'call.yaml': `a: ${'['.repeat(5000)}` }, undefined, /at most 100 levels/],
  ['JSON with a comma too many', { 'applicants.json': '[1,\n 2,]' }, 2, /line 2, column 4/],
  ['JSON cut off', { 'applicants.json': '[1,\n' }, 2, /too early at line 2, column 1/],
  ['JSON with a remark', { 'applicants.json': '// none\n[]' }, 1, /line 1, column 1/],
  [
    'a key twice in JSON',
    { 'applicants.json': applicantsText.replace('"name"', '"id"') },
    4,
    /once in its object/,
  ],
  ['an event that is no JSON', { 'events.jsonl': `${eventsText}{"at"}\n` }, 5, /at column 6/],
  ['a key twice in an event', { 'events.jsonl': '{"at": 1, "at": 2}' }, 1, /once/],
  ['an event that is no object', { 'events.jsonl': `${eventsText}1` }, 5, /at, to, type/],
  ['a byte-order mark in YAML', { 'call.yaml': bom + callText }, 1, /byte-order mark/],
  ['a byte-order mark in JSON', { 'applicants.json': bom + applicantsText }, 1, /byte-order mark/],
  ['a byte-order mark in events', { 'events.jsonl': bom + eventsText }, 1, /byte-order mark/],
  ['UTF-16', { 'call.yaml': Buffer.from(bom + callText, 'utf16le') }, 1, /UTF-16/],
  [
    'Latin-1',
    { 'call.yaml': Buffer.from(callText.replace('Oefenkansen', 'Geëvalueerd'), 'latin1') },
    35,
    /encoded as UTF-8/,
  ],
  [
    'events in Latin-1',
    { 'events.jsonl': Buffer.from(eventsText.replace('mia', 'maïa'), 'latin1') },
    4,
    /encoded as UTF-8/,
  ],
  ['an empty call', { 'call.yaml': '' }, undefined, /empty/],
  ['blank applicants', { 'applicants.json': ' \n' }, undefined, /empty/],
  ['a call too large', { 'call.yaml': `#${'x'.repeat(1024 * 1024)}` }, undefined, /at most 1 MiB/],
  [
    'an event too long',
    { 'events.jsonl': `${eventsText}${JSON.stringify('x'.repeat(3_000_000))}\n` },
    5,
    /at most 1048576 bytes/,
  ],
  ['a call of remarks only', { 'call.yaml': '# nothing\n' }, 1, /id, title/],
  ['a call that is a list', { 'call.yaml': '- id: x\n' }, 1, /id, title/],
  ['no applicants', { 'applicants.json': '[]' }, 1, /at least one/],
]

describe('a file', () => {
  test.each(cases)('with %s is refused for it alone', async (_what, files, row, message) => {
    const [file = ''] = Object.keys(files)
    const errors = await errorsIn({ ...sample, ...files })
    expect(errors).toEqual([
      {
        file,
        ...(row === undefined ? {} : { row }),
        field: expect.any(String) as string,
        message: expect.stringMatching(message) as string,
      },
    ])
  })

  test('that is missing is named', async () => {
    const { 'call.yaml': _call, ...files } = sample
    expect(await errorsIn(files)).toEqual([
      {
        file: 'call.yaml',
        field: '',
        message: 'This file is missing; a call folder must hold it.',
      },
    ])
  })

  test('that is a folder, and a folder that is a file, are refused', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'call-folder-'))
    try {
      await mkdir(join(folder, 'call.yaml'))
      await writeFile(join(folder, 'applicants.json'), applicantsText)
      expect(await readCallFolder(folder)).toMatchObject({
        errors: [{ file: 'call.yaml', message: expect.stringMatching(/not a folder/) as string }],
      })
      expect(await readCallFolder(join(folder, 'applicants.json'))).toMatchObject({
        errors: [
          { message: expect.stringMatching(/must be a folder/) as string },
          { message: expect.stringMatching(/must be a folder/) as string },
        ],
      })
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test('may have the line ends of Windows', async () => {
    const files = Object.fromEntries(
      Object.entries(sample).map(([name, text]) => [name, String(text).replaceAll('\n', '\r\n')]),
    )
    expect(await readRight(files)).toEqual(await readRight(sample))
  })

  test('of events may hold none, and may lack its last line end', async () => {
    expect((await readRight({ ...sample, 'events.jsonl': '' })).events).toEqual([])
    const cut = { ...sample, 'events.jsonl': eventsText.trimEnd() }
    expect((await readRight(cut)).events).toHaveLength(3)
  })

  test('of events is read through however long it is', async () => {
    const many = Array.from({ length: 5000 }, () => eventsText.trimEnd().split('\n')[3])
    const { events } = await readRight({ ...sample, 'events.jsonl': many.join('\n') })
    expect(events).toHaveLength(5000)
    expect(events.at(-1)?.line).toBe(5000)
  })
})
