import { beforeEach, describe, expect, test } from 'vitest'
import { dump } from '../replayed.ts'
import { filled } from './edit.ts'
import { applicantOf, award, openWorkbookWorld, type WorkbookWorld } from './world.ts'

let world: WorkbookWorld

beforeEach(async () => {
  world = await openWorkbookWorld()
})

const aalst = { project: 'voorbeeld/aalst' }
const sender = applicantOf('aalst')

async function application() {
  return filled(await world.make('aalst', 'application'), {
    'Aanvraag!G4': 'doorgaan',
    'Aanvraag!G5': 'doorgaan',
  })
}

describe('sending a workbook', () => {
  test('changes nothing in a dry run, and tells what would follow', async () => {
    const read = await world.workbooks.read(await application(), aalst)
    const before = dump(world.file)
    const { outcome, preview } = await world.workbooks.send(read, { sender, dryRun: true })
    expect(outcome).toMatchObject({ accepted: true })
    expect(preview?.instances).toMatchObject([{ id: 'voorbeeld/aalst' }])
    expect(dump(world.file)).toBe(before)
  })

  test('gives the same answer to the same key', async () => {
    const read = await world.workbooks.read(await application(), aalst)
    const first = await world.workbooks.send(read, { sender, key: 'once' })
    const again = await world.workbooks.send(read, { sender, key: 'once' })
    expect(again.outcome).toEqual(first.outcome)
    expect((await world.project('aalst')).revision).toBe(
      first.outcome?.accepted === true ? first.outcome.revision : 0,
    )
  })

  test('is refused by the rules in the language of the workbook', async () => {
    const read = await world.workbooks.read(await application(), aalst)
    const other = await world.workbooks.send(read, { sender: applicantOf('gent') })
    expect(other.outcome).toMatchObject({ accepted: false, code: 'not-authorised' })
    expect(other.problems).toEqual([
      { cell: null, message: 'Alleen de aanvrager levert dit voor het eigen project in.' },
    ])
    await world.advance('2024-05-07T08:00:00Z')
    const late = await world.workbooks.read(await application(), aalst)
    const before = dump(world.file)
    const { problems } = await world.workbooks.send(late, { sender, dryRun: true })
    expect(problems).toEqual([
      { cell: null, message: 'De termijn is voorbij. Vraag een heropening aan het agentschap.' },
    ])
    expect(dump(world.file)).toBe(before)
  })

  test('tells a refusal at the cell that it is about', async () => {
    await award(world, ['aalst'])
    const bytes = filled(await world.make('aalst', 'accounts', 'en', 2025), {
      'Accounts!A4': 'ABB-SLV',
      'Accounts!C4': 1,
      'Accounts!A7': 'ABB-SLV',
      'Accounts!B7': 'x'.repeat(201),
      'Accounts!C7': 2,
    })
    const read = await world.workbooks.read(bytes, aalst)
    const { outcome, problems } = await world.workbooks.send(read, { sender })
    expect(outcome).toMatchObject({ accepted: false, field: 'entries.1.action' })
    expect(problems).toMatchObject([{ cell: 'Accounts!B7' }])
  })
})

describe('a workbook of an earlier state', () => {
  test('is taken while its lines are the same, and that is told', async () => {
    const bytes = await application()
    await world.does('aalst', 'manager', 'note.add', { text: 'Gebeld.' })
    const read = await world.workbooks.read(bytes, aalst)
    expect(read.notes.map(({ message }) => message)).toEqual([
      'Het werkboek is gemaakt bij stand 3; het project is nu bij 4. De lijnen zijn dezelfde.',
    ])
    const { outcome } = await world.workbooks.send(read, { sender })
    expect(outcome).toMatchObject({ accepted: true })
  })

  test('is refused when its lines have changed', async () => {
    const early = await world.make('rand', 'application')
    await award(world, ['rand'])
    const report = await world.make('rand', 'finalReport')
    expect((await world.workbooks.read(early, { project: 'voorbeeld/rand' })).notes).toEqual([
      expect.objectContaining({ cell: null }),
    ])
    // The same workbook for a project of which fewer lines were granted.
    const fewer = await openWorkbookWorld()
    await fewer.does('rand', 'applicant', 'application.submit', {
      lines: [
        { line: 'rand_x0041_1', decision: 'continue' },
        { line: '=rand-2', decision: 'stop' },
      ],
      stimuli: [
        { stimulus: 'mentor', decision: 'stop' },
        { stimulus: 'collaboration', decision: 'stop' },
      ],
    })
    await fewer.advance('2024-05-13T08:00:00Z')
    await fewer.does('rand', 'reviewer', 'application.admit')
    await fewer.does(null, 'manager', 'ifReview.request')
    await fewer.does(null, 'inspector', 'ifReview.advise', {
      outcome: 'favourable',
      reference: 'I',
    })
    await fewer.advance('2024-07-05T13:00:00Z')
    await fewer.does(null, 'manager', 'award.decide', { date: '2024-07-05', reference: 'VR' })
    const read = await fewer.workbooks.read(report, { project: 'voorbeeld/rand' })
    expect(read.event).toBeNull()
    expect(read.problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^De lijnen zijn veranderd sinds dit werkboek gemaakt is/),
    ])
    expect(
      (await world.workbooks.read(report, { project: 'voorbeeld/rand' })).problems,
    ).not.toEqual(read.problems)
  })

  test('is refused for what the project is not asked for', async () => {
    await award(world, ['rand'])
    const report = await world.make('rand', 'interimReport')
    const fresh = await openWorkbookWorld()
    const read = await fresh.workbooks.read(report, { project: 'voorbeeld/rand' })
    expect(read.problems).toEqual([
      { cell: null, message: 'Dit wordt van het project nu niet gevraagd.' },
    ])
  })
})
