import { beforeAll, describe, expect, test } from 'vitest'
import { completeness, wholeCompleteness } from '../../src/programme/completeness.ts'
import { exportCompleteness } from '../../src/programme/completeness-export.ts'
import { readSheets } from '../../src/programme/import/xlsx-file.ts'
import { award, openWorkbookWorld, type WorkbookWorld } from './workbooks/world.ts'

const everything = { calls: null, own: null }

async function rowsOf({ app }: WorkbookWorld) {
  return wholeCompleteness(app.engine, app.queries, { call: 'voorbeeld', visibility: everything })
}

/** `document state [due] [late]` of a project. */
async function standings(world: WorkbookWorld, applicant: string) {
  const rows = await rowsOf(world)
  const found = rows.find(({ id }) => id === `voorbeeld/${applicant}`)
  return found?.documents.map(({ name, state, due, isLate }) =>
    [name, state, due?.slice(0, 10), isLate ? 'late' : undefined]
      .filter((each) => each !== undefined)
      .join(' '),
  )
}

describe('what an applicant handed in', () => {
  let world: WorkbookWorld

  beforeAll(async () => {
    world = await openWorkbookWorld()
  })

  test('is followed from the launch to the accounts', async () => {
    const nothing = ['interimReport notAsked', 'finalReport notAsked']
    expect(await standings(world, 'boom')).toEqual(['application open 2024-05-06', ...nothing])
    await world.does('rand', 'applicant', 'application.submit', {
      lines: [
        { line: 'rand_x0041_1', decision: 'continue' },
        { line: '=rand-2', decision: 'continue' },
      ],
      stimuli: [
        { stimulus: 'mentor', decision: 'stop' },
        { stimulus: 'collaboration', decision: 'stop' },
      ],
    })
    await world.does('aalst', 'applicant', 'application.submit', {
      lines: [
        { line: 'aalst-1', decision: 'continue' },
        { line: 'aalst-2', decision: 'stop' },
      ],
      stimuli: [],
    })
    expect(await standings(world, 'rand')).toEqual(['application handedIn', ...nothing])
    await world.advance('2024-05-13T08:00:00Z')
    expect(await standings(world, 'boom')).toEqual(['application missed', ...nothing])
    await world.does('rand', 'reviewer', 'application.return', {
      question: 'Hoeveel?',
      until: '2024-05-20',
    })
    expect((await standings(world, 'rand'))?.[0]).toBe('application returned 2024-05-20')
    await world.does('aalst', 'reviewer', 'application.reject', { reason: 'Onvolledig.' })
    expect((await standings(world, 'aalst'))?.[0]).toBe('application rejected')
    await world.advance('2024-05-21T08:00:00Z')
    expect((await standings(world, 'rand'))?.[0]).toBe('application handedIn')
    await world.does('rand', 'reviewer', 'application.admit')
    expect((await standings(world, 'rand'))?.[0]).toBe('application accepted')
    await world.does(null, 'manager', 'ifReview.request')
    await world.does(null, 'inspector', 'ifReview.advise', { outcome: 'remarks', reference: 'I' })
    await world.advance('2024-07-05T13:00:00Z')
    await world.does(null, 'manager', 'award.decide', { date: '2024-07-05', reference: 'VR' })
    expect(await standings(world, 'rand')).toEqual([
      'application accepted',
      'interimReport open 2025-01-05',
      'finalReport open 2025-07-05',
      'accounts.2024 open 2025-07-31',
      'accounts.2025 open 2026-07-31',
    ])
  })

  test('is late, returned, missed or accepted', async () => {
    await world.advance('2025-01-07T08:00:00Z')
    expect((await standings(world, 'rand'))?.[1]).toBe('interimReport overdue 2025-01-05')
    const kpis = [
      { line: 'rand_x0041_1', achieved: 1 },
      { line: '=rand-2', achieved: 0 },
    ]
    await world.does('rand', 'applicant', 'interimReport.submit', { kpis })
    expect((await standings(world, 'rand'))?.[1]).toBe('interimReport late late')
    await world.does('rand', 'reviewer', 'interimReport.return', { question: 'En?' })
    expect((await standings(world, 'rand'))?.[1]).toBe('interimReport returned 2025-02-06 late')
    await world.does('rand', 'applicant', 'interimReport.submit', { kpis })
    await world.does('rand', 'reviewer', 'interimReport.accept')
    expect((await standings(world, 'rand'))?.[1]).toBe('interimReport accepted late')
    await world.does('rand', 'applicant', 'accounts.submit', {
      year: 2024,
      entries: [{ chapter: '7', amount: '1.00' }],
    })
    expect((await standings(world, 'rand'))?.[3]).toBe('accounts.2024 handedIn')
    await world.does('rand', 'reviewer', 'accounts.confirm')
    expect((await standings(world, 'rand'))?.[3]).toBe('accounts.2024 accepted')
    await world.advance('2025-09-10T08:00:00Z')
    expect((await standings(world, 'rand'))?.[2]).toBe('finalReport missed')
  })

  test('leaves as a table, in both languages, with formulas disarmed', async () => {
    const rows = await rowsOf(world)
    const { bytes } = await exportCompleteness(
      [{ id: 'x', name: '=1+1;"', documents: [] }, ...rows],
      'csv',
      'nl',
      'Alles is verzonnen.',
    )
    const lines = bytes.toString().split('\n')
    expect(lines[0]).toBe(
      '\uFEFFProject;Aanvrager;Aanvraag;Aanvraag: termijn;Tussentijds rapport;' +
        'Tussentijds rapport: termijn;Eindrapport;Eindrapport: termijn;Jaarrekening 2024;' +
        'Jaarrekening 2024: termijn;Jaarrekening 2025;Jaarrekening 2025: termijn',
    )
    expect(lines[1]).toMatch(/^x;"'=1\+1;"""/)
    expect(lines.find((line) => line.startsWith('voorbeeld/rand;'))).toMatch(
      /;aanvaard;;aanvaard \(te laat\);;gemist;;aanvaard;;verwacht;2026-07-31T21:59:59\.999Z$/,
    )
    expect(bytes.toString()).toMatch(/VERZONNEN GEGEVENS: Alles is verzonnen\./)
    const xlsx = await exportCompleteness(rows, 'xlsx', 'en', null)
    const [sheet] = await readSheets(xlsx.bytes)
    expect(sheet?.rows[0]?.slice(0, 4)).toEqual([
      'Project',
      'Applicant',
      'Application',
      'Application: due',
    ])
    expect(sheet?.rows.length).toBe(rows.length + 1)
  })
})

describe('the completeness of a call', () => {
  test('comes in pages, each project once', async () => {
    const world = await openWorkbookWorld()
    await award(world, ['gent'])
    const { engine, queries } = world.app
    const ids: string[] = []
    let after = null
    do {
      const page: Awaited<ReturnType<typeof completeness>> = await completeness(engine, queries, {
        call: 'voorbeeld',
        visibility: everything,
        after,
        limit: 2,
      })
      ids.push(...page.items.map(({ id }) => id))
      after = page.next
    } while (after !== null)
    expect(ids).toEqual(['aalst', 'boom', 'gent', 'rand', 'ronse'].map((id) => `voorbeeld/${id}`))
  })

  test('shows an applicant its own row only', async () => {
    const { app } = await openWorkbookWorld()
    const visibility = { calls: [], own: { kbo: '0207451227', calls: ['voorbeeld'] } }
    const rows = await wholeCompleteness(app.engine, app.queries, { call: 'voorbeeld', visibility })
    expect(rows.map(({ id }) => id)).toEqual(['voorbeeld/gent'])
  })
})
