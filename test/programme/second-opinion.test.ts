import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { ReplayResult } from '../../src/programme/replay.ts'
import { emptyDirectory, folderOf, replayInto } from './replayed.ts'

const calls = join(import.meta.dirname, '../fixtures/second-opinion')
const names = readdirSync(calls).filter((name) => /^\d+$/.test(name))
const directory = emptyDirectory()

afterAll(() => {
  rmSync(directory, { recursive: true })
})

describe('a second implementation of the rules, written apart', () => {
  test.each(names)(
    'finds the same phases, amounts, deadlines and refusals in call %s',
    async (name) => {
      const folder = await folderOf(join(calls, name))
      const result = await replayInto(join(directory, `${name}.sqlite`), folder)
      const expected: unknown = JSON.parse(readFileSync(join(calls, name, 'expected.json'), 'utf8'))
      expect(told(result)).toEqual(expected)
    },
  )
})

/** As much of a result as both tell. */
function told({ call: { id, phase, budget }, projects, refused }: ReplayResult) {
  return {
    call: { id, phase, budget },
    projects: projects.map((project) => ({
      id: project.id,
      applicant: project.applicant,
      phase: project.phase,
      amounts: project.amounts,
      deadlines: project.deadlines
        .map(({ name, due = null, status }) => ({ name, due, status }))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      milestones: project.milestones.map(({ name, status, at = null }) => ({ name, status, at })),
      proposal: project.proposal && {
        payCents: project.proposal.payCents,
        clawbackCents: project.proposal.clawbackCents,
      },
    })),
    refused: refused.map(({ line, to, type, code }) => ({ line, to, type, code })),
  }
}
