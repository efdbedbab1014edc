import { beforeAll, describe, expect, test } from 'vitest'
import { readSheets } from '../../../src/programme/import/xlsx-file.ts'
import { filled, type Value } from './edit.ts'
import { applicantOf, award, openWorkbookWorld, type WorkbookWorld } from './world.ts'

let early: WorkbookWorld
let running: WorkbookWorld

beforeAll(async () => {
  early = await openWorkbookWorld()
  running = await openWorkbookWorld()
  await award(running, ['gent', 'aalst', 'ronse', 'rand'])
  await running.advance('2024-12-20T12:00:00Z')
  await running.does('rand', 'applicant', 'interimReport.submit', {
    kpis: [
      { line: 'rand_x0041_1', achieved: 7 },
      { line: '=rand-2', achieved: 1 },
    ],
  })
})

async function sent(
  world: WorkbookWorld,
  applicant: string,
  bytes: Buffer,
  cells: Readonly<Record<string, Value>>,
) {
  const project = `voorbeeld/${applicant}`
  const read = await world.workbooks.read(filled(bytes, cells), { project })
  return world.workbooks.send(read, { sender: applicantOf(applicant) })
}

describe('a workbook filled in and handed in', () => {
  test('is the application, in Dutch', async () => {
    const bytes = await early.make('rand', 'application')
    const { outcome, event, problems, notes } = await sent(early, 'rand', bytes, {
      'Aanvraag!G4': 'Verminderen ',
      'Aanvraag!H4': 60,
      'Aanvraag!G5': 'doorgaan',
      'Stimuli!C4': 'stoppen',
      'Stimuli!C5': 'doorgaan',
    })
    expect({ problems, notes }).toEqual({ problems: [], notes: [] })
    expect(event).toEqual({
      type: 'application.submit',
      data: {
        lines: [
          { line: 'rand_x0041_1', decision: 'reduce', kpi: 60 },
          { line: '=rand-2', decision: 'continue' },
        ],
        stimuli: [
          { stimulus: 'mentor', decision: 'stop' },
          { stimulus: 'collaboration', decision: 'continue' },
        ],
      },
    })
    expect(outcome).toMatchObject({ accepted: true })
    // What was handed in stands in the next one.
    const again = await early.workbooks.read(await early.make('rand', 'application', 'en'), {
      project: 'voorbeeld/rand',
    })
    expect(again.event).toEqual(event)
  })

  test('is the application, in English, of one without stimuli', async () => {
    const bytes = await early.make('aalst', 'application', 'en')
    const { outcome, event } = await sent(early, 'aalst', bytes, {
      'Application!G4': 'reduce',
      'Application!H4': 700,
      'Application!G5': 'stop',
    })
    expect(event?.data).toEqual({
      lines: [
        { line: 'aalst-1', decision: 'reduce', kpi: 700 },
        { line: 'aalst-2', decision: 'stop' },
      ],
      stimuli: [],
    })
    expect(outcome).toMatchObject({ accepted: true })
  })

  test.each([
    ['nl', 'Rapport'],
    ['en', 'Report'],
  ] as const)('is the interim report, in %s', async (language, sheet) => {
    const [applicant, lines] = language === 'nl' ? ['aalst', 2] : ['ronse', 1]
    const bytes = await running.make(applicant, 'interimReport', language)
    const cells = { [`${sheet}!G4`]: 1, ...(lines === 2 ? { [`${sheet}!G5`]: 33 } : {}) }
    const { outcome, event } = await sent(running, applicant, bytes, cells)
    expect(event).toEqual({
      type: 'interimReport.submit',
      data: {
        kpis: [
          { line: `${applicant}-1`, achieved: 1 },
          { line: 'aalst-2', achieved: 33 },
        ].slice(0, lines),
      },
    })
    expect(outcome).toMatchObject({ accepted: true })
  })

  test.each([
    ['nl', 'Rapport', 'gent'],
    ['en', 'Report', 'rand'],
  ] as const)('is the final report, in %s', async (language, sheet, applicant) => {
    const bytes = await running.make(applicant, 'finalReport', language)
    const words = 'Regel 1\nregel 2: "é" <b> & _x0041_'
    const isRand = applicant === 'rand'
    const { outcome, event, problems } = await sent(running, applicant, bytes, {
      [`${sheet}!H4`]: 10,
      [`${sheet}!I4`]: words,
      [`${sheet}!J4`]: 'Te weinig vrijwilligers.',
      ...(isRand ? { [`${sheet}!H5`]: 1, [`${sheet}!I5`]: 'Plan', 'Stimuli!C5': 'Samen.' } : {}),
      'Stimuli!C4': 'Goed gebruikt.',
    })
    expect(problems).toEqual([])
    expect(event?.data).toMatchObject({
      kpis: [
        { achieved: 10, actionsTaken: words, motivation: 'Te weinig vrijwilligers.' },
        ...(isRand ? [{ line: '=rand-2', achieved: 1, actionsTaken: 'Plan' }] : []),
      ],
    })
    expect(outcome).toMatchObject({ accepted: true })
    const { app } = running
    const texts = await app.engine.texts(`voorbeeld/${applicant}`)
    expect(texts.map(({ text }) => text)).toContain(words)
  })

  test('is the accounts of a year, by code', async () => {
    const bytes = await running.make('gent', 'accounts', 'nl', 2025)
    const { outcome, event } = await sent(running, 'gent', bytes, {
      'Jaarrekening!A4': 'ABB-SLV',
      'Jaarrekening!C4': 13_526.4,
      'Jaarrekening!A9': 'ABB-SAMENLEVEN',
      'Jaarrekening!B9': 'oefenkansen-nederlands',
      'Jaarrekening!C9': { xml: '<v>1.1000000000000001</v>' },
    })
    expect(event).toEqual({
      type: 'accounts.submit',
      data: {
        year: 2025,
        entries: [
          { code: 'ABB-SLV', amount: '13526.40' },
          { code: 'ABB-SAMENLEVEN', action: 'oefenkansen-nederlands', amount: '1.10' },
        ],
      },
    })
    expect(outcome).toMatchObject({ accepted: true })
    const again = await running.workbooks.read(await running.make('gent', 'accounts', 'en', 2025), {
      project: 'voorbeeld/gent',
    })
    expect(again.event).toEqual(event)
  })

  test('is the accounts of De Rand, by chapter, of the first year that is missing', async () => {
    const bytes = await running.make('rand', 'accounts', 'en')
    const { outcome, event } = await sent(running, 'rand', bytes, {
      'Accounts!A4': 'Hoofdstuk 7',
      'Accounts!B4': 0,
    })
    expect(event?.data).toEqual({
      year: 2024,
      entries: [{ chapter: 'Hoofdstuk 7', amount: '0.00' }],
    })
    expect(outcome).toMatchObject({ accepted: true })
  })
})

