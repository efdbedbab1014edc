import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Deadlines } from '../../machines/deadlines.ts'
import { openApp, type App } from '../../src/app.ts'
import { formatInstant, parseInstant } from '../../src/domain/calendar.ts'
import { startCall } from '../../src/programme/calls.ts'
import { DeadlineMoves, type MoveTerms } from '../../src/programme/deadline-moves.ts'
import type { MovePreview } from '../../src/programme/move-preview.ts'
import { replay, replayStartMs } from '../../src/programme/replay.ts'
import { dump, emptyDirectory, folderOf, voorbeeld } from './replayed.ts'

const mia = { person: 'mia', roles: ['manager'] }
const max = { person: 'max', roles: ['manager'] }
const call = 'voorbeeld'

interface World {
  readonly app: App
  readonly file: string
  readonly moves: DeadlineMoves
}

const folders: string[] = []

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

function newFile(): string {
  const file = join(emptyDirectory(), 'moves.sqlite')
  folders.push(dirname(file))
  return file
}

/** Voorbeeld as its people left it at a time. */
async function replayed(until: string): Promise<World> {
  const folder = await folderOf(voorbeeld)
  const file = newFile()
  const app = await openApp({
    database: file,
    kind: { seed: call, startMs: replayStartMs(folder) },
  })
  await replay(app.engine, app.queries, folder, { untilMs: ms(until) })
  await app.effects.perform()
  return { app, file, moves: new DeadlineMoves(app.engine, app.queries) }
}

/** Voorbeeld with so many applicants, all of whom may hand in an application. */
async function submitting(count: number): Promise<World> {
  const { parameters, applicants } = await folderOf(voorbeeld)
  const [first] = applicants
  if (first === undefined) throw new Error('voorbeeld has no applicants')
  const many = Array.from({ length: count }, (_, index) => ({ ...first, id: `stad-${index}` }))
  const file = newFile()
  const startMs = ms('2024-04-01')
  const app = await openApp({ database: file, kind: { seed: call, startMs } })
  await startCall(app.engine, parameters, many, mia, { at: startMs })
  await app.engine.advanceTo(ms('2024-04-20'))
  return { app, file, moves: new DeadlineMoves(app.engine, app.queries) }
}

function ms(text: string): number {
  const found = parseInstant(text.length === 10 ? `${text}T09:00:00` : text, 'Europe/Brussels')
  if (found === null) throw new Error(`no time: ${text}`)
  return found
}

async function previewed({ moves }: World, terms: MoveTerms): Promise<MovePreview> {
  const result = await moves.preview({ call, sender: mia }, terms)
  if (!result.accepted) throw new Error(result.message)
  return result.preview
}

async function proposed({ moves }: World, terms: MoveTerms): Promise<number> {
  const outcome = await moves.propose({ call, sender: mia }, { ...terms, reason: 'Overmacht.' })
  if (!outcome.accepted) throw new Error(outcome.message)
  return outcome.revision
}

async function deadlinesOf({ app }: World, id: string): Promise<Deadlines> {
  const instance = await app.engine.instance(id)
  if (instance === undefined) throw new Error(`there is no ${id}`)
  return (instance.snapshot.context as { readonly deadlines: Deadlines }).deadlines
}

/** Holds what was previewed against how the projects stand now. */
async function expectCameTrue(world: World, preview: MovePreview): Promise<void> {
  const armed = await world.app.engine.armedOf(call)
  for (const { id, after, knockOn, timers, reminders } of preview.projects) {
    const deadlines = await deadlinesOf(world, id)
    const standing = [{ name: preview.deadline, after }, ...knockOn].map(({ name, after: is }) => [
      name,
      is.due?.at ?? null,
      is.status,
    ])
    expect(standing).toEqual(
      standing.map(([name]) => {
        const { dueMs = null, status } = deadlines[String(name)] ?? {}
        return [name, dueMs === null ? null : formatInstant(dueMs), status]
      }),
    )
    for (const { name, after: due } of timers) {
      const found = armed.filter(
        ({ instanceId, timerId }) =>
          instanceId === id && timerId.startsWith(`xstate.after.${name}.`),
      )
      expect(found.map(({ dueMs }) => formatInstant(dueMs))).toEqual(due === null ? [] : [due.at])
    }
    const leave = reminders.flatMap(({ step, after: at }) => (at === null ? [] : [[step, at.at]]))
    expect(leave).toEqual(
      (deadlines[preview.deadline]?.reminders ?? []).map(({ step, atMs }) => [
        step,
        formatInstant(atMs),
      ]),
    )
  }
}

