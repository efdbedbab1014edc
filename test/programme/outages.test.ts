import { rmSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import type { AnyMachineSnapshot } from 'xstate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { catalog } from '../../machines/catalog.ts'
import { openApp } from '../../src/app.ts'
import type { HistoryEntry } from '../../src/engine/index.ts'
import type { CallFolder, ReplayEvent } from '../../src/programme/import/folder.ts'
import { callStart, projectStart } from '../../src/programme/import/starts.ts'
import { replay, replayStartMs, type ReplayResult } from '../../src/programme/replay.ts'
import { Model } from '../machines/model.ts'
import { move } from '../simulation/call-moves.ts'
import { Chance } from '../simulation/chance.ts'
import { emptyDirectory, folderOf, voorbeeld } from './replayed.ts'

const dayMs = 86_400_000
const directory = emptyDirectory()
let example: CallFolder
let files = 0

beforeAll(async () => {
  example = await folderOf(voorbeeld)
})

afterAll(() => {
  rmSync(directory, { recursive: true })
})

/** How the worker of a replay fares: when it is down, and where the replay stops and goes on. */
const schedules = fc.record({
  outages: fc.array(fc.tuple(fc.nat(1000), fc.nat(400)), { maxLength: 4 }),
  stops: fc.array(fc.nat(1000), { maxLength: 4 }),
})

type Schedule = typeof schedules extends fc.Arbitrary<infer T> ? T : never

const calm: Schedule = { outages: [], stops: [] }

describe('any schedule of outages', () => {
  test('leads the example call to the same result, but for the outages', async () => {
    const undisturbed = await run(example, calm)
    await fc.assert(
      fc.asyncProperty(schedules, async (schedule) => {
        const { result, history } = await run(example, schedule)
        expect({ ...result, outages: [] }).toEqual(undisturbed.result)
        expect(history).toBe(undisturbed.history)
      }),
      { numRuns: 15 },
    )
  })

  test('gives byte-identical history for random events', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 90 }), schedules, async (...drawn) => {
        const [seed, count, schedule] = drawn
        const folder = { ...example, events: randomEvents(seed, count) }
        const undisturbed = await run(folder, calm)
        const { result, history } = await run(folder, schedule)
        expect({ ...result, outages: [] }).toEqual(undisturbed.result)
        expect(history).toBe(undisturbed.history)
      }),
      // The example is of a refusal that named its guards in another order after a restart.
      { numRuns: 15, examples: [[10, 81, { outages: [], stops: [802] }]] },
    )
  })
})

/** Replays on a fresh database; each stop is an end of the process, and the next one resumes. */
async function run(
  folder: CallFolder,
  { outages, stops }: Schedule,
): Promise<{ readonly result: ReplayResult; readonly history: string }> {
  const file = join(directory, `replay-${(files += 1)}.sqlite`)
  const startMs = replayStartMs(folder)
  const endMs = folder.events.at(-1)?.atMs ?? startMs
  const at = (part: number): number => startMs + Math.floor(((endMs - startMs) * part) / 1000)
  const down = outages.map(([from, length]) => ({ fromMs: at(from), toMs: at(from + length) }))
  const kind = { seed: folder.parameters.id, startMs }
  for (const stop of stops.toSorted((a, b) => a - b)) {
    await using app = await openApp({ database: file, kind })
    await replay(app.engine, app.queries, folder, { outages: down, untilMs: at(stop) })
  }
  await using app = await openApp({ database: file, kind })
  const result = await replay(app.engine, app.queries, folder, { outages: down })
  expect(await app.engine.verify()).toEqual([])
  const ids = [result.call.id, ...result.projects.map(({ id }) => id)]
  const histories = await Promise.all(ids.map((id) => app.engine.history(id)))
  return { result, history: JSON.stringify(histories.flat().map(logical)) }
}

/** All but what is physical. */
function logical({ physical: _, ...entry }: HistoryEntry): object {
  return entry
}

/** Events that people might have sent, most of them possible where they come. */
function randomEvents(seed: number, count: number): readonly ReplayEvent[] {
  const chance = new Chance(seed)
  const { parameters, applicants } = example
  const model = new Model(parameters.id)
  let nowMs = parameters.timeline.launchMs - dayMs
  const [call, project] = catalog
  model.start(call, parameters.id, callStart(parameters, applicants), nowMs)
  for (const applicant of applicants) {
    const id = `${parameters.id}/${applicant.id}`
    model.start(project, id, projectStart(parameters, applicant), nowMs)
  }
  return Array.from({ length: count }, (_, index) => {
    nowMs += chance.duration(40 * dayMs)
    model.advanceTo(nowMs)
    const members = new Map<string, AnyMachineSnapshot>()
    for (const id of model.ids()) members.set(id, model.snapshot(id))
    const { to, type, data, sender } = move(chance, parameters.id, members, nowMs)
    tell(model, { to, type, data, at: nowMs, person: sender.person })
    return {
      line: index + 1,
      atMs: nowMs,
      to,
      type,
      data,
      actor: sender.person,
      roles: sender.roles,
      ...(sender.claims?.['applicant'] === undefined
        ? {}
        : { applicant: sender.claims['applicant'] }),
    }
  })
}

/** The model knows no schemas: what they would refuse, it may choke on. */
function tell(model: Model, event: Parameters<Model['send']>[0]): void {
  try {
    model.send(event)
  } catch {
    // The runtime will refuse it; the model goes on as if it had.
  }
}
