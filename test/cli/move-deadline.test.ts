import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dump, emptyDirectory, folderOf, replayInto, voorbeeld } from '../programme/replayed.ts'
import { printed } from './printed.ts'

const directory = emptyDirectory()
const file = join(directory, 'moves.sqlite')
const terms = ['--deadline', 'interimReport', '--to', '2025-01-25']

beforeAll(async () => {
  await replayInto(file, await folderOf(voorbeeld), Date.parse('2024-12-20T12:00:00Z'))
})

afterAll(() => {
  rmSync(directory, { recursive: true })
})

function run(person: string, ...words: readonly string[]): Promise<string> {
  const command = ['move-deadline', 'voorbeeld', '--as', person, '--database', file]
  return printed([...command, ...words])
}

describe('mijlpaal move-deadline', () => {
  test('shows what would happen, and changes nothing', async () => {
    const before = dump(file)
    const shown = await run('mia', ...terms, '--preview')
    expect(shown).toMatch(/^interimReport would move in 2 of 4 projects\.$/m)
    expect(shown).toMatch(
      /^voorbeeld\/aalst +Aalst +Sunday,? 5 January 2025 +open +Saturday,? 25 J/m,
    )
    expect(shown).toMatch(/interimDeadline fires 2025-01-25T23:00:00\.000Z$/m)
    expect(shown).toMatch(
      /^-P14D +applicant +Sunday,? 22 December 2024 .* Saturday,? 11 January 2025 .* 2$/m,
    )
    expect(shown).toMatch(/^voorbeeld\/boom +Boom +never began$/m)
    expect(JSON.parse(await run('mia', ...terms, '--preview', '--json'))).toMatchObject({
      deadline: 'interimReport',
      projects: [{ id: 'voorbeeld/aalst' }, { id: 'voorbeeld/gent' }],
    })
    expect(dump(file)).toBe(before)
  })

  test('goes from proposal to approval by another, and shows the way back', async () => {
    const why = ['--reason', 'Overstroming']
    const one = ['--project', 'voorbeeld/gent']
    const said = await run('mia', ...terms, ...one, '--propose', ...why)
    const [, proposal = ''] = /^Proposed as (\d+); another manager may/.exec(said) ?? []
    expect(await run('max', '--preview', proposal)).toMatch(/^interimReport would move in 1 of 4/)
    await expect(run('mia', '--approve', proposal)).rejects.toThrow(/^four-eyes: /)
    const moved = await run('max', '--approve', proposal)
    const [, approval = ''] = /^Moved; --undo (\d+) shows the way back\.$/m.exec(moved) ?? []
    expect(await run('max', '--undo', approval)).toBe(
      'Propose, with --reason and --as, one after another:\n' +
        'mijlpaal move-deadline voorbeeld --deadline interimReport --to 2025-01-05T22:59:59.999Z' +
        ' --project voorbeeld/gent --propose\n',
    )
    const again = JSON.parse(await run('mia', ...terms, '--propose', ...why, '--json')) as object
    expect(again).toMatchObject({ accepted: true })
    const { revision } = again as { readonly revision: number }
    await expect(run('max', '--withdraw', String(revision))).rejects.toThrow(/^four-eyes: /)
    expect(await run('max', '--refuse', String(revision))).toBe(`Proposal ${revision} is gone.\n`)
  })

  test.each([
    [['--preview'], /^Give --deadline and --to/],
    [[...terms], /^Give one of --preview, --propose/],
    [[...terms, '--preview', '--propose'], /^Give one of /],
    [[...terms, '--propose'], /^Give --reason/],
    [['--approve', 'x'], /^--approve takes a number/],
    [['--approve', '0'], /^--approve takes a number/],
    [['--approve', '3'], /^event-not-allowed: /],
    [['--undo', '1'], /^invalid-payload: Revision 1 of voorbeeld approved no move/],
    [['--deadline', 'interimReport', '--to', '2024-12-01', '--preview'], /is past; choose a later/],
    [['--deadline', 'x', '--to', '2025-12-01', '--preview'], /x is open in none of the projects/],
  ])('refuses %j with one sentence', async (words, message) => {
    const before = dump(file)
    await expect(run('mia', ...words)).rejects.toThrow(message)
    expect(dump(file)).toBe(before)
  })
})