/** Previews, proposes and approves; everything that stands then, was told before. */
async function expectPreviewComesTrue(world: World, terms: MoveTerms): Promise<MovePreview> {
  const { app, moves } = world
  const before = new Map(
    (await app.queries.projects(call)).map(({ id, deadlines }) => [id, deadlines]),
  )
  const preview = await previewed(world, terms)
  const proposal = await proposed(world, terms)
  expect(await moves.previewOpen({ call, sender: max }, proposal)).toMatchObject({ preview })
  expect((await moves.approve({ call, sender: max }, proposal)).accepted).toBe(true)
  await expectCameTrue(world, preview)
  for (const { id } of preview.untouched) {
    expect((await app.queries.project(id))?.deadlines).toEqual(before.get(id))
  }
  return preview
}

describe('DeadlineMoves.preview', () => {
  let world: World

  beforeAll(async () => {
    world = await replayed('2024-12-20')
  })

  test('changes nothing', async () => {
    const before = dump(world.file)
    await previewed(world, { deadline: 'finalReport', to: '2025-09-30' })
    expect(dump(world.file)).toBe(before)
  })

  test('tells the old and the new date in words, what moves along, and who stays', async () => {
    const preview = await previewed(world, { deadline: 'interimReport', to: '2025-02-28T12:00' })
    expect(preview.projects.map(({ id }) => id)).toEqual(['voorbeeld/aalst', 'voorbeeld/gent'])
    expect(preview.untouched).toEqual([
      { id: 'voorbeeld/boom', name: 'Boom', status: null },
      { id: 'voorbeeld/ronse', name: 'Ronse', status: null },
    ])
    expect(preview.projects[0]).toMatchObject({
      before: { due: { nl: 'zondag 5 januari 2025' }, status: 'open' },
      after: {
        due: { at: '2025-02-28T11:00:00.000Z', nl: 'vrijdag 28 februari 2025 om 12:00' },
        status: 'open',
      },
      knockOn: [],
      reachable: true,
      timers: [
        {
          name: 'interimDeadline',
          before: { at: '2025-01-05T23:00:00.000Z' },
          after: { at: '2025-02-28T11:00:00.001Z' },
        },
      ],
    })
    expect(preview.mails).toEqual([])
  })

  test('says which reminders will be sent again, which later, and to whom', async () => {
    const { projects } = await previewed(world, { deadline: 'interimReport', to: '2025-01-25' })
    const told = projects[0]?.reminders.map(({ step, to, before, after, wasSent }) =>
      [step, to.length, before?.at.slice(0, 10), after?.at.slice(0, 10), wasSent].join(' '),
    )
    expect(told).toEqual([
      '-P30D 1  2024-12-26 true',
      '-P14D 1 2024-12-22 2025-01-11 false',
      '-P3D 1 2025-01-02 2025-01-22 false',
      'P1D 1 2025-01-06 2025-01-26 false',
      'P7D 1 2025-01-12 2025-02-01 false',
      'P14D 2 2025-01-19 2025-02-08 false',
    ])
    const sooner = await previewed(world, { deadline: 'interimReport', to: '2024-12-30' })
    expect(sooner.projects[0]?.reminders[0]).toMatchObject({ step: '-P30D', after: null })
  })

  test('shows a move also while another is proposed', async () => {
    const other = { deadline: 'accounts.2024', to: '2025-12-31' }
    const proposal = await proposed(world, { deadline: 'finalReport', to: '2025-09-30' })
    expect((await previewed(world, other)).projects).toHaveLength(2)
    await world.moves.withdraw({ call, sender: mia }, proposal)
  })

  test.each([
    ['a day that ends summer time', '2025-10-26', '2025-10-26T22:59:59.999Z'],
    ['a day that begins it', '2025-03-30', '2025-03-30T21:59:59.999Z'],
    ['an hour that does not exist', '2025-03-30T02:30:00', '2025-03-30T01:30:00.000Z'],
    ['an hour that comes twice', '2025-10-26T02:30:00', '2025-10-26T00:30:00.000Z'],
    ['a day that exists every four years', '2028-02-29', '2028-02-29T22:59:59.999Z'],
  ])('takes %s', async (_, to, at) => {
    const { projects } = await previewed(world, { deadline: 'interimReport', to })
    expect(projects.map(({ after }) => after.due?.at)).toEqual([at, at])
  })

  test.each([
    ['in the past', { deadline: 'finalReport', to: '2024-12-19' }, 'invalid-payload'],
    ['that is no date', { deadline: 'finalReport', to: '2025-02-30' }, 'invalid-payload'],
    ['of no project', { deadline: 'finalReport', to: '2025-12-31', projects: [] }, 'event-not'],
    ['that nobody has', { deadline: 'hearing.balance', to: '2025-12-31' }, 'event-not-allowed'],
    ['of strangers', { deadline: 'finalReport', to: '2025-12-31', projects: ['x'] }, 'event-not'],
  ])('refuses a move %s', async (_, terms, code) => {
    const result = await world.moves.preview({ call, sender: mia }, terms)
    expect(result).toMatchObject({ accepted: false, code: expect.stringContaining(code) as string })
  })
})

