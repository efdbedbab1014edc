import { sign } from 'node:crypto'
import type { InstanceChange } from '../store/engine/instance-table.ts'
import type {
  AttemptRow,
  DailyHeadRow,
  FailureRow,
  InstanceRow,
  StreamHeadRow,
  TimerRow,
} from '../store/engine/tables.ts'
import type { TimerName } from '../store/engine/timer-table.ts'
import { canonicalJson } from './canonical.ts'
import type { InstanceState } from './draft.ts'
import { assertInvariant } from './errors.ts'
import { reach } from './faults.ts'
import { attemptLeaf, roll, sealOf, sha256 } from './hash.ts'
import { outcomeOf, outcomeText } from './outcome.ts'
import { withoutTables } from '../store/database.ts'
import type { Runtime } from './runtime.ts'
import type { Workspace } from './workspace.ts'

/** The state of the heads while a batch is written. */
type Heads = { -readonly [K in keyof StreamHeadRow]: StreamHeadRow[K] }

/**
 * Writes all that a batch computed as a handful of statements (I1). Positions are given here, under
 * the commit lock, so that no reader of the log ever skips a row. Returns whether anything changed.
 */
export const writeBatch = async (
  runtime: Runtime,
  work: Workspace,
  nowMs: number,
): Promise<boolean> => {
  const { store, participants } = runtime
  const { trx, executor, base } = work
  const hasAttempts = [...work.attempts.values()].some(({ isNew }) => isNew)
  if (base.isEmpty && !hasAttempts) return false
  const heads = await readHeads(runtime, work)
  await closeDay(runtime, work, heads, runtime.dayOf(nowMs))
  await writeInstances(runtime, work)
  await reach(runtime, 'after-instances')
  await writeEvents(runtime, work, heads)
  await reach(runtime, 'after-events')
  await writeTimers(runtime, work, heads)
  await reach(runtime, 'after-timers')
  if (base.hasExtras) await writeExtras(runtime, work, heads, nowMs)
  await reach(runtime, 'after-outbox')
  if (base.events.length > 0) {
    const steps = base.events.map(({ step }) => step)
    for (const participant of participants) {
      await participant.write(withoutTables(trx), steps)
    }
  }
  await reach(runtime, 'after-participants')
  await writeAttempts(runtime, work, heads)
  await store.head.setStream(executor, { ...heads, seal: sealOf(heads) })
  return true
}

/** What few batches have: texts, effects, new people, failures, what operators did. */
const writeExtras = async (
  runtime: Runtime,
  work: Workspace,
  heads: Heads,
  nowMs: number,
): Promise<void> => {
  const { store } = runtime
  const { executor, base } = work
  const { texts, effects, persons } = base.extras
  await store.text.insert(executor, texts)
  await store.outbox.insert(
    executor,
    effects.map((effect) => outboxRow(effect, nowMs)),
  )
  await store.person.insert(executor, [...new Map(persons.map((row) => [row.id, row])).values()])
  await writeFailures(runtime, work, heads, nowMs)
  await writeRedactions(runtime, work)
}

const readHeads = async ({ store }: Runtime, { executor }: Workspace): Promise<Heads> => {
  const row = await store.head.lockStream(executor)
  assertInvariant(row !== undefined, 'I10', 'the database has no stream head')
  return { ...row }
}

/** Writes the daily head of the day before when this is the first batch of a new day (I10). */
const closeDay = async (
  runtime: Runtime,
  { trx }: Workspace,
  heads: Heads,
  today: string,
): Promise<void> => {
  if (heads.day !== '' && today > heads.day) {
    const digests: Record<string, string> = {}
    for (const participant of runtime.participants) {
      const digest = await participant.digest?.(withoutTables(trx))
      if (digest !== undefined) digests[participant.name] = digest
    }
    const head = dailyHead(heads, canonicalJson(digests))
    const { signingKey } = runtime
    const signature =
      signingKey && sign(null, Buffer.from(head.hash), signingKey).toString('base64url')
    await runtime.store.head.addDaily(trx, { ...head, signature })
    heads.daily_hash = head.hash
  }
  if (today > heads.day) heads.day = today
}

/** The head of the day that `heads` stands at. */
const dailyHead = (heads: StreamHeadRow, participants: string): Omit<DailyHeadRow, 'signature'> => {
  const head = {
    day: heads.day,
    position: heads.position,
    stream_hash: heads.hash,
    attempt_position: heads.attempt_position,
    attempt_hash: heads.attempt_hash,
    participants,
    previous_hash: heads.daily_hash,
  }
  return { ...head, hash: sha256(canonicalJson(head)) }
}

const writeInstances = async ({ store }: Runtime, work: Workspace): Promise<void> => {
  const { executor, base, loaded } = work
  const started: InstanceRow[] = []
  const changed: InstanceChange[] = []
  for (const state of base.instances.values()) {
    const before = loaded.get(state.id)
    if (!before) {
      started.push(rowOf(state, work))
      continue
    }
    if (state.revision !== before.revision) {
      changed.push({ ...changeOf(state, groupTime(work, state)), was: before.revision })
    }
    if (state.needsAttention !== before.needsAttention) {
      await store.instance.setAttention(executor, state.id, state.needsAttention)
    }
  }
  const written = await store.instance.update(executor, changed)
  assertInvariant(written === changed.length, 'I1', 'an instance is no longer at its revision')
  await store.instance.insert(executor, started)
  for (const group of work.groups.values()) {
    if (group.atMs === group.storedAtMs || isWritten(work, group.id)) continue
    await store.instance.setGroupTime(executor, group.id, group.atMs)
  }
}

