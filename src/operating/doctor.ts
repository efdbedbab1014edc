import type { Condition, Failure, Head, Heartbeat, ParkedEffect } from '../engine/index.ts'
import { silentAfterMs } from './readiness.ts'

/** What is looked at to tell how a system is; times in ms by the database's clock. */
export interface Facts {
  readonly condition: Condition
  /** Migrations of tables beside the runtime's that this release or the database lacks. */
  readonly unknownMigrations: readonly string[]
  readonly dispatchers: readonly Heartbeat[]
  /** Failures in machine code that nobody has dealt with. */
  readonly failures: readonly Failure[]
  readonly parked: readonly ParkedEffect[]
  /** Where the log stands; undefined in an empty database. */
  readonly head: Head | undefined
  /** Null where none is configured. */
  readonly redis: RedisState | null
}

/** See src/dispatch/bullmq/redis-state.ts. */
export interface RedisState {
  /** What is wrong, a sentence each. */
  readonly problems: readonly string[]
  /** Jobs of each queue by state. */
  readonly queues: Readonly<Record<string, Readonly<Record<string, number>>>>
}

/** The runbook in docs/OPERATING.md has a line for each. */
export type FindingCode =
  | 'migrations-unknown'
  | 'no-dispatcher'
  | 'dispatcher-silent'
  | 'timers-late'
  | 'instances-need-attention'
  | 'effects-parked'
  | 'effects-late'
  | 'leases-lost'
  | 'clock-skew'
  | 'log-file-large'
  | 'disk-low'
  | 'redis'

export interface Diagnosis {
  readonly code: FindingCode
  /** What is so, in one sentence. */
  readonly message: string
  /** What a person does about it. */
  readonly remedy: string
}

const limits = {
  /** Whoever died and was replaced needs nobody for long. */
  silentToldMs: 3_600_000,
  skewMs: 1000,
  walBytes: 256 * 2 ** 20,
  freeBytes: 512 * 2 ** 20,
  /** Ids that a sentence names. */
  named: 5,
}

/** Everything that needs a person, the most urgent first; empty when nothing does. */
export function diagnose(facts: Facts): readonly Diagnosis[] {
  return [
    ...migrations(facts),
    ...disk(facts),
    ...dispatchers(facts),
    ...timers(facts),
    ...attention(facts),
    ...effects(facts),
    ...clocks(facts),
    ...redisProblems(facts),
  ]
}

function migrations({ condition, unknownMigrations }: Facts): readonly Diagnosis[] {
  const names = [...condition.unknownMigrations, ...unknownMigrations]
  if (names.length === 0) return []
  return [
    {
      code: 'migrations-unknown',
      message: `Database and release differ in migrations: ${listed(names)}.`,
      remedy: 'Start the release that migrated the database.',
    },
  ]
}

function disk({ condition: { storage } }: Facts): readonly Diagnosis[] {
  const found: Diagnosis[] = []
  if (storage.freeBytes !== null && storage.freeBytes < limits.freeBytes) {
    found.push({
      code: 'disk-low',
      message: `The disk of the database has ${megabytes(storage.freeBytes)} left.`,
      remedy: 'Make room: once it is full, every event is refused.',
    })
  }
  if (storage.walBytes !== null && storage.walBytes > limits.walBytes) {
    found.push({
      code: 'log-file-large',
      message: `The write-ahead log has grown to ${megabytes(storage.walBytes)}.`,
      remedy: 'A process reads without end; find it among those that have the file open, end it.',
    })
  }
  return found
}