describe('a move that is approved', () => {
  test('does what its preview said, whatever moves and where to', async () => {
    const world = await replayed('2025-01-20')
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('interimReport', 'finalReport', 'accounts.2024', 'accounts.2025'),
        fc.integer({ min: ms('2025-01-21'), max: ms('2027-12-31') }).map(formatInstant),
        fc.boolean(),
        fc.constantFrom(['voorbeeld/aalst'], ['voorbeeld/gent', 'voorbeeld/aalst'], undefined),
        async (deadline, moment, isDate, projects) => {
          const to = isDate ? moment.slice(0, 10) : moment
          const terms = { deadline, to, ...(projects === undefined ? {} : { projects }) }
          // Gent has handed its interim report in.
          const preview = await expectPreviewComesTrue(world, terms)
          expect(preview.projects.length).toBe(
            deadline === 'interimReport' || projects?.length === 1 ? 1 : 2,
          )
        },
      ),
      { numRuns: 25, seed: 7 },
    )
    expect(await world.app.engine.verify()).toEqual([])
    await world.app[Symbol.asyncDispose]()
  })

  test('moves 59 projects in one transaction, and the call with them when all move', async () => {
    const world = await submitting(59)
    const whole = await expectPreviewComesTrue(world, { deadline: 'submission', to: '2024-05-10' })
    expect(whole.projects).toHaveLength(59)
    expect(whole.call).toMatchObject([
      { name: 'submission', after: { due: { nl: 'vrijdag 10 mei 2024' } } },
    ])
    const projects = Array.from({ length: 30 }, (_, index) => `voorbeeld/stad-${index * 2}`)
      .filter((id) => Number(id.split('-')[1]) < 59)
      .slice(0, 29)
    const half = await expectPreviewComesTrue(world, {
      deadline: 'submission',
      to: '2024-05-17',
      projects,
    })
    expect([half.projects.length, half.untouched.length, half.call]).toEqual([29, 30, []])
    await world.app[Symbol.asyncDispose]()
  })

  test('reopens what is overdue, and gives up the grace that ran', async () => {
    const world = await replayed('2025-01-20')
    const late = { deadline: 'interimReport', to: '2025-02-10' }
    const { projects } = await expectPreviewComesTrue(world, late)
    expect(projects).toMatchObject([
      { id: 'voorbeeld/aalst', before: { status: 'overdue' }, after: { status: 'open' } },
    ])
    await world.app[Symbol.asyncDispose]()
  })

  test('skips what was handed in between proposal and approval', async () => {
    const world = await replayed('2024-12-20')
    const by = { call, sender: max }
    const handIn = async (applicant: string, line: string) => {
      const sender = { person: applicant, roles: ['applicant'], claims: { applicant } }
      const data = { kpis: [{ line, achieved: 1 }] }
      const to = `voorbeeld/${applicant}`
      const sent = { to, type: 'interimReport.submit', data, sender }
      expect(await world.app.engine.send(sent)).toMatchObject({ accepted: true })
    }
    const proposal = await proposed(world, { deadline: 'interimReport', to: '2025-03-01' })
    await handIn('gent', 'gent-1')
    const shown = await world.moves.previewOpen(by, proposal)
    if (!shown.accepted) throw new Error(shown.message)
    expect(shown.preview.projects.map(({ id }) => id)).toEqual(['voorbeeld/aalst'])
    expect(shown.preview.untouched).toContainEqual({
      id: 'voorbeeld/gent',
      name: 'Gent',
      status: 'met',
    })
    expect(await world.moves.approve(by, proposal)).toMatchObject({ accepted: true })
    await expectCameTrue(world, shown.preview)

    const again = await proposed(world, { deadline: 'interimReport', to: '2025-04-01' })
    await handIn('aalst', 'aalst-1')
    for (const result of [world.moves.previewOpen(by, again), world.moves.approve(by, again)]) {
      expect(await result).toMatchObject({ accepted: false, code: 'event-not-allowed' })
    }
    await world.app[Symbol.asyncDispose]()
  })
})

