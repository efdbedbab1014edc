import { deflateRawSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { beforeAll, describe, expect, test } from 'vitest'
import { dump } from '../replayed.ts'
import { edited, filled, packed, partOf, partsOf, type Value } from './edit.ts'
import { applicantOf, award, openWorkbookWorld, type WorkbookWorld } from './world.ts'

let world: WorkbookWorld
/** A final report of De Rand that is as it must be. */
let good: Buffer

beforeAll(async () => {
  world = await openWorkbookWorld()
  await award(world, ['gent', 'aalst', 'ronse', 'rand'])
  await world.advance('2024-12-20T12:00:00Z')
  good = filled(await world.make('rand', 'finalReport'), {
    'Rapport!H4': 90,
    'Rapport!I4': 'Gedaan.',
    'Rapport!H5': 1,
    'Rapport!I5': 'Gemaakt.',
    'Stimuli!C4': 'Gebruikt.',
    'Stimuli!C5': 'Gebruikt.',
  })
})

/** Hands it in for De Rand; nothing may have changed. The problems, as `cell: message`. */
async function problemsOf(bytes: Uint8Array, project = 'voorbeeld/rand') {
  const before = dump(world.file)
  const read = await world.workbooks.read(bytes, { project })
  expect(read.event).toBeNull()
  const sent = await world.workbooks.send(read, { sender: applicantOf('rand') })
  expect(sent.outcome).toBeNull()
  expect(dump(world.file)).toBe(before)
  return read.problems.map(({ cell, message }) => (cell === null ? message : `${cell}: ${message}`))
}

const sheetPart = (bytes: Uint8Array, sheet: string) => partOf(partsOf(bytes), sheet)

describe('a good workbook', () => {
  test('becomes an event, so that what follows fails for its own reason', async () => {
    const read = await world.workbooks.read(good, { project: 'voorbeeld/rand' })
    expect(read).toMatchObject({ problems: [], notes: [], event: { type: 'finalReport.submit' } })
  })
})

describe('cells', () => {
  const cases: readonly (readonly [string, Record<string, Value>, readonly string[]])[] = [
    [
      'of wrong types are told all at once, in order',
      {
        'Rapport!H4': 'negentig',
        'Rapport!I4': true,
        'Rapport!H5': 1.5,
        'Rapport!I5': null,
        'Stimuli!C5': '  ',
      },
      [
        'Rapport!H4: Zet een geheel getal van 0 of meer.',
        'Rapport!I4: Zet een tekst.',
        'Rapport!H5: Zet een geheel getal van 0 of meer.',
        'Rapport!I5: Deze cel moet ingevuld zijn.',
        'Stimuli!C5: Deze cel moet ingevuld zijn.',
      ],
    ],
    ['below zero', { 'Rapport!H4': -1 }, ['Rapport!H4: Zet een geheel getal van 0 of meer.']],
    [
      'below the KPI without a motivation, and a plan that is no yes or no',
      { 'Rapport!H4': 89, 'Rapport!H5': 2 },
      [
        'Rapport!J4: De KPI van 90 is niet bereikt: motiveer waarom.',
        'Rapport!H5: Een ja/nee-KPI is 1 of 0.',
      ],
    ],
    [
      'with a formula, read or not',
      {
        'Rapport!H4': { xml: '<f>45*2</f><v>90</v>' },
        'Rapport!A20': { xml: '<f>A4</f><v>1</v>' },
      },
      [
        'Rapport!H4: Hier staat een formule. Zet er de waarde.',
        'Rapport!A20: Hier staat een formule. Zet er de waarde.',
        'Rapport!A20: 1 hoort niet bij dit project.',
      ],
    ],
    [
      'outside the form',
      { 'Rapport!M5': 'nota', 'Stimuli!D1': 1 },
      [
        'Rapport!M5: Buiten het formulier wordt niets gelezen. Maak de cel leeg.',
        'Stimuli!D1: Buiten het formulier wordt niets gelezen. Maak de cel leeg.',
      ],
    ],
    [
      'with another line',
      { 'Rapport!A4': 'gent-1' },
      ['Rapport: rand_x0041_1 ontbreekt.', 'Rapport!A4: gent-1 hoort niet bij dit project.'],
    ],
    [
      'with a line twice',
      { 'Rapport!A5': 'rand_x0041_1' },
      ['Rapport: =rand-2 ontbreekt.', 'Rapport!A5: rand_x0041_1 staat er meer dan eens.'],
    ],
    [
      'under another title',
      { 'Rapport!H3': 'Doel' },
      ['Rapport!H3: De kolom heet Bereikt. Zet de kolommen terug zoals ze waren.'],
    ],
    [
      'with a text that is too long, or cannot be kept',
      { 'Rapport!I4': 'x'.repeat(20_001), 'Rapport!I5': 'a\u0000b' },
      [
        'Rapport!I4: De tekst heeft hoogstens 20000 tekens.',
        'Rapport!I5: De tekst bevat tekens die niet bewaard kunnen worden.',
      ],
    ],
  ]

  test.each(cases)('%s', async (_, cells, expected) => {
    expect(await problemsOf(filled(good, cells))).toEqual(expected)
  })

  test('that show an error of Excel are told', async () => {
    const part = sheetPart(good, 'Rapport')
    const bytes = edited(good, part, (xml) =>
      xml.replace(/<c r="H4".*?<\/c>/, '<c r="H4" t="e"><v>#REF!</v></c>'),
    )
    expect(await problemsOf(bytes)).toEqual([
      'Rapport!H4: Hier staat een fout van Excel. Zet er de waarde.',
    ])
  })

  test('that are merged are told', async () => {
    const part = sheetPart(good, 'Rapport')
    const merge = '</sheetData><mergeCells count="1"><mergeCell ref="H4:H5"/></mergeCells>'
    const bytes = edited(good, part, (xml) => xml.replace('</sheetData>', merge))
    expect(await problemsOf(bytes)).toEqual([
      'Rapport!H4:H5: Samengevoegde cellen worden niet gelezen. Splits ze.',
    ])
  })

  test('that were only shown may change: it is told, and not read', async () => {
    const read = await world.workbooks.read(filled(good, { 'Rapport!F4': 1_000_000 }), {
      project: 'voorbeeld/rand',
    })
    expect(read.event).not.toBeNull()
    expect(read.notes).toEqual([
      { cell: 'Rapport!F4', message: 'Deze cel is veranderd, maar wordt niet gelezen.' },
    ])
  })
})

describe('applications and accounts', () => {
  test('are checked per cell, by the rules of the call', async () => {
    const fresh = await openWorkbookWorld()
    const bytes = filled(await fresh.make('aalst', 'application', 'en'), {
      'Application!G4': 'reduce',
      'Application!H4': 801,
      'Application!G5': 'maybe',
    })
    const read = await fresh.workbooks.read(bytes, { project: 'voorbeeld/aalst' })
    expect(read.problems).toEqual([
      { cell: 'Application!H4', message: 'The KPI may not be higher than the 800 of year 2.' },
      { cell: 'Application!G5', message: 'Choose continue, reduce, stop.' },
    ])
    for (const [kpi, message] of [
      [null, 'Give the new KPI, as the line is to be reduced.'],
      [110, 'To reduce the line, give a KPI below 110.'],
    ] as const) {
      const changed = filled(bytes, {
        'Application!H4': 700,
        'Application!G5': 'REDUCE',
        'Application!H5': kpi,
      })
      const { problems } = await fresh.workbooks.read(changed, { project: 'voorbeeld/aalst' })
      expect(problems).toEqual([{ cell: 'Application!H5', message }])
    }
  })

  test('tell amounts that are none, foreign codes, and that nothing was filled in', async () => {
    const bytes = await world.make('gent', 'accounts', 'nl', 2025)
    expect(await problemsOf(bytes, 'voorbeeld/gent')).toEqual([
      'Jaarrekening: Er is geen enkele uitgave ingevuld. Zet 0 als er geen was.',
    ])
    const wrong = filled(bytes, {
      'Jaarrekening!A4': 'ABB-ANDERS',
      'Jaarrekening!C4': 1.005,
      'Jaarrekening!A5': 'ABB-SLV',
      'Jaarrekening!C5': '12,50',
      'Jaarrekening!C6': -2,
    })
    const amount = 'Zet een bedrag van 0 of meer, als getal met hoogstens twee decimalen.'
    expect(await problemsOf(wrong, 'voorbeeld/gent')).toEqual([
      'Jaarrekening!A4: Gebruik een code van de oproep: ABB-SAMENLEVEN of ABB-SLV.',
      `Jaarrekening!C4: ${amount}`,
      `Jaarrekening!C5: ${amount}`,
      'Jaarrekening!A6: Deze cel moet ingevuld zijn.',
      `Jaarrekening!C6: ${amount}`,
    ])
  })
})

describe('sheets', () => {
  test('that were renamed are missing, and unknown', async () => {
    const bytes = edited(good, 'xl/workbook.xml', (xml) => xml.replace('"Stimuli"', '"Stimuli2"'))
    expect(await problemsOf(bytes)).toEqual([
      'Stimuli: Het blad Stimuli ontbreekt of heeft een andere naam.',
      'Stimuli2: Het blad Stimuli2 hoort niet bij dit werkboek. Verwijder het.',
    ])
  })

  test('that were removed are missing', async () => {
    const bytes = edited(good, 'xl/workbook.xml', (xml) =>
      xml.replace(/<sheet [^>]*name="Rapport"[^>]*\/>/, ''),
    )
    expect(await problemsOf(bytes)).toEqual([
      'Rapport: Het blad Rapport ontbreekt of heeft een andere naam.',
    ])
  })

  test('without a technical one are no workbook of ours', async () => {
    const bytes = edited(good, 'xl/workbook.xml', (xml) => xml.replace('"Technisch"', '"Tech"'))
    expect(await problemsOf(bytes)).toEqual([
      'Dit is geen werkboek van dit programma: het blad Technisch ontbreekt of is onleesbaar.',
    ])
  })
})

describe('the technical sheet', () => {
  const changed = /^Technisch: Het blad Technisch is veranderd\. Haal een nieuw werkboek op\.$/

  test.each([
    ['another version', { 'Technisch!B2': '0' }, /heeft versie 0; nu geldt versie 1/],
    ['no version', { 'Technisch!B2': null }, /geen werkboek van dit programma/],
    ['another kind', { 'Technisch!B3': 'interimReport' }, changed],
    ['a kind that is none', { 'Technisch!B3': 'toString' }, changed],
    ['another project', { 'Technisch!B5': 'voorbeeld/gent' }, changed],
    ['another revision', { 'Technisch!B6': '1' }, changed],
    ['a revision that is none', { 'Technisch!B6': 'x' }, changed],
    ['another digest', { 'Technisch!B8': 'a'.repeat(64) }, changed],
    ['another line', { 'Technisch!B9': 'line gent-1' }, changed],
    ['one line more', { 'Technisch!A13': 'row', 'Technisch!B13': 'line gent-1' }, changed],
  ] as const)('with %s is refused', async (_, cells, message) => {
    const problems = await problemsOf(filled(good, cells))
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(message)
  })

  test("of another applicant's file is refused", async () => {
    expect(await problemsOf(good, 'voorbeeld/gent')).toEqual([
      'Dit werkboek is voor voorbeeld/rand, niet voor voorbeeld/gent.',
    ])
    const read = await world.workbooks.read(good, { call: 'elsewhere' })
    expect(read.problems[0]?.message).toMatch(/hoort bij voorbeeld\/rand, niet bij de oproep/)
  })
})

describe('files', () => {
  test.each([
    ['nothing', () => Buffer.alloc(0), /beschadigd|damaged/],
    ['a text', () => Buffer.from('a;b;c'), /damaged or cut off/],
    ['a truncated zip', () => good.subarray(0, good.length - 30), /damaged or cut off/],
    ['half a zip', () => good.subarray(0, good.length / 2), /damaged or cut off/],
    ['a zip cut in front', () => good.subarray(100), /damaged/],
    [
      'an old .xls, or one with a password',
      () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]),
      /old .xls or has a password/,
    ],
    ['a zip of something else', () => packed({ 'a.txt': 'a' }), /holds no workbook/],
    [
      'macros',
      () => packed({ ...partsOf(good), 'xl/vbaProject.bin': 'x' }),
      /holds macros or other files \(xl\/vbaProject.bin\)/,
    ],
    [
      'a type with macros',
      () =>
        edited(good, '[Content_Types].xml', (xml) => xml.replace('.sheet.main', '.macroEnabled')),
      /may hold macros/,
    ],
    [
      'another workbook inside',
      () => packed({ ...partsOf(good), 'xl/externalLinks/externalLink1.xml': '<a/>' }),
      /externalLink1/,
    ],
    [
      'entities',
      () =>
        edited(good, 'xl/sharedStrings.xml', (xml) =>
          xml.replace('?>', '?><!DOCTYPE a [<!ENTITY x "y">]>'),
        ),
      /declares entities/,
    ],
    [
      'another encoding',
      () =>
        edited(good, 'xl/sharedStrings.xml', (xml) => xml.replace('?>', ' encoding="UTF-16"?>')),
      /not in UTF-8/,
    ],
    [
      'what is no XML',
      () => edited(good, 'xl/worksheets/sheet2.xml', (xml) => xml.replace('</sheetData>', '')),
      /damaged/,
    ],
    [
      'a cell without a place',
      () => edited(good, 'xl/worksheets/sheet2.xml', (xml) => xml.replace('r="A1"', 'r="1A"')),
      /a cell has no place/,
    ],
    [
      'a cell far away',
      () =>
        edited(good, 'xl/worksheets/sheet2.xml', (xml) =>
          xml.replace('</sheetData>', '<row r="1048576"><c r="XFD1048576"/></row></sheetData>'),
        ),
      /at most 20000 rows and 200 columns/,
    ],
    [
      'more cells than a table has',
      () =>
        edited(good, 'xl/worksheets/sheet2.xml', (xml) =>
          xml.replace('</sheetData>', '<row r="19999"><c r="CZ19999"/></row></sheetData>'),
        ),
      /more than 500000 cells/,
    ],
    [
      'more parts than a workbook has',
      () =>
        packed({
          ...partsOf(good),
          ...Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`x${index}.txt`, 'x'])),
        }),
      /at most 200 files/,
    ],
    [
      'a zip bomb',
      () => {
        const parts = Object.entries(partsOf(good)).map(([name, text]) => [name, Buffer.from(text)])
        const bomb = ['xl/media/bomb.xml', Buffer.alloc(11_000_000, 32)]
        return Buffer.from(zipSync(Object.fromEntries([...parts, bomb]) as Record<string, Buffer>))
      },
      /at most 10 MiB when unpacked/,
    ],
    [
      'a zip bomb that lies about its size',
      () => lying(1_000),
      /damaged or cut off: .*(?:many bytes|expected 1000)/,
    ],
    [
      'a part that is shorter than it says',
      () => lying(9_999_999),
      /damaged or cut off: .*(?:few|expected)/,
    ],
    ['a part that was changed', () => withoutSum(good), /was changed on its way/],
    ['more bytes than we take', () => Buffer.alloc(1_000_001), /at most 1000000/],
  ] as const)('that are %s are refused, with the reason', async (_, make, message) => {
    const problems = await problemsOf(make())
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(message)
  })
})

/** The same zip, with another checksum for its first part. */
function withoutSum(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes)
  const entry = changed.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]))
  changed.writeUInt8(changed.readUInt8(entry + 16) ^ 1, entry + 16)
  return changed
}

/** A zip of one part of 9 MB that says it is of another size. */
function lying(size: number): Buffer {
  const name = Buffer.from('xl/workbook.xml')
  const data = deflateRawSync(Buffer.alloc(9_000_000, 32))
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(name.length, 26)
  const central = Buffer.alloc(46)
  central.writeUInt32LE(0x02014b50, 0)
  central.writeUInt16LE(8, 10)
  central.writeUInt32LE(data.length, 20)
  central.writeUInt32LE(size, 24)
  central.writeUInt16LE(name.length, 28)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(30 + name.length + data.length, 16)
  return Buffer.concat([local, name, data, central, name, end])
}
