import { copyFileSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callShape } from '../../machines/call/shape.ts'
import { phaseOf } from '../../machines/project/phase.ts'
import { amountsOf } from '../../machines/project/shape.ts'
import type { ProjectContext } from '../../machines/project/context.ts'
import type { PostParams } from '../../machines/actions.ts'
import { openApp, type App } from '../../src/app.ts'
import type { Forecast } from '../../src/engine/index.ts'
import { startCall } from '../../src/programme/calls.ts'
import type { CallFolder } from '../../src/programme/import/folder.ts'
import { eventOf, importer, replayStartMs } from '../../src/programme/replay.ts'
import { dump, emptyDirectory, folderOf, replayInto, voorbeeld } from './replayed.ts'

const shipped = join(import.meta.dirname, '../../calls/plan-samenleven-3')
const directory = emptyDirectory()
const yearMs = 365 * 86_400_000

let example: CallFolder
let real: CallFolder
let files = 0

beforeAll(async () => {
  example = await folderOf(voorbeeld)
  real = await folderOf(shipped)
})

afterAll(() => {
  rmSync(directory, { recursive: true })
})

const fresh = () => join(directory, `forecast-${(files += 1)}.sqlite`)

function open(file: string): Promise<App> {
  return openApp({ database: file, kind: 'existing' })
}

/** The file, with everything that is still in its log of changes. */
const bytes = (file: string) => [file, `${file}-wal`].map((each) => readFileSync(each))

describe('a forecast of a call from its start', () => {
  test('with the events of voorbeeld as edits ends as voorbeeld is expected to', async () => {
    const expected = JSON.parse(readFileSync(join(voorbeeld, 'expected.json'), 'utf8')) as {
      readonly call: object
      readonly projects: readonly object[]
      readonly refused: readonly object[]
    }
    const startMs = replayStartMs(example)
    const kind = { seed: example.parameters.id, startMs }
    await using app = await openApp({ database: fresh(), kind })
    await startCall(app.engine, example.parameters, example.applicants, importer, { at: startMs })
    const result = await app.engine.forecast({
      of: { groups: ['voorbeeld'] },
      untilMs: example.events.at(-1)?.atMs ?? 0,
      edits: example.events.map((line) => ({ ...eventOf(line), at: line.atMs })),
    })
    const projects = result.instances.filter(({ machine }) => machine === 'project')
    expect(
      projects.map(({ id, snapshot }) => ({
        id,
        phase: phaseOf(snapshot),
        amounts: amountsOf(snapshot.context as ProjectContext),
      })),
    ).toMatchObject(expected.projects)
    const call = result.instances.find(({ machine }) => machine === 'call')
    const amounts = projects.map(({ snapshot }) => amountsOf(snapshot.context as ProjectContext))
    expect(call && callShape(call.snapshot, amounts)).toMatchObject(expected.call)
    expect(result.refusals).toMatchObject(
      expected.refused.map((line) => ({
        to: (line as { to: string }).to,
        code: (line as { code: string }).code,
      })),
    )
    expect((await app.engine.instance('voorbeeld/gent'))?.state).toContain('scheduled')
  })
})

