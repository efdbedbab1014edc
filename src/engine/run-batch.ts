import { computeBatch, isCulprit, moveVirtualTime, type Request, type Result } from './batch.ts'
import { canonicalJson } from './canonical.ts'
import { VirtualClock, stopwatch } from './clock.ts'
import { StoreError } from '../store/errors.ts'
import { MachineCrash, refuse } from './errors.ts'
import { ProcessCrash, reach } from './faults.ts'
import { sealOf } from './hash.ts'
import { refused } from './outcome.ts'
import { reportOf } from './report.ts'
import type { Runtime } from './runtime.ts'
import { postponed } from './send.ts'
import type { Workspace } from './workspace.ts'
import { failureRow, writeBatch } from './write.ts'

/** A request that waits for its batch. */
export interface Waiting {
  readonly request: Request
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

/** How often a batch is tried that another process was in the way of. */
const raceTries = 5

/**
 * Runs requests as one transaction and answers them after the commit (I2). If the write fails it is
 * rolled back and the batch halved, until the culprit stands alone and is set aside (I9). Returns
 * the requests that must wait for another batch, in order. Throws ProcessCrash only.
 */
export const runBatch = async (
  runtime: Runtime,
  waiting: readonly Waiting[],
  maxSteps: number,
  tries = 1,
): Promise<readonly Waiting[]> => {
  let work: Workspace | undefined
  const { clock } = runtime
  const elapsedMs = stopwatch()
  const time = clock instanceof VirtualClock ? clock.time : undefined
  try {
    const results = await runtime.store.transaction(async (trx, executor) => {
      await reach(runtime, 'after-begin')
      const requests = waiting.map(({ request }) => request)
      const computed = await computeBatch(runtime, trx, executor, requests, {
        maxSteps,
        isPreview: false,
      })
      ;({ work } = computed)
      const taken = requests.filter((_, index) => computed.results[index] !== postponed)
      await moveVirtualTime(runtime, trx, taken, computed.work)
      await writeBatch(runtime, computed.work, runtime.clock.nowMs())
      await reach(runtime, 'before-commit')
      return computed.results
    })
    committed(runtime, work)
    const durationMs = elapsedMs()
    await reach(runtime, 'after-commit')
    const later = answer(waiting, results)
    if (work !== undefined) tell(runtime, work, results, durationMs)
    return later
  } catch (error) {
    runtime.people.forget()
    // I6: what was rolled back has not moved the clock either.
    if (clock instanceof VirtualClock && time) clock.adopt(time)
    if (tries < raceTries && isRace(runtime, error)) {
      return runBatch(runtime, waiting, maxSteps, tries + 1)
    }
    return failed(runtime, waiting, maxSteps, work, error)
  }
}

/** Where several write at once, one may have been faster, or waited for us while we did for it. */
const isRace = ({ store }: Runtime, error: unknown): boolean =>
  store.database.dialect.isConcurrent &&
  error instanceof StoreError &&
  (error.code === 'database-busy' || error.code === 'constraint-violated')

/** Nobody can be told yes or no: trying in halves would only take longer. */
const isLost = (error: unknown): boolean =>
  error instanceof StoreError &&
  (error.code === 'database-unreachable' || error.code === 'commit-unknown')

const committed = (runtime: Runtime, work: Workspace | undefined): void => {
  if (work === undefined) return
  for (const state of work.base.instances.values()) runtime.cache.add(state)
  runtime.people.committed(work.base.extras.persons)
}

/** What a listener throws is its own: the batch is committed, and stays so. */
const tell = (
  { onBatch }: Runtime,
  work: Workspace,
  results: readonly (Result | typeof postponed)[],
  durationMs: number,
): void => {
  if (onBatch === null) return
  const answers = results.filter((result) => result !== postponed)
  const report = reportOf(work, answers, durationMs)
  void Promise.resolve(report).then(onBatch)
}

const answer = (
  waiting: readonly Waiting[],
  results: readonly (Result | typeof postponed)[],
): readonly Waiting[] => {
  const later: Waiting[] = []
  for (const [index, entry] of waiting.entries()) {
    const result = results[index]
    if (result === undefined || result === postponed) later.push(entry)
    else entry.resolve(result)
  }
  return later
}

const failed = async (
  runtime: Runtime,
  waiting: readonly Waiting[],
  maxSteps: number,
  work: Workspace | undefined,
  error: unknown,
): Promise<readonly Waiting[]> => {
  if (error instanceof ProcessCrash) throw error
  const [alone] = waiting
  if (alone === undefined) return []
  if (isLost(error)) {
    for (const { reject } of waiting) reject(error)
    return []
  }
  if (waiting.length > 1) {
    const half = waiting.length >> 1
    const later = await runBatch(runtime, waiting.slice(0, half), runtime.limits.batchSteps)
    const rest = waiting.slice(half)
    if (later.length > 0) return [...later, ...rest]
    return runBatch(runtime, rest, runtime.limits.batchSteps)
  }
  if (!isCulprit(error)) {
    alone.reject(error)
    return []
  }
  // A request may fire many timers first: they are written in parts, down to one.
  const steps = Math.min(work?.steps ?? 0, maxSteps)
  if (steps > 1) return runBatch(runtime, waiting, steps >> 1)
  return setAside(runtime, alone, work, error)
}

/** Marks the instance that the failing event was for, and keeps the event for an operator. */
const setAside = async (
  runtime: Runtime,
  alone: Waiting,
  work: Workspace | undefined,
  error: unknown,
): Promise<readonly Waiting[]> => {
  const { store } = runtime
  const culprit = error instanceof MachineCrash ? error.instanceId : work?.current?.to
  const message = error instanceof Error ? error.message : String(error)
  if (culprit === undefined) {
    alone.reject(error)
    return []
  }
  try {
    const isMarked = await store.transaction(async (trx) => {
      const [known] = await store.instance.heads(trx, [culprit])
      if (known) await store.instance.lock(trx, [known.group_id])
      const [head] = await store.instance.heads(trx, [culprit])
      const heads = await store.head.lockStream(trx)
      if (head === undefined || heads === undefined || head.needs_attention === 1) return false
      const id = heads.last_failure_id + 1
      const delivery = canonicalJson(work?.current ?? null)
      const nowMs = runtime.clock.nowMs()
      await store.failure.insert(trx, failureRow(id, culprit, delivery, message, nowMs))
      await store.instance.setAttention(trx, culprit, true)
      const next = { ...heads, last_failure_id: id }
      await store.head.setStream(trx, { ...next, seal: sealOf(next) })
      return true
    })
    // A drain goes on without the culprit; an event is answered.
    if (isMarked && alone.request.kind === 'fire') return [alone]
    alone.resolve(refused(refuse('needs-attention', `The event failed at ${culprit}: ${message}`)))
  } catch (second) {
    alone.reject(second)
  }
  return []
}
