import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectMachine } from '../../machines/project.machine.ts'
import { openApp, type App } from '../../src/app.ts'
import { nextSteps } from '../../src/programme/forecast/next-steps.ts'
import { nextTexts } from '../../src/programme/forecast/next-texts.ts'
import { periodWords } from '../../src/programme/forecast/period-words.ts'
import type { CallFolder } from '../../src/programme/import/folder.ts'
import { replay, replayStartMs } from '../../src/programme/replay.ts'
import { emptyDirectory, folderOf, voorbeeld } from './replayed.ts'

const directory = emptyDirectory()
const gent = 'voorbeeld/gent'
let folder: CallFolder
let app: App

beforeAll(async () => {
  folder = await folderOf(voorbeeld)
  const kind = { seed: 'next', startMs: replayStartMs(folder) }
  app = await openApp({ database: join(directory, 'next.sqlite'), kind })
})

afterAll(async () => {
  await app[Symbol.asyncDispose]()
  rmSync(directory, { recursive: true })
})

/** Coming dates of Gent, once voorbeeld has gone on to a time. */
async function at(time: string) {
  await replay(app.engine, app.queries, folder, { untilMs: Date.parse(time) })
  const steps = await nextSteps(app.engine, gent)
  if (steps === undefined) throw new Error('no such project')
  return steps
}

// In the order of time: each goes on from where the one before it ended.
describe('the coming dates of a project', () => {
  test('are before the launch those of the application, and what comes of silence', async () => {
    const steps = await at('2024-04-02T12:00:00Z')
    expect(steps.map(({ name, due }) => [name, due.at])).toEqual([
      ['launch', '2024-04-02T22:00:00.000Z'],
      ['submission', '2024-05-06T10:00:00.000Z'],
    ])
    expect(steps[1]).toMatchObject({
      label: { nl: 'Aanvraag', en: 'Application' },
      due: { nl: 'maandag 6 mei 2024 om 12:00' },
      source: 'nota §4',
      isMoved: false,
      acts: 'applicant',
      otherwise: {
        at: '2024-05-06T10:00:00.001Z',
        phase: { before: 'submission', after: 'lapsed' },
      },
    })
  })

  test('are during the review its term, though the call keeps it', async () => {
    const requested = folder.events.find(({ type }) => type === 'ifReview.request')
    const steps = await at(new Date(requested?.atMs ?? 0).toISOString())
    expect(steps.map(({ name, acts }) => [name, acts])).toEqual([['ifReview', 'inspector']])
    expect(steps[0]?.otherwise.phase).toEqual({ before: 'ifReview', after: 'award' })
  })

  test('are after the award those of the whole life, in order, with rule and source', async () => {
    const steps = await at('2024-09-01T12:00:00Z')
    expect(steps.map(({ name, due }) => `${due.at.slice(0, 10)} ${name}`)).toEqual([
      '2024-09-30 advanceNotBefore',
      '2025-01-05 interimReport',
      '2025-07-05 finalReport',
      '2025-07-05 interimReport',
      '2025-07-31 accounts.2024',
      '2025-09-05 finalGrace',
      '2025-09-30 period',
      '2026-07-31 accounts.2025',
    ])
    expect(steps[0]?.otherwise.payments).toMatchObject([
      { debit: 'payable', credit: 'reserved', subject: `${gent}/advance` },
    ])
    expect(steps[1]).toMatchObject({
      rule: {
        nl: '6 maanden na de beslissing over de toekenning',
        en: '6 months after the decision on the award',
      },
      source: 'nota §2.5',
      acts: 'applicant',
      due: { nl: 'zondag 5 januari 2025', en: 'Sunday, 5 January 2025' },
      otherwise: {
        deadlines: [{ name: 'interimReport', after: { status: 'overdue' } }],
      },
    })
    expect(steps[1]?.reminders.map(({ step }) => step)).toEqual([
      '-P30D',
      '-P14D',
      '-P3D',
      'P1D',
      'P7D',
      'P14D',
    ])
    expect(steps.at(-1)?.label).toEqual({ nl: 'Jaarrekening 2025', en: 'Annual accounts 2025' })
  })

  test('say what was moved away from its rule', async () => {
    const sender = { person: 'mia', roles: ['manager'] }
    const data = { deadline: 'finalReport', to: '2025-08-15', reason: 'Overstroming' }
    const moved = await app.engine.send({ to: gent, type: 'deadline.move', data, sender })
    expect(moved.accepted).toBe(true)
    const steps = (await nextSteps(app.engine, gent)) ?? []
    const final = steps.find(({ name }) => name === 'finalReport')
    expect(final).toMatchObject({ isMoved: true, due: { nl: 'vrijdag 15 augustus 2025' } })
    expect(steps.filter(({ isMoved }) => isMoved)).toHaveLength(1)
  })

  test('change nothing', async () => {
    const before = await app.engine.instance(gent)
    await nextSteps(app.engine, gent)
    expect((await app.engine.instance(gent))?.revision).toBe(before?.revision)
  })

  test('are none at the end, and not of what is no project', async () => {
    const last = new Date(folder.events.at(-1)?.atMs ?? 0).toISOString()
    expect(await at(last)).toEqual([])
    expect(await nextSteps(app.engine, 'voorbeeld')).toBeUndefined()
    expect(await nextSteps(app.engine, 'voorbeeld/none')).toBeUndefined()
  })
})

describe('the texts of coming dates', () => {
  test('exist for everything that a project waits for, but for what only reminds', () => {
    const { delays } = projectMachine.implementations
    const wanted = Object.keys(delays).filter((name) => name !== 'nextReminder')
    expect(Object.keys(nextTexts).toSorted()).toEqual([...wanted, 'ifReview'].toSorted())
  })

  test('say everything in both languages', () => {
    const { terms } = { terms: folderTerms() }
    for (const { label, rule, otherwise, source } of Object.values(nextTexts)) {
      for (const { nl, en } of [label, rule(terms), otherwise]) {
        expect(nl.trim().length).toBeGreaterThan(2)
        expect(en.trim().length).toBeGreaterThan(2)
      }
      expect(source).toMatch(/^(?:nota|domain) §\d/)
    }
  })

  test('tell periods in words', () => {
    expect(periodWords('P6M', 'nl')).toBe('6 maanden')
    expect(periodWords('P1Y', 'nl')).toBe('1 jaar')
    expect(periodWords('P1Y2M', 'en')).toBe('1 year and 2 months')
    expect(periodWords('P30D', 'en')).toBe('30 days')
  })
})

/** The call's terms as a project has them. */
function folderTerms() {
  const { parameters } = folder
  return {
    ...parameters,
    extraClosingDays: parameters.ifReview.extraClosingDays,
  }
}
