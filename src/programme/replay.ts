import type { CallShape } from '../../machines/call/shape.ts'
import type { ProjectShape } from '../../machines/project/shape.ts'
import { formatInstant } from '../domain/calendar.ts'
import type { Engine, Outcome, SendOptions } from '../engine/index.ts'
import { startCall } from './calls.ts'
import type { Effects } from './effects.ts'
import type { CallFolder, ReplayEvent } from './import/folder.ts'
import type { Outage } from './outage.ts'
import type { Queries } from './queries.ts'

export interface ReplayOptions {
  /** Last instant that is applied; without it the clock stops at the last event. */
  readonly untilMs?: number
  readonly outages?: readonly Outage[]
  /** Performs effects as the replay goes; without it they wait in the outbox. */
  readonly effects?: Effects
  /**
   * Brings everything that is due up to a time, in place of the runtime itself; then lines are sent
   * one by one, so that nothing that is due between two of them is left to the second.
   */
  readonly bring?: (untilMs: number) => Promise<void>
  /** Told now and then how many of the lines are done. */
  readonly onProgress?: (done: number, total: number) => void
}

/** What a replay prints. Source: domain §7. */
export interface ReplayResult {
  readonly call: CallShape
  readonly projects: readonly ProjectShape[]
  readonly refused: readonly RefusedLine[]
  readonly outages: readonly {
    readonly from: string
    readonly to: string
    /** How many timers fell due in it, and were held. */
    readonly timers: number
  }[]
}

export interface RefusedLine {
  readonly line: number
  readonly to: string
  readonly type: string
  readonly code: string
  readonly message: string
  readonly field?: string
}

/** Lines that are on their way to the runtime at once; they share commits. */
const LINES_AT_ONCE = 128

/** Who starts a call that is replayed. */
export const importer = { person: 'mijlpaal', roles: ['manager'] } as const

/** A replay that cannot go on; the message is one sentence for people. */
class ReplayError extends Error {
  override readonly name = 'ReplayError'
}

/** When the clock of a fresh database starts: a day before anything happens. */
export function replayStartMs({ parameters, events }: CallFolder): number {
  const first = Math.min(parameters.timeline.launchMs, events[0]?.atMs ?? Infinity)
  return first - 24 * 60 * 60 * 1000
}

/**
 * Runs a folder of dated events on a virtual clock, through the same runtime as production. The
 * worker of this world wakes before each handful of lines, unless an outage keeps it down; timers
 * that fall due between two lines are applied by the runtime itself. Interrupted, it is resumed by
 * running it again: every line is keyed, and what has an outcome keeps it.
 */
export async function replay(
  engine: Engine,
  queries: Queries,
  folder: CallFolder,
  options: ReplayOptions = {},
): Promise<ReplayResult> {
  const { parameters, applicants } = folder
  const { outages = [], untilMs, onProgress, effects, bring } = options
  const isDown = (ms: number) => outages.some(({ fromMs, toMs }) => fromMs <= ms && ms <= toMs)
  effects?.heldDuring(outages)
  const startMs = replayStartMs(folder)
  const started = await startCall(engine, parameters, applicants, importer, { at: startMs })
  if (!started.accepted) {
    throw new ReplayError(
      `The database has another call ${parameters.id}: ${started.message} Use a fresh database.`,
    )
  }
  const events = folder.events.filter(({ atMs }) => untilMs === undefined || atMs <= untilMs)
  const refused: RefusedLine[] = []
  const linesAtOnce = bring === undefined ? LINES_AT_ONCE : 1
  for (let done = 0; done < events.length; done += linesAtOnce) {
    const lines = events.slice(done, done + linesAtOnce)
    const first = lines[0]?.atMs ?? 0
    if (bring !== undefined) await bring(first - 1)
    else if (!isDown(first)) {
      await engine.advanceTo(Math.max(first - 1, engine.nowMs()), 'replay')
    }
    const outcomes = await Promise.all(lines.map((line) => engine.send(eventOf(line))))
    for (const [index, outcome] of outcomes.entries()) {
      const line = lines[index]
      if (line !== undefined && !outcome.accepted) refused.push(refusedLine(line, outcome))
    }
    if (!isDown(engine.nowMs())) await effects?.perform()
    onProgress?.(done + lines.length, events.length)
  }
  const endMs = untilMs ?? events.at(-1)?.atMs ?? startMs
  await bring?.(endMs)
  await engine.advanceTo(Math.max(endMs, engine.nowMs()), 'replay')
  await effects?.perform()
  return {
    ...(await outcomeOf(queries, parameters.id)),
    refused,
    outages: await held(engine, parameters.id, outages),
  }
}

/** A call and its projects as they stand, without what only a replay knows. */
async function outcomeOf(
  queries: Queries,
  id: string,
): Promise<Pick<ReplayResult, 'call' | 'projects'>> {
  const call = await queries.call(id)
  if (call === undefined) throw new ReplayError(`There is no call ${id} in this database.`)
  return { call, projects: await queries.projects(id) }
}

/** What is sent of a line; its key makes it one event, however often it is sent. */
export function eventOf(line: ReplayEvent): SendOptions {
  const { applicant } = line
  return {
    to: line.to,
    type: line.type,
    data: line.data,
    at: line.atMs,
    key: line.id ?? `line:${line.line}`,
    sender: {
      person: line.actor,
      roles: line.roles,
      ...(applicant === undefined ? {} : { claims: { applicant } }),
    },
  }
}

function refusedLine(
  { line, to, type }: ReplayEvent,
  { code, message, field }: Extract<Outcome, { accepted: false }>,
): RefusedLine {
  return { line, to, type, code, message, ...(field === undefined ? {} : { field }) }
}

async function held(
  engine: Engine,
  call: string,
  outages: readonly Outage[],
): Promise<ReplayResult['outages']> {
  return Promise.all(
    outages.map(async ({ fromMs, toMs }) => ({
      from: formatInstant(fromMs),
      to: formatInstant(toMs),
      timers: await engine.timersBetween(call, fromMs, toMs),
    })),
  )
}
