import { deflateRawSync } from 'node:zlib'
import { zipSync, strToU8 } from 'fflate'
import writeXlsxFile from 'write-excel-file/node'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readApplicants } from '../../../../src/programme/import/applicants-file.ts'
import { readRight, sample } from '../sample.ts'
import { folderWith, sampleXlsx, sheetPath, xlsxErrors, xlsxWith } from './tables.ts'

const xml = (text: string) => (before: string) =>
  before.replace('</sheetData>', `${text}</sheetData>`)
/** Puts other XML in the place of a cell. */
const cell = (address: string, content: string) => (before: string) => {
  const after = before.replace(new RegExp(`<c r="${address}"[^>]*?(?:/>|>.*?</c>)`), () =>
    content.replace('<c', `<c r="${address}"`),
  )
  if (after === before) throw new Error(`no cell ${address}`)
  return after
}

const inSheet = (edit: (text: string) => string) => xlsxWith({ [sheetPath]: edit })

describe('a workbook of applicants', () => {
  test('reads the same as the JSON that it was made from', async () => {
    expect(await readRight(folderWith('applicants.xlsx', await sampleXlsx()))).toEqual(
      await readRight(sample),
    )
  })

  test('takes what a formula came to', async () => {
    const workbook = await inSheet(cell('M2', '<c><f>20*25</f><v>500</v></c>'))
    const { applicants } = await readRight(folderWith('applicants.xlsx', workbook))
    expect(applicants[0]?.lines[0]?.kpi).toBe(500)
  })

  test('puts back the zero that a KBO number lost', async () => {
    const workbook = await inSheet(cell('D2', '<c><v>207451227</v></c>'))
    const { applicants } = await readRight(folderWith('applicants.xlsx', workbook))
    expect(applicants[0]?.kbo).toBe('0207451227')
  })

  test('takes an amount as binary numbers have it', async () => {
    const workbook = await inSheet(cell('N2', '<c><v>36000.099999999999</v></c>'))
    const { applicants } = await readRight(folderWith('applicants.xlsx', workbook))
    expect(applicants[0]?.lines[0]?.amountCents).toBe(3_600_010)
  })

  test.each([
    ['an amount of three decimals', cell('N2', '<c><v>1.005</v></c>'), /^N2 Must be an amount/],
    ['half a person', cell('L2', '<c><v>0.5</v></c>'), /^L2 Must be a whole number/],
    ['a number for a name', cell('B2', '<c><v>9000</v></c>'), /^B2 Must be text: give the cell/],
    ['a number too short for a KBO', cell('D2', '<c><v>7451227</v></c>'), /^D2 Must be a KBO/],
    ['a number too short for a NIS', cell('E2', '<c><v>4021</v></c>'), /^E2 Must be a NIS code/],
    ['a date', cell('L2', '<c t="d"><v>2024-01-01</v></c>'), /^L2 Must not be a date/],
    ['true for a number', cell('L2', '<c t="b"><v>1</v></c>'), /^L2 Must be a whole number/],
    ['an error', cell('M2', '<c t="e"><v>#REF!</v></c>'), /^M2 .* holds the error #REF!/],
    [
      'a formula without its result',
      cell('M2', '<c><f>1+1</f><v></v></c>'),
      /^M2 .* never calculated/,
    ],
    ['a formula of text without it', cell('K2', '<c><f>A1</f></c>'), /^K2 .* never calculated/],
  ])('with %s says so at its cell', async (_what, edit, sentence) => {
    const errors = await xlsxErrors(await inSheet(edit))
    expect(errors).toHaveLength(1)
    expect(errors[0]).toMatch(sentence)
  })

  test('says which cells are merged', async () => {
    const merged = await inSheet((text) =>
      text.replace(
        '</sheetData>',
        '</sheetData><mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>',
      ),
    )
    expect((await xlsxErrors(merged))[0]).toMatch(/^A2 The cells A2 to A3 are merged: split them/)
  })

  test('takes the one sheet that is filled, or the one called applicants, and guesses none', async () => {
    const rows = [['x']]
    const two = await writeXlsxFile([
      { data: rows, sheet: 'Blad1' },
      { data: rows, sheet: 'Blad2' },
    ]).toBuffer()
    expect(await xlsxErrors(two)).toEqual([
      'file The workbook must have one sheet that is filled, or one called applicants; ' +
        'it has Blad1, Blad2.',
    ])
    const named = await writeXlsxFile([
      { data: rows, sheet: 'Blad1' },
      { data: [['id'], ['gent']], sheet: 'Aanvragers' },
    ]).toBuffer()
    expect((await xlsxErrors(named)).join()).toMatch(/^1 The column name/)
    const empty = await writeXlsxFile([
      { data: [], sheet: 'Blad1' },
      { data: [['id'], ['gent']], sheet: 'Blad2' },
    ]).toBuffer()
    expect((await xlsxErrors(empty)).join()).toMatch(/^1 The column name/)
  })
})

describe('a file that is no workbook', () => {
  const zip = (files: Record<string, string>) =>
    Buffer.from(
      zipSync(
        Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])),
      ),
    )

  test.each([
    ['nothing', async () => Buffer.alloc(0), /of the format \.xlsx/],
    ['text', async () => Buffer.from('id;name'), /of the format \.xlsx/],
    [
      'an old .xls',
      async () => Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      /old \.xls, or has a password/,
    ],
    ['a PDF', async () => Buffer.from('%PDF-1.7'), /It is a PDF/],
    [
      'an .ods',
      async () =>
        zip({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '' }),
      /OpenDocument/,
    ],
    [
      'a .docx',
      async () => zip({ '[Content_Types].xml': '', 'word/document.xml': '' }),
      /a text document/,
    ],
    [
      'an .xlsb',
      async () => zip({ '[Content_Types].xml': '', 'xl/workbook.bin': '' }),
      /binary workbook/,
    ],
    ['another zip', async () => zip({ 'a.txt': 'a' }), /a zip of something else/],
    ['one with macros', () => xlsxWith({ 'xl/vbaProject.bin': 'x' }), /no macros/],
    [
      'one of a kind with macros',
      () =>
        xlsxWith({
          '[Content_Types].xml': (text) =>
            text.replace('sheet.main+xml', 'sheet.macroEnabled.main+xml'),
        }),
      /no macros/,
    ],
    [
      'one without its sheet',
      () => xlsxWith({ [sheetPath]: null }),
      /lacks its xl\/worksheets\/sheet1\.xml/,
    ],
    [
      'one with entities',
      () =>
        xlsxWith({ [sheetPath]: (text) => text.replace('?>', '?><!DOCTYPE a [<!ENTITY b "c">]>') }),
      /must not declare/,
    ],
    [
      'one with strings with entities',
      () => xlsxWith({ 'xl/sharedStrings.xml': (text) => text.replace('?>', '?><!DOCTYPE a>') }),
      /must not declare/,
    ],
    [
      'one with broken XML',
      () => xlsxWith({ [sheetPath]: (text) => text.replace('</sheetData>', '</sheetDatum>') }),
      /damaged/,
    ],
    [
      'one with a cell far away',
      () => xlsxWith({ [sheetPath]: xml('<row r="1048576"><c r="A1048576"><v>1</v></c></row>') }),
      /at most 50000 rows/,
    ],
    [
      'one with a cell far to the right',
      () => xlsxWith({ [sheetPath]: xml('<row r="90"><c r="XFD90"><v>1</v></c></row>') }),
      /64 columns/,
    ],
    [
      'one with a far cell in disguise',
      () =>
        xlsxWith({ [sheetPath]: xml('<row r="90"><c r="A9&#57;9&#57;999"><v>1</v></c></row>') }),
      /at most 50000 rows/,
    ],
    [
      'one with a cell nowhere',
      () => xlsxWith({ [sheetPath]: xml('<row r="90"><c><v>1</v></c></row>') }),
      /a cell has no place/,
    ],
  ])('such as %s is refused in a sentence', async (_what, make, sentence) => {
    const errors = await xlsxErrors(await make())
    expect(errors).toHaveLength(1)
    expect(errors[0]).toMatch(sentence)
    expect(errors[0]).toMatch(/\.$/)
  })

  test('is told to be cut off, wherever it was cut', async () => {
    const whole = await sampleXlsx()
    for (const share of [0.1, 0.5, 0.9, 0.999]) {
      const errors = await xlsxErrors(whole.subarray(0, Math.floor(whole.length * share)))
      expect(errors).toHaveLength(1)
      expect(errors[0]).toMatch(/damaged or cut off/)
    }
  })

  test('is not inflated when it says that it is large', async () => {
    const errors = await xlsxErrors(bomb(60 * 1024 * 1024))
    expect(errors).toEqual(['file The workbook must be at most 50 MiB when unpacked.'])
  })

  test('is not inflated beyond what it says', async () => {
    const errors = await xlsxErrors(bomb(1000))
    expect(errors).toHaveLength(1)
    expect(errors[0]).toMatch(/damaged or cut off: .*(?:many bytes|expected 1000)/)
  })

  test('of any bytes is read or refused, and never fails', async () => {
    const whole = await sampleXlsx()
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        async (edits) => {
          const bytes = Buffer.from(whole)
          for (const [at, value] of edits) bytes[at] = value
          const read = await readApplicants('applicants.xlsx', 'xlsx', bytes)
          if ('data' in read) return
          for (const { message } of read) expect(message).toMatch(/^[A-Z].*\.$/)
        },
      ),
      { numRuns: 200 },
    )
  })
})

/** A workbook whose sheet inflates to 60 MiB, and says that it has `declared` bytes. */
function bomb(declared: number): Buffer {
  const packed = deflateRawSync(Buffer.alloc(60 * 1024 * 1024, ' '))
  const entry = (name: string, data: Buffer, size: number, method: number) => ({
    name,
    data,
    size,
    method,
  })
  const entries = [
    entry('xl/workbook.xml', Buffer.from('<workbook/>'), 11, 0),
    entry('[Content_Types].xml', packed, declared, 8),
  ]
  const local: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const { name, data, size, method } of entries) {
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(method, 4)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(size, 18)
    common.writeUInt16LE(name.length, 22)
    const head = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), common, Buffer.from(name)])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    central.push(
      Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'),
      common,
      tail,
      Buffer.from(name),
    )
    local.push(head, data)
    offset += head.length + data.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...local, directory, end])
}