function dispatchers({ condition, dispatchers: all }: Facts): readonly Diagnosis[] {
  // On a virtual database heartbeats tell the virtual time, which may stand still.
  if (condition.kind === 'virtual') return []
  const isSilent = ({ atMs }: Heartbeat) => atMs < condition.nowMs - silentAfterMs
  if (all.every(isSilent)) {
    return [
      {
        code: 'no-dispatcher',
        message: 'Nobody fires timers or performs effects.',
        remedy: 'Start mijlpaal serve or mijlpaal worker.',
      },
    ]
  }
  const silent = all.filter(
    (each) => isSilent(each) && each.atMs >= condition.nowMs - limits.silentToldMs,
  )
  if (silent.length === 0) return []
  const ids = listed(silent.map(({ id }) => id))
  return [
    {
      code: 'dispatcher-silent',
      message: `Dispatchers fell silent without having been stopped: ${ids}.`,
      remedy: 'See in the log of that process why it died or hangs; this is told for an hour.',
    },
  ]
}

function timers({ condition: { nowMs, timers: counts } }: Facts): readonly Diagnosis[] {
  if (counts.overdue === 0) return []
  const waits = duration(nowMs - (counts.oldestDueMs ?? nowMs))
  const verb = counts.overdue === 1 ? 'waits' : 'wait'
  return [
    {
      code: 'timers-late',
      message:
        `${many(counts.overdue, 'timer')} ${verb} to be fired; ` +
        `the oldest was due ${waits} ago.`,
      remedy: 'Start a worker, or see in its log what keeps it; no outcome depends on the delay.',
    },
  ]
}

function attention({ condition, failures }: Facts): readonly Diagnosis[] {
  if (condition.needsAttention === 0) return []
  const ids = [...new Set(failures.map(({ instance }) => instance))]
  const held = condition.timers.held
  return [
    {
      code: 'instances-need-attention',
      message:
        `${many(condition.needsAttention, 'instance')} failed in machine code: ${listed(ids)}` +
        `${held === 0 ? '' : `; ${many(held, 'due timer')} of theirs held`}.`,
      remedy: 'mijlpaal failures says why; mend it, then mijlpaal retry ID, or mijlpaal skip ID.',
    },
  ]
}

function effects({ condition: { outbox }, parked }: Facts): readonly Diagnosis[] {
  const found: Diagnosis[] = []
  if (outbox.parked > 0) {
    const ids = listed(parked.map(({ id }) => id))
    found.push({
      code: 'effects-parked',
      message: `${many(outbox.parked, 'effect')} failed too often: ${ids}.`,
      remedy: 'Mend the cause, which mijlpaal mails tells; then mijlpaal mails --retry ID.',
    })
  }
  if (outbox.lost > 0) {
    found.push({
      code: 'leases-lost',
      message: `${many(outbox.lost, 'effect')} begun by a process that never came back.`,
      remedy: 'Start a worker: it performs them anew, under the same ids.',
    })
  }
  if (outbox.overdue > 0) {
    found.push({
      code: 'effects-late',
      message: `${many(outbox.overdue, 'effect')} due for over a minute, and nobody tries it.`,
      remedy: 'Start a worker, or see in its log what keeps it.',
    })
  }
  return found
}

function clocks({ dispatchers: all }: Facts): readonly Diagnosis[] {
  const skewed = all.filter(({ skewMs }) => Math.abs(skewMs ?? 0) > limits.skewMs)
  return skewed.map(({ id, skewMs }) => ({
    code: 'clock-skew',
    message: `The clock of ${id} is ${seconds(skewMs ?? 0)} off the database’s.`,
    remedy: 'Let its host take the time from NTP; no outcome depends on it.',
  }))
}

function redisProblems({ redis }: Facts): readonly Diagnosis[] {
  return (redis?.problems ?? []).map((message) => ({
    code: 'redis',
    message,
    remedy: 'Mend Redis; meanwhile timers fire by the sweep, a few seconds late at most.',
  }))
}

function listed(names: readonly string[]): string {
  const more = names.length - limits.named
  const named = names.slice(0, limits.named).join(', ')
  return more > 0 ? `${named} and ${more} more` : named
}

const many = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

const megabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 120) return `${minutes} minutes`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`
}
