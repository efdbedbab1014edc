import type { InstanceRow, OutboxRow, TimerRow } from '../store/engine/tables.ts'
import { canonicalJson } from './canonical.ts'
import { timerName, type InstanceState } from './draft.ts'
import { sealOf, textDigest } from './hash.ts'
import { textKey, type Refold } from './refold.ts'
import type { Verification } from './verification.ts'

const pageRows = 1000

/** Every instance stands where its log leads, byte for byte. */
export const compareInstances = async (
  { runtime, trx, report }: Verification,
  refold: Refold,
): Promise<void> => {
  const open = new Set<string>()
  for (const { instance_id, status } of await runtime.store.failure.all(trx)) {
    if (status === 'open') open.add(instance_id)
  }
  let after = ''
  for (;;) {
    const rows = await runtime.store.instance.list(trx, { after, limit: pageRows })
    for (const row of rows) {
      after = row.id
      if (refold.broken.has(row.id)) continue
      const state = refold.states.get(row.id)
      if (state === undefined) report('instance', row.id, 'It has no log')
      else compareInstance(refold, row, state, open.has(row.id), report)
    }
    if (rows.length < pageRows) return
  }
}

const compareInstance = (
  refold: Refold,
  row: InstanceRow,
  state: InstanceState,
  isFailed: boolean,
  report: Verification['report'],
): void => {
  const isRoot = state.groupId === state.id
  const groupAtMs = (isRoot ? refold.groupTimes : refold.startTimes).get(row.id) ?? 0
  const expected: InstanceRow = {
    id: state.id,
    group_id: state.groupId,
    machine: state.machine.name,
    version: state.machine.version,
    revision: state.revision,
    snapshot: state.text,
    state: state.state,
    at_ms: state.atMs,
    group_at_ms: groupAtMs,
    hash: state.hash,
    needs_attention: isFailed ? 1 : 0,
  }
  for (const column of Object.keys(expected) as (keyof InstanceRow)[]) {
    if (row[column] === expected[column]) continue
    report('instance', row.id, `${column} is not what its log leads to`)
  }
}

/** Exactly the timers that the log armed and neither fired nor cancelled. */
export const compareTimers = async (
  { runtime, trx, report }: Verification,
  refold: Refold,
): Promise<void> => {
  const missing = new Set(refold.timers.keys())
  let after = 0
  for (;;) {
    const rows = await runtime.store.timer.after(trx, after, pageRows)
    for (const row of rows) {
      after = row.id
      const name = timerName(row.instance_id, row.timer_id)
      const expected = refold.timers.get(name)
      missing.delete(name)
      if (refold.broken.has(row.instance_id)) continue
      if (expected === undefined) {
        report('timer', row.id, `${row.timer_id} of ${row.instance_id} is not armed by its log`)
        continue
      }
      for (const column of Object.keys(row) as (keyof TimerRow)[]) {
        if (column === 'id' || row[column] === expected[column]) continue
        report('timer', row.id, `${column} of ${row.timer_id} is not what its log leads to`)
      }
    }
    if (rows.length < pageRows) break
  }
  for (const name of missing) {
    const timer = refold.timers.get(name)
    if (timer === undefined || refold.broken.has(timer.instance_id)) continue
    report('timer', timer.timer_id, `It is armed by the log of ${timer.instance_id}, and is gone`)
  }
}

/** Exactly the effects that the log asked for; how each went is sealed. */
export const compareOutbox = async (
  { runtime, trx, report }: Verification,
  refold: Refold,
): Promise<void> => {
  const missing = new Set(refold.effects.keys())
  let after = ''
  for (;;) {
    const rows = await runtime.store.outbox.after(trx, after, pageRows)
    for (const row of rows) {
      after = row.id
      missing.delete(row.id)
      compareEffect(refold, row, report)
    }
    if (rows.length < pageRows) break
  }
  for (const id of missing) report('outbox', id, 'The log asked for this effect, and it is gone')
}

const compareEffect = (refold: Refold, row: OutboxRow, report: Verification['report']): void => {
  const expected = refold.effects.get(row.id)
  if (sealOf(row) !== row.seal) report('outbox', row.id, 'Its seal is broken')
  if (refold.broken.has(row.id.split(':').slice(0, -2).join(':'))) return
  if (expected === undefined) report('outbox', row.id, 'The log did not ask for this effect')
  else if (row.kind !== expected.kind || row.params !== canonicalJson(expected.params)) {
    report('outbox', row.id, 'It is not what the log asked for')
  }
}

/** Each text has the digest that stands in the log, or was redacted by an operator. */
export const compareTexts = async (
  { runtime, trx, report }: Verification,
  refold: Refold,
): Promise<void> => {
  const missing = new Set(refold.texts.keys())
  for (const row of await runtime.store.text.all(trx)) {
    const key = textKey(row.instance_id, row.revision, row.path)
    const digest = refold.texts.get(key)
    missing.delete(key)
    if (refold.broken.has(row.instance_id)) continue
    if (digest === undefined) {
      report('text', key, 'The log knows of no such text')
    } else if (refold.redacted.has(key)) {
      if (row.text !== null || row.salt !== null)
        report('text', key, 'It was redacted, and is here')
    } else if (row.text === null || textDigest(row.salt ?? '', row.text) !== digest) {
      report('text', key, 'It is not the text whose digest stands in the log')
    }
  }
  for (const key of missing) report('text', key, 'The log knows of this text, and it is gone')
}

export const comparePersons = async (
  { runtime, trx, report }: Verification,
  refold: Refold,
): Promise<void> => {
  const missing = new Set(refold.persons)
  for (const row of await runtime.store.person.all(trx)) {
    if (sealOf(row) !== row.seal) report('person', row.id, 'Its seal is broken')
    if (!missing.delete(row.id) && refold.broken.size === 0) {
      report('person', row.id, 'The log names nobody by this id')
    }
  }
  for (const id of missing) report('person', id, 'The log names this person, who is gone')
}

export const compareFailures = async (
  { runtime, trx, report }: Verification,
  refold: Refold,
): Promise<void> => {
  const stream = await runtime.store.head.stream(trx)
  const rows = await runtime.store.failure.all(trx)
  const known = new Set<number>()
  for (const row of rows) {
    known.add(row.id)
    if (sealOf(row) !== row.seal) report('failure', row.id, 'Its seal is broken')
    const resolved = refold.resolved.get(row.id) ?? 'open'
    if (refold.broken.size === 0 && row.status !== resolved) {
      report('failure', row.id, `By the log it is ${resolved}`)
    }
  }
  for (let id = 1; id <= (stream?.last_failure_id ?? 0); id += 1) {
    if (!known.has(id)) report('failure', id, 'It is gone')
  }
}
