import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readCallFolder } from '../../src/programme/import/folder.ts'
import { Story } from './story.ts'

const folder = fileURLToPath(new URL('../fixtures/voorbeeld', import.meta.url))
const expected = JSON.parse(readFileSync(`${folder}/expected.json`, 'utf8')) as {
  readonly call: object
  readonly projects: readonly object[]
  readonly refused: readonly object[]
}

/** Replays the folder on the model, and says which lines were refused. */
async function replay() {
  const read = await readCallFolder(folder, { events: 'required' })
  if ('errors' in read) throw new Error(read.errors.map((each) => each.message).join('; '))
  const { parameters, applicants, events } = read.folder
  const [first] = events
  const story = new Story(
    parameters,
    applicants,
    Math.min(parameters.timeline.launchMs, first!.atMs),
  )
  const refused: object[] = []
  for (const { line, atMs, to, type, actor, roles, applicant, data } of events) {
    const refusal = story.atMs(atMs).send(type, data ?? {}, {
      to: to.slice(story.call.length + 1),
      by: actor,
      roles,
      ...(applicant === null || applicant === undefined ? {} : { applicant }),
    })
    if (refusal !== null) refused.push({ line, to, type, code: refusal.code })
  }
  const projects = applicants.map(({ id }) => story.shape(id))
  return { story, refused, projects: projects.toSorted((a, b) => (a.id < b.id ? -1 : 1)) }
}

describe('voorbeeld', () => {
  test('a whole call ends as its folder says', async () => {
    const { story, refused, projects } = await replay()
    expect(refused).toEqual(expected.refused)
    expect(projects).toMatchObject(expected.projects)
    expect(story.callShape()).toMatchObject(expected.call)
    expect(story.callShape().phase).toBe('settled')
  })

  test('Gent meets its KPI: every milestone is done, every deadline met', async () => {
    const { story } = await replay()
    expect(story.shape('gent').milestones.map((each) => each.status)).toEqual(Array(8).fill('done'))
    expect(story.shape('gent').deadlines).toEqual([
      { name: 'submission', due: '2024-05-06T10:00:00.000Z', status: 'met' },
      { name: 'ifReview', due: '2024-06-18T21:59:59.999Z', status: 'met' },
      { name: 'interimReport', due: '2025-01-05T22:59:59.999Z', status: 'met' },
      { name: 'finalReport', due: '2025-07-05T21:59:59.999Z', status: 'met' },
      { name: 'period', due: '2025-09-30T21:59:59.999Z', status: 'met' },
      { name: 'accounts.2024', due: '2025-07-31T21:59:59.999Z', status: 'met' },
      { name: 'accounts.2025', due: '2026-07-31T21:59:59.999Z', status: 'met' },
    ])
  })

  test('Aalst misses its interim report and pays back what it did not earn', async () => {
    const { story } = await replay()
    expect(story.milestone('interimReport', 'aalst')).toBe('missed')
    expect(story.deadline('hearing.balance', 'aalst')).toBe('2025-09-19T21:59:59.999Z met')
    expect(story.deadline('repayment.balance', 'aalst')).toBe('2025-10-15T21:59:59.999Z met')
  })
})
