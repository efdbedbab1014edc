import { StoreError } from '../store/errors.ts'
import type { DatabaseInfoRow } from '../store/engine/tables.ts'
import type { EngineTransaction } from '../store/engine/store.ts'
import type { Executor } from '../store/statement.ts'
import { VirtualClock, stopwatch } from './clock.ts'
import { MachineCrash } from './errors.ts'
import { ProcessCrash, reach } from './faults.ts'
import { fireDue, type Firing } from './fire.ts'
import { sealOf } from './hash.ts'
import { storedOutcome, type Answer, type TogetherAnswer } from './outcome.ts'
import { handleOperator, type OperatorRequest } from './operator.ts'
import type { Runtime } from './runtime.ts'
import {
  attemptId,
  handleRelay,
  handleSend,
  postponed,
  type RelayRequest,
  type SendRequest,
} from './send.ts'
import { handleStart, type StartRequest } from './start.ts'
import { handleTogether, type TogetherRequest } from './together.ts'
import { Workspace } from './workspace.ts'

/** Fires what is due in a group. */
export interface FireRequest {
  readonly kind: 'fire'
  /** An instance of the group. */
  readonly instanceId: string
  readonly untilMs: number
  readonly firedBy: string
  /** Leaves the group to another process that works on it, rather than waiting for that. */
  readonly isClaim?: boolean
}

/** Moves the clock of a virtual database, never back. */
export interface ClockRequest {
  readonly kind: 'clock'
  readonly toMs: number
  readonly rate?: number
}

export type Request =
  | SendRequest
  | TogetherRequest
  | StartRequest
  | RelayRequest
  | OperatorRequest
  | FireRequest
  | ClockRequest

export type Result = Answer | TogetherAnswer | { readonly fired: number }

/** The results in the order of the requests; a request that must wait has none. */
export type Results = readonly (Result | typeof postponed)[]

/** Reads everything that a batch needs and computes it. Nothing is written. */
export const computeBatch = async (
  runtime: Runtime,
  trx: EngineTransaction,
  executor: Executor,
  requests: readonly Request[],
  { maxSteps, isPreview }: { readonly maxSteps: number; readonly isPreview: boolean },
): Promise<{ readonly work: Workspace; readonly results: Results; readonly nowMs: number }> => {
  await adoptVirtualTime(runtime, trx)
  const nowMs = runtime.clock.nowMs()
  const stamped = requests.map((request) => stamp(runtime, request, nowMs))
  const { batchMs } = runtime.limits
  const elapsedMs = stopwatch()
  // Nobody waits for a preview but who asked for it: it is told whole.
  const isFull = (steps: number) => !isPreview && (steps >= maxSteps || elapsedMs() > batchMs)
  const work = new Workspace(
    { ...runtime, isPreview, isFull },
    trx,
    executor,
    Math.max(...stamped.map(timeOf)),
  )
  await prepare(runtime, work, stamped)
  await reach(runtime, 'after-load')
  const firing = {
    firedAtMs: nowMs,
    deadlinesUntilMs: runtime.isVirtual ? Infinity : nowMs - runtime.limits.deadlineGraceMs,
  }
  const results: (Result | typeof postponed)[] = []
  let isWaiting = false
  for (const request of stamped) {
    // Once one must wait, all after it wait too: order is kept.
    const result: Result | typeof postponed =
      isWaiting || work.isFull ? postponed : await handle(runtime, work, request, firing)
    isWaiting ||= result === postponed
    results.push(result)
  }
  await reach(runtime, 'after-compute')
  return { work, results, nowMs }
}

const handle = async (
  runtime: Runtime,
  work: Workspace,
  request: Request,
  firing: Omit<Firing, 'firedBy'>,
): Promise<Result | typeof postponed> => {
  switch (request.kind) {
    case 'send':
      return handleSend(runtime, work, request, { ...firing, firedBy: 'event' })
    case 'together':
      return handleTogether(runtime, work, request, { ...firing, firedBy: 'event' })
    case 'start':
      return handleStart(runtime, work, request)
    case 'fire': {
      const member = work.base.instance(request.instanceId)
      if (member === undefined) return { fired: 0 }
      const before = work.fired
      const group = work.group(member.groupId)
      // I6: on a live database only the database's clock says what is due.
      const untilMs = runtime.isVirtual
        ? request.untilMs
        : Math.min(request.untilMs, firing.firedAtMs)
      const { firedBy } = request
      const isDone = await fireDue(work, group, untilMs, { ...firing, firedBy })
      return isDone ? { fired: work.fired - before } : postponed
    }
    case 'retry':
    case 'skip':
    case 'redact':
      return handleOperator(runtime, work, request, { ...firing, firedBy: 'operator' })
    case 'relay':
      return handleRelay(runtime, work, request, { ...firing, firedBy: 'outbox' })
    case 'clock':
      return { fired: 0 }
    default:
      return request satisfies never
  }
}