/** Whether the root's row is written anyway, group time included. */
const isWritten = ({ base, loaded }: Workspace, id: string): boolean => {
  const root = base.instances.get(id)
  return root !== undefined && root.revision !== loaded.get(id)?.revision
}

/** On the root's row the group's time; elsewhere what stands there. */
const groupTime = (work: Workspace, { id, groupId, groupAtMs }: InstanceState): number =>
  id === groupId ? work.group(id).atMs : groupAtMs

const changeOf = (state: InstanceState, groupAtMs: number) => ({
  id: state.id,
  revision: state.revision,
  snapshot: state.text,
  state: state.state,
  at_ms: state.atMs,
  group_at_ms: groupAtMs,
  hash: state.hash,
})

const rowOf = (state: InstanceState, work: Workspace): InstanceRow => ({
  ...changeOf(state, groupTime(work, state)),
  group_id: state.groupId,
  machine: state.machine.name,
  version: state.machine.version,
  needs_attention: state.needsAttention ? 1 : 0,
})

const writeEvents = async (
  { store }: Runtime,
  { executor, base }: Workspace,
  heads: Heads,
): Promise<void> => {
  const rows = base.events.map(({ row }) => row)
  for (const row of rows) {
    heads.position += 1
    heads.hash = roll(heads.hash, row.hash)
    row.position = heads.position
  }
  await store.event.insert(executor, rows)
}

const writeTimers = async ({ store }: Runtime, work: Workspace, heads: Heads): Promise<void> => {
  const { executor, base, loaded } = work
  const armed: TimerRow[] = []
  const gone: TimerName[] = []
  for (const [name, timer] of base.timers) {
    if (timer !== null) {
      heads.last_timer_id += 1
      armed.push({ ...timer, id: heads.last_timer_id })
      continue
    }
    const [instanceId = '', timerId = ''] = name.split('\n')
    // An instance that starts in this batch has no timers in the database.
    if (!loaded.get(instanceId)) continue
    gone.push({ instance_id: instanceId, timer_id: timerId })
  }
  await store.timer.remove(executor, gone)
  await store.timer.upsert(executor, armed)
  work.armed = armed
}

const outboxRow = (
  { id, kind, params }: { id: string; kind: string; params: unknown },
  nowMs: number,
) => {
  const row = {
    id,
    kind,
    params: canonicalJson(params),
    status: 'pending',
    attempts: 0,
    next_attempt_ms: nowMs,
    lease_until_ms: null,
    last_error: null,
  } as const
  return { ...row, seal: sealOf(row) }
}

/** Takes texts away, and the salts by which they could be guessed from kept attempts (I15). */
const writeRedactions = async ({ store }: Runtime, { trx, base }: Workspace): Promise<void> => {
  for (const { instanceId, revision, path, attemptId } of base.extras.redactions) {
    await store.text.redact(trx, instanceId, revision, path)
    if (attemptId === null) continue
    const [attempt] = await store.attempt.find(trx, [attemptId])
    if (attempt === undefined || attempt.salt === null) continue
    await store.attempt.removeSalt(trx, attemptId, sha256(attempt.salt))
  }
}

const writeFailures = async (
  { store }: Runtime,
  { trx, base }: Workspace,
  heads: Heads,
  nowMs: number,
): Promise<void> => {
  for (const row of base.extras.resolved) await store.failure.update(trx, row)
  for (const { instanceId, delivery, error } of base.extras.failures) {
    heads.last_failure_id += 1
    await store.failure.insert(
      trx,
      failureRow(heads.last_failure_id, instanceId, delivery, error, nowMs),
    )
  }
}

export const failureRow = (
  id: number,
  instanceId: string,
  delivery: string,
  error: string,
  nowMs: number,
): FailureRow => {
  const row = {
    id,
    instance_id: instanceId,
    delivery,
    error,
    failed_at_ms: nowMs,
    status: 'open',
  } as const
  return { ...row, seal: sealOf(row) }
}

/** I5: every keyed attempt with its outcome, refused ones too. */
const writeAttempts = async ({ store }: Runtime, work: Workspace, heads: Heads): Promise<void> => {
  const rows: AttemptRow[] = []
  for (const [id, { salt, digest, answer, isNew }] of work.attempts) {
    if (!isNew) continue
    heads.attempt_position += 1
    const outcome = outcomeText(outcomeOf(answer))
    const position = heads.attempt_position
    const row = { id, position, salt, digest, outcome, salt_digest: null }
    heads.attempt_hash = roll(heads.attempt_hash, attemptLeaf(row))
    rows.push(row)
  }
  await store.attempt.insert(work.executor, rows)
}