describe('a forecast without edits', () => {
  const moments = [
    '2024-04-02T00:00:00Z',
    '2024-05-06T10:00:00Z',
    '2024-06-10T12:00:00Z',
    '2024-10-01T00:00:00Z',
    '2025-01-05T12:00:00Z',
    '2025-07-20T12:00:00Z',
    '2026-02-01T12:00:00Z',
  ]

  const file = fresh()

  test.each(moments)('made at %s is what a moved clock does', async (moment) => {
    const fromMs = Date.parse(moment)
    await replayInto(file, real, fromMs)
    const copy = fresh()
    copyFileSync(file, copy)
    await using app = await open(file)
    await using other = await open(copy)
    const untilMs = fromMs + 2 * yearMs
    const result = await app.engine.forecast({ of: { groups: [real.parameters.id] }, untilMs })
    await other.engine.advanceTo(untilMs)
    expect(result.endedBy).toBeNull()
    expect(result.instances.map(({ id, state, revision }) => [id, state, revision])).toEqual(
      await standing(other, result),
    )
    expect(postingsOf(result)).toEqual(await postedSince(other, result))
    expect(logOf(result)).toEqual(await loggedSince(other, result))
  })

  test('is the same when it is made again', async () => {
    await using app = await open(file)
    const options = {
      of: { groups: [real.parameters.id] },
      untilMs: Date.parse('2028-02-01T00:00:00Z'),
    }
    const [one, other] = [await app.engine.forecast(options), await app.engine.forecast(options)]
    expect(JSON.stringify(one.steps)).toBe(JSON.stringify(other.steps))
  })

  test('of instances alone tells what becomes of them in their group', async () => {
    const other = fresh()
    await replayInto(other, real, Date.parse('2025-07-20T12:00:00Z'))
    await using app = await open(other)
    const untilMs = Date.parse('2027-07-20T12:00:00Z')
    const { id } = real.parameters
    const whole = await app.engine.forecast({ of: { groups: [id] }, untilMs })
    const alone = await app.engine.forecast({ of: { instances: [id, `${id}/gent`] }, untilMs })
    const ofGent = ({ steps }: Forecast) =>
      steps.filter(({ instance }) => instance === `${id}/gent`)
    expect(ofGent(alone).length).toBeGreaterThan(0)
    expect(ofGent(alone)).toEqual(ofGent(whole))
    expect(alone.instances.map((each) => each.id)).toEqual([id, `${id}/gent`])
  })
})

describe('the database', () => {
  test('is untouched by a forecast, byte for byte', async () => {
    const file = fresh()
    await replayInto(file, real, Date.parse('2025-07-20T12:00:00Z'))
    const statements: string[] = []
    await using app = await openApp({
      database: file,
      kind: 'existing',
      onStatement: (sql) => statements.push(sql),
    })
    const [before, rows] = [bytes(file), dump(file)]
    statements.length = 0
    const result = await app.engine.forecast({
      of: { groups: [real.parameters.id] },
      untilMs: Date.parse('2028-01-01T00:00:00Z'),
    })
    expect(result.steps.length).toBeGreaterThan(100)
    expect(bytes(file).map((each, index) => each.equals(before[index] as Buffer))).toEqual([
      true,
      true,
    ])
    expect(dump(file)).toBe(rows)
    expect(statements).toEqual([])
  })
})

const standing = (app: App, { instances }: Forecast) =>
  Promise.all(
    instances.map(async ({ id }) => {
      const instance = await app.engine.instance(id)
      return [id, instance?.state, instance?.revision]
    }),
  )

const placeOf = (each: { readonly instance: string; readonly revision: number }) =>
  `${each.instance} ${String(each.revision).padStart(6, '0')}`

function logOf({ steps }: Forecast): readonly string[] {
  return steps.map((each) => `${placeOf(each)} ${each.at} ${each.type} ${each.cause}`).toSorted()
}

async function loggedSince(app: App, { steps }: Forecast): Promise<readonly string[]> {
  const first = new Map<string, number>()
  for (const { instance, revision } of steps) {
    first.set(instance, Math.min(first.get(instance) ?? Infinity, revision))
  }
  const logs = await Promise.all([...first].map(([id]) => app.engine.history(id)))
  return logs
    .flat()
    .filter(({ instance, revision }) => revision >= (first.get(instance) ?? 0))
    .map((each) => `${placeOf(each)} ${each.at} ${each.type} ${each.cause}`)
    .toSorted()
}

function postingsOf({ steps }: Forecast): readonly unknown[] {
  return steps
    .flatMap(({ instance, at, records }) =>
      records.flatMap(({ params }) =>
        (params as PostParams).postings.map((each) => JSON.stringify({ instance, at, ...each })),
      ),
    )
    .toSorted()
}

async function postedSince(app: App, result: Forecast): Promise<readonly unknown[]> {
  const first = new Map<string, number>()
  for (const { instance, revision } of result.steps) {
    first.set(instance, Math.min(first.get(instance) ?? Infinity, revision))
  }
  const ids = [...first.keys()].filter((id) => id.includes('/'))
  const rows = await Promise.all(ids.map((id) => app.queries.ledger(id)))
  return rows
    .flat()
    .filter((row) => row.revision >= (first.get(row.instance_id) ?? Infinity))
    .map(({ instance_id: instance, at_ms: at, debit, credit, cents, subject }) =>
      JSON.stringify({ instance, at, debit, credit, cents, subject }),
    )
    .toSorted()
}
