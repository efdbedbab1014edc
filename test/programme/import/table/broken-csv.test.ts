import { describe, expect, test } from 'vitest'
import { errorsIn, readRight, sample } from '../sample.ts'
import { csvErrors, folderWith, sampleCsv } from './tables.ts'

/** Two applicants under headers in Dutch; the cells of each row, without those of the end. */
const header = 'aanvrager;naam;soort;KBO-nummer;NIS-code;lijn;actie;huidig bereik;KPI jaar 2;bedrag'
const gent = 'gent;Gent;gemeente;0207.451.227;44021;gent-1;oefenkansen-nederlands;100;500;30000'
const aalst = 'aalst;Aalst;municipality;207437468;;a-1;oefenkansen-nederlands;1;2;1.500,50'
const right = [header, gent, ';;;;;gent-2;oefenkansen-nederlands;0;10;"1200,5"', '', aalst]

/** The rows with something put in the place of something else. */
function edited(from: string, to: string, rows: readonly string[] = right): string {
  const text = rows.join('\n')
  expect(text.split(from).length, `${from} is there`).toBeGreaterThan(1)
  return text.replace(from, () => to)
}

describe('a CSV of applicants', () => {
  test('takes headers in Dutch, points and commas, blank rows and rows that go on', async () => {
    const { applicants } = await readRight(folderWith('applicants.csv', right.join('\r\n')), {
      events: 'ignored',
    })
    expect(applicants).toMatchObject([
      {
        id: 'gent',
        kind: 'municipality',
        kbo: '0207451227',
        iban: null,
        lines: [
          { line: 'gent-1', amountCents: 3_000_000 },
          { line: 'gent-2', amountCents: 120_050 },
        ],
      },
      { id: 'aalst', kbo: '0207437468', nis: null, lines: [{ amountCents: 150_050 }] },
    ])
  })

  test.each([
    ['semicolons', ';'],
    ['commas', ','],
    ['tabs', '\t'],
  ])('takes columns in any order, separated by %s', async (_what, separator) => {
    const rows = ['amount', 'kpi', 'current reach', 'action', 'line', 'kbo', 'kind', 'name', 'id']
    const cells = [
      '"1,5"',
      '2',
      '1',
      'oefenkansen-nederlands',
      'a-1',
      '0207437468',
      'vgc',
      'A; b, c',
      'a',
    ]
    const quoted = cells.map((cell) => (cell.includes(';') ? `"${cell}"` : cell))
    const text = [rows.join(separator), quoted.join(separator)].join('\n')
    const folder = await readRight(folderWith('applicants.csv', text), { events: 'ignored' })
    expect(folder.applicants).toMatchObject([{ name: 'A; b, c', lines: [{ amountCents: 150 }] }])
  })

  test.each([
    [
      'an unknown column',
      edited('naam', 'naem'),
      ['1 The column name', 'B1 This column is unknown'],
    ],
    ['a column twice', edited('NIS-code', 'KBO'), ['E1 The column must stand once; D1']],
    ['a prototype as header', edited('NIS-code', '__proto__'), ['E1 This column is unknown']],
    [
      'a missing column',
      edited('KPI jaar 2', ''),
      [
        '1 The column kpi (KPI jaar 2) is missing',
        'I2 Must stand under',
        'I3 Must stand under',
        'I5 Must stand under',
      ],
    ],
    ['a cell beyond the header', edited('30000', '30000;x'), ['K2 Must stand under a header']],
    ['no name', edited(';Gent;', ';;'), ['B2 Must not be empty']],
    ['no id', edited('gent;Gent', ';Gent'), ['A2 Must not be empty']],
    [
      'another name in a row that goes on',
      edited(';;;;;gent-2', ';Gand;;;;gent-2'),
      ['B3 Must be empty, or the same as in row 2'],
    ],
    [
      'an address in a later row alone',
      edited(';;;;;gent-2', 'gent;;;;44022;gent-2'),
      ['E3 Must be empty, or the same as in row 2'],
    ],
    [
      'an applicant that comes back',
      edited(aalst, `${aalst}\ngent;Gent;vgc;0207451227;;g-9;oefenkansen-nederlands;0;1;1`),
      ['A6 The applicant gent must stand once'],
    ],
    ['a wrong KBO number', edited('0207.451.227', '0207.451.228'), ['D2 Must be a KBO number']],
    [
      'a KBO number that lost two zeros',
      edited('0207.451.227', '07451227'),
      ['D2 Must be a KBO number'],
    ],
    ['a NIS code that lost a zero', edited('44021', '4021'), ['E2 Must be a NIS code']],
    [
      'an unknown action',
      edited('oefenkansen-nederlands', 'zwemmen'),
      ['G2 Must be an action of the call'],
    ],
    [
      'an amount of two readings',
      edited('30000', '30.000'),
      ['J2 Must not be read in two ways, as 30.000: write 30000.00'],
    ],
    [
      'an amount in words',
      edited('30000', 'veel'),
      ['J2 Must be an amount in EUR with at most two decimals'],
    ],
    ['three decimals', edited('30000', '1,2345'), ['J2 Must be an amount']],
    ['an amount below zero', edited('30000', '-1'), ['J2 Must be an amount in EUR from 0.00']],
    [
      'an amount beyond all',
      edited('30000', '1000000000'),
      ['J2 Must be an amount in EUR from 0.00'],
    ],
    ['half a person', edited(';100;', ';0.5;'), ['H2 Must be a whole number']],
    ['a formula', edited('30000', '=SUM(A1:A2)'), ['J2 Must be an amount']],
    ['an id with capitals', edited('gent;Gent', 'Gent;Gent'), ['A2 Must be an id']],
    ['no applicants', header, ['1 Must be a list of at least one']],
    ['an open quote', edited('Aalst', '"Aalst'), ['5 A quote that opens in or after this row']],
    ['a quote that goes on', edited('Aalst', '"Aal"st'), ['5 After a quote that closes']],
    ['a control character', edited('Aalst', 'Aa\u0001lst'), ['5 The text must not hold control']],
    ['nothing at all', '\uFEFF \n', ['file The file must not be empty.']],
    ['blank cells only', ';;\n;;', ['file The table must not be empty.']],
  ])('with %s says so at its cell, and nothing else', async (_what, text, expected) => {
    const errors = await csvErrors(text)
    expect(errors.map((error, index) => error.startsWith(expected[index] ?? '-'))).toEqual(
      expected.map(() => true),
    )
    for (const error of errors) expect(error).toMatch(/\.$/)
  })

  test('tells all errors at once, by row and column', async () => {
    const text = [
      header,
      gent.replace('0207.451.227', '1').replace('30000', 'x'),
      ';;;;;;;;;',
      'q;;soort;;;;;;;',
    ].join('\n')
    expect((await csvErrors(text)).map((error) => error.split(' ')[0])).toEqual([
      'D2',
      'J2',
      '4',
      'B4',
      'C4',
      'D4',
    ])
  })

  test.each([
    [
      'Windows-1252',
      Buffer.from(right.join('\n').replace('Aalst', 'Aälst'), 'latin1'),
      /Windows-1252: save.*UTF-8/,
    ],
    ['UTF-16', Buffer.from(`\uFEFF${right.join('\n')}`, 'utf16le'), /this is UTF-16/],
    ['a workbook', Buffer.from('PK\u0003\u0004 and so on', 'latin1'), /name it \.xlsx/],
    ['an old workbook', Buffer.from('d0cf11e0a1b11ae100', 'hex'), /old \.xls/],
    ['too many bytes', Buffer.alloc(5 * 1024 * 1024 + 1, 'a'), /at most 5 MiB/],
    ['too many rows', `a;b\n${';\n'.repeat(50_001)}`, /At most 50000 rows/],
    ['too many columns', ';'.repeat(100), /At most 64 columns/],
  ])('that is %s is told so in a sentence', async (_what, content, sentence) => {
    const errors = await csvErrors(content)
    expect(errors).toHaveLength(1)
    expect(errors[0]).toMatch(sentence)
  })

  test('refuses the example of the template', async () => {
    const text = sampleCsv().replace('gent;', 'example-remove-me;')
    expect((await csvErrors(text))[0]).toMatch(/^A2 Must be an applicant: this is the example/)
  })
})

describe('a call folder', () => {
  test('holds its applicants once', async () => {
    const both = { ...sample, 'applicants.csv': sampleCsv() }
    expect(await errorsIn(both)).toEqual([
      {
        file: 'applicants.json',
        field: '',
        message:
          'A call folder must hold its applicants once; ' +
          'this one has applicants.json and applicants.csv.',
      },
    ])
  })

  test('reads the same from a table as from JSON', async () => {
    const given = await readRight(sample)
    expect(await readRight(folderWith('applicants.csv', sampleCsv()))).toEqual(given)
  })
})