describe('DeadlineMoves.undo', () => {
  test('gives the moves that put every date back, approved like any other', async () => {
    const world = await replayed('2024-12-20')
    const original = await deadlinesOf(world, 'voorbeeld/aalst')
    const approve = async (terms: MoveTerms) => {
      const proposal = await proposed(world, terms)
      const outcome = await world.moves.approve({ call, sender: max }, proposal)
      return outcome.accepted ? outcome.revision : 0
    }
    await approve({ deadline: 'finalReport', to: '2025-09-01', projects: ['voorbeeld/gent'] })
    const second = await approve({ deadline: 'finalReport', to: '2025-10-01' })
    const undo = await world.moves.undo(call, second)
    expect(undo).toMatchObject({
      moves: [
        { to: '2025-07-05T21:59:59.999Z', projects: ['voorbeeld/aalst'] },
        { to: '2025-09-01T21:59:59.999Z', projects: ['voorbeeld/gent'] },
      ],
      left: [],
    })
    if (!undo.accepted) throw new Error(undo.message)
    for (const { deadline, to, projects } of undo.moves) {
      await approve({ deadline, to, ...(projects === null ? {} : { projects }) })
    }
    expect(await deadlinesOf(world, 'voorbeeld/aalst')).toEqual(original)
    expect(await world.moves.undo(call, second)).toMatchObject({
      moves: [],
      left: [
        { id: 'voorbeeld/aalst', reason: 'The deadline has moved again since.' },
        { id: 'voorbeeld/gent', reason: 'The deadline has moved again since.' },
      ],
    })
    await world.app[Symbol.asyncDispose]()
  })

  test('names what was moved when the deadline runs in others too, since later', async () => {
    const world = await submitting(3)
    await world.app.engine.advanceTo(ms('2024-05-07'))
    const reopen = async (id: string) => {
      const data = { until: '2024-05-24', reason: 'Storing.' }
      const to = `${call}/${id}`
      const outcome = await world.app.engine.send({
        to,
        type: 'submission.reopen',
        data,
        sender: mia,
      })
      expect(outcome).toMatchObject({ accepted: true })
    }
    await reopen('stad-0')
    const proposal = await proposed(world, { deadline: 'submission', to: '2024-06-21' })
    await reopen('stad-1')
    const outcome = await world.moves.approve({ call, sender: max }, proposal)
    expect(await world.moves.undo(call, outcome.accepted ? outcome.revision : 0)).toMatchObject({
      moves: [{ to: '2024-05-24T21:59:59.999Z', projects: ['voorbeeld/stad-0'] }],
      left: [],
    })
    await world.app[Symbol.asyncDispose]()
  })

  test('leaves what was due in the past, and refuses a revision that approved no move', async () => {
    const world = await replayed('2025-01-20')
    const proposal = await proposed(world, { deadline: 'interimReport', to: '2025-02-10' })
    const outcome = await world.moves.approve({ call, sender: max }, proposal)
    expect(await world.moves.undo(call, outcome.accepted ? outcome.revision : 0)).toMatchObject({
      moves: [],
      left: [{ id: 'voorbeeld/aalst', reason: expect.stringContaining('is past') as string }],
    })
    expect(await world.moves.undo(call, proposal)).toMatchObject({
      accepted: false,
      code: 'invalid-payload',
      field: 'move',
    })
    await world.app[Symbol.asyncDispose]()
  })
})