/** One query each for instances, groups, due timers, attempts and people of all requests. */
const prepare = async (
  runtime: Runtime,
  work: Workspace,
  requests: readonly Request[],
): Promise<void> => {
  const ids = new Set<string>()
  const attempts = new Set<string>()
  const subjects = new Set<string>()
  const single = requests.flatMap((each): readonly Exclude<Request, TogetherRequest>[] =>
    each.kind === 'together' ? each.requests : [each],
  )
  for (const request of single) {
    if (request.kind === 'fire') ids.add(request.instanceId)
    if (request.kind === 'relay') {
      ids.add(request.message.to)
      attempts.add(attemptId(request.message.to, request.effectId))
    }
    if (!('options' in request)) continue
    const { options } = request
    if ('instance' in options) {
      ids.add(options.instance)
      continue
    }
    const to = 'to' in options ? options.to : options.root.id
    ids.add(to)
    if ('members' in options) for (const { id } of options.members ?? []) ids.add(id)
    if (options.key !== undefined) attempts.add(attemptId(to, options.key))
    subjects.add(options.sender.person)
  }
  const areClaims = requests.every((request) => request.kind === 'fire' && request.isClaim)
  await work.load([...ids], areClaims ? 'claim' : 'wait')
  await runtime.people.load(work.executor, [...subjects])
  if (attempts.size === 0) return
  for (const row of await runtime.store.attempt.find(work.executor, [...attempts])) {
    const instance = row.id.slice(0, row.id.indexOf('#'))
    const answer = { outcome: storedOutcome(row.outcome, instance) }
    work.attempts.set(row.id, { salt: row.salt, digest: row.digest, answer, isNew: false })
  }
}

/** On a virtual database "now" is only known inside the transaction. */
const stamp = (runtime: Runtime, request: Request, nowMs: number): Request => {
  if (!runtime.isVirtual || !('stampMs' in request)) return request
  const at = 'options' in request ? givenTime(request.options) : undefined
  return { ...request, stampMs: at ?? nowMs }
}

const timeOf = (request: Request): number => {
  switch (request.kind) {
    case 'send':
    case 'together':
    case 'start':
    case 'relay':
    case 'retry':
    case 'skip':
    case 'redact':
      return request.stampMs
    case 'fire':
      return request.untilMs
    case 'clock':
      return request.toMs
    default:
      return request satisfies never
  }
}

/** Now, by the clock of the database, asked of the database; a virtual clock is not set by it. */
export const databaseTimeMs = async ({ clock, store }: Runtime): Promise<number> => {
  await store.database.server?.askTime()
  if (!(clock instanceof VirtualClock)) return clock.nowMs()
  const info = await store.head.info(store.reader)
  return info === undefined ? clock.nowMs() : clock.readMs(timeIn(info))
}

/** Within a transaction: the clock of a virtual database is set to what stands there. */
export const adoptVirtualTime = async (runtime: Runtime, trx: EngineTransaction): Promise<void> => {
  if (!(runtime.clock instanceof VirtualClock)) return
  const info = await runtime.store.head.info(trx)
  if (info === undefined) return
  runtime.clock.adopt(timeIn(info))
}

const timeIn = ({ clock_ms: ms, clock_host_ms: hostMs, clock_rate: rate }: DatabaseInfoRow) => ({
  ms: ms ?? 0,
  hostMs: hostMs ?? 0,
  rate: rate ?? 0,
})

const givenStamp = (request: Request): number | undefined =>
  'options' in request ? givenTime(request.options) : undefined

const givenTime = (options: object): number | undefined =>
  'at' in options ? (options.at as number | undefined) : undefined

/** The clock of a virtual database is never behind what has been applied. */
export const moveVirtualTime = async (
  runtime: Runtime,
  trx: EngineTransaction,
  requests: readonly Request[],
  { groups }: Workspace,
): Promise<void> => {
  const { clock, store } = runtime
  if (!(clock instanceof VirtualClock)) return
  let toMs = clock.nowMs()
  let rate = clock.time.rate
  // A request that must wait for another batch may have fired timers already.
  for (const { atMs } of groups.values()) if (atMs > toMs) toMs = atMs
  for (const request of requests) {
    if (request.kind === 'clock') rate = request.rate ?? rate
    const atMs = 'stampMs' in request ? givenStamp(request) : timeOf(request)
    if (atMs !== undefined && atMs > toMs) toMs = atMs
  }
  if (toMs <= clock.nowMs() && rate === clock.time.rate) return
  const info = await store.head.lockInfo(trx)
  if (info === undefined) return
  // Another process may have moved it meanwhile; it never goes back.
  clock.adopt(timeIn(info))
  const time = clock.at(Math.max(toMs, clock.nowMs()), rate)
  clock.adopt(time)
  const row = { ...info, clock_ms: time.ms, clock_host_ms: time.hostMs, clock_rate: time.rate }
  await store.head.setInfo(trx, { ...row, seal: sealOf(row) })
}

/** Whether an error of a batch is the fault of one of its events, not of the database. */
export const isCulprit = (error: unknown): boolean => {
  if (error instanceof MachineCrash) return true
  if (error instanceof ProcessCrash) return false
  return !(error instanceof StoreError) || error.code === 'constraint-violated'
}