describe('a workbook handed out', () => {
  test('shows the lines with names, units, year 2, grant and the earlier report', async () => {
    const sheets = await readSheets(await running.make('rand', 'finalReport', 'en'))
    expect(sheets.map(({ name }) => name)).toEqual([
      'Instructions',
      'Report',
      'Stimuli',
      'Technical',
    ])
    const plan = 'local action plan (yes/no: 1 is yes, 0 is no)'
    expect(sheets[1]?.rows[4]?.slice(0, 7)).toEqual([
      '=rand-2',
      'Local action plan on polarisation',
      plan,
      0,
      1,
      1000.1,
      1,
    ])
    expect(sheets[1]?.rows[3]?.slice(0, 7)).toEqual([
      'rand_x0041_1',
      'Dutch practice opportunities',
      'adult speakers of other languages',
      0,
      90,
      5400,
      7,
    ])
    const [, lines] = await readSheets(await early.make('gent', 'application'))
    expect(lines?.rows[3]?.slice(0, 6)).toEqual([
      'gent-1',
      'Oefenkansen Nederlands',
      'volwassen anderstaligen',
      100,
      500,
      30_000,
    ])
  })

  test('is not made for what the project has not come to', async () => {
    const project = await early.project('gent')
    for (const kind of ['interimReport', 'finalReport', 'accounts'] as const) {
      expect(await early.workbooks.make(project, { kind, language: 'nl', year: null })).toBeNull()
    }
    const request = { kind: 'accounts', language: 'nl', year: 2031 } as const
    expect(await running.workbooks.make(await running.project('gent'), request)).toBeNull()
  })
})
