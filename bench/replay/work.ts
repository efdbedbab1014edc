import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  initialTransition,
  transition,
  type AnyMachineSnapshot,
  type AnyStateMachine,
} from 'xstate'
import { generateLarge } from '../../calls/generate/generate.ts'
import { catalog } from '../../machines/catalog.ts'
import { openApp, type App } from '../../src/app.ts'
import type { DeliveredEvent, HistoryEntry } from '../../src/engine/index.ts'
import { readCallFolder, type CallFolder } from '../../src/programme/import/folder.ts'
import { replay, replayStartMs } from '../../src/programme/replay.ts'
import { freshFolder } from '../folder.ts'
import type { Figures } from '../target.ts'

const applicants = 500

interface Following {
  /** Whether effects are performed as they come. */
  readonly isWhole: boolean
}

/**
 * The replay with everything that its transactions hold, and then as `mijlpaal replay` does it,
 * with what follows on them: mails, letters, publications.
 */
export const replayOfMany = async (): Promise<Figures> => {
  const folder = await callOfMany()
  const timeOf = (options: Following) => replayed(folder, options, async (_app, ms) => ms)
  await timeOf({ isWhole: false })
  return { time: await timeOf({ isWhole: false }), whole: await timeOf({ isWhole: true }) }
}

/** The same transitions by XState alone, on live snapshots: nothing stored, nothing restored. */
export const transitionsInMemory = async (): Promise<Figures> =>
  replayed(await callOfMany(), { isWhole: false }, async (app) => {
    const entries = await logOf(app)
    const machines = await machinesOf(app, entries)
    const run = (): ReadonlyMap<string, AnyMachineSnapshot> => {
      const snapshots = new Map<string, AnyMachineSnapshot>()
      for (const entry of entries) {
        const { instance: id } = entry
        snapshots.set(id, next(machines.get(id) as AnyStateMachine, snapshots.get(id), entry))
      }
      return snapshots
    }
    run()
    const start = performance.now()
    const snapshots = run()
    const ms = performance.now() - start
    await compare(app, snapshots)
    return { time: ms, whole: ms }
  })

const next = (
  machine: AnyStateMachine,
  snapshot: AnyMachineSnapshot | undefined,
  { instance: id, type, at, revision, person, data, facts }: HistoryEntry,
): AnyMachineSnapshot => {
  if (snapshot === undefined) return initialTransition(machine, { at, revision, id, data })[0]
  const event: DeliveredEvent = { type, at, revision, person, data, facts }
  return transition(machine, snapshot, event)[0]
}

/** Every event that machines got, in the order of the log. */
const logOf = async ({ engine, queries }: App): Promise<readonly HistoryEntry[]> => {
  const [call = ''] = await queries.calls()
  const ids = [call, ...(await queries.projects(call)).map(({ id }) => id)]
  const histories = await Promise.all(ids.map((id) => engine.history(id)))
  return histories
    .flat()
    .filter(({ cause }) => cause !== 'operator')
    .toSorted((a, b) => a.physical.position - b.physical.position)
}

const machinesOf = async ({ engine }: App, entries: readonly HistoryEntry[]) => {
  const machines = new Map<string, AnyStateMachine>()
  for (const id of new Set(entries.map(({ instance }) => instance))) {
    const name = (await engine.instance(id))?.machine
    const found = catalog.find((each) => each.name === name)
    if (found === undefined) throw new Error(`${id} is of no machine that is known`)
    machines.set(id, found.machine)
  }
  return machines
}

/** Both must have got to the same states and contexts, or the figures say nothing. */
const compare = async ({ engine }: App, snapshots: ReadonlyMap<string, AnyMachineSnapshot>) => {
  for (const [id, { value, context }] of snapshots) {
    const instance = await engine.instance(id)
    const ours = JSON.stringify([instance?.snapshot.value, instance?.snapshot.context])
    if (ours !== JSON.stringify([value, context])) throw new Error(`${id} ended otherwise`)
  }
}

const callOfMany = async (): Promise<CallFolder> => {
  using folder = freshFolder()
  const { callFile, applicantsFile, eventsFile } = generateLarge(applicants, 'bench')
  writeFileSync(join(folder.path, 'call.yaml'), callFile)
  writeFileSync(join(folder.path, 'applicants.json'), applicantsFile)
  writeFileSync(join(folder.path, 'events.jsonl'), eventsFile)
  const read = await readCallFolder(folder.path)
  if ('folder' in read) return read.folder
  throw new Error(`The call cannot be used: ${JSON.stringify(read.errors.slice(0, 3))}`)
}

/** Replays on a database of its own, on disk, and looks at it while it is there. */
const replayed = async <T>(
  folder: CallFolder,
  { isWhole }: Following,
  look: (app: App, ms: number) => Promise<T>,
): Promise<T> => {
  using place = freshFolder()
  const kind = { seed: folder.parameters.id, startMs: replayStartMs(folder) }
  await using app = await openApp({ database: join(place.path, 'bench.sqlite'), kind })
  const start = performance.now()
  await replay(app.engine, app.queries, folder, isWhole ? { effects: app.effects } : {})
  return await look(app, performance.now() - start)
}
