import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { BatchReport, Condition, Heartbeat } from '../engine/index.ts'

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]
const LATE_SECONDS = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 3600, 86_400]
const COUNTS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]

/** What the gauges show. */
export interface Standing {
  readonly condition: Condition
  readonly dispatchers: readonly Heartbeat[]
}

/**
 * What this process did and how its database stands, in Prometheus' text format. Counters and
 * histograms tell of this process alone; gauges of the database, read when they are asked for, so
 * every process on it tells the same.
 */
export class Metrics {
  readonly #registry = new Registry()
  readonly #look: () => Promise<Standing>
  readonly #batches = batchMetrics(this.#registry)
  readonly #gauges = gauges(this.#registry)

  constructor(look: () => Promise<Standing>) {
    this.#look = look
    collectDefaultMetrics({ register: this.#registry })
  }

  /** Counts what a batch did. Does not throw. */
  committed({ requests, steps, refusals, durationMs }: BatchReport): void {
    const metrics = this.#batches
    metrics.requests.observe(requests)
    metrics.steps.observe(steps.length)
    metrics.duration.observe(durationMs / 1000)
    for (const code of refusals) metrics.refusals.inc({ code })
    for (const { machine, type, cause, firedBy, lateMs } of steps) {
      metrics.transitions.inc({ machine, type, cause })
      if (firedBy === null) continue
      metrics.fired.inc({ fired_by: firedBy })
      if (lateMs !== null) metrics.lateness.observe({ fired_by: firedBy }, lateMs / 1000)
    }
  }

  /** All metrics as text. A database that does not answer is told as `mijlpaal_database_up 0`. */
  async read(): Promise<{ readonly contentType: string; readonly text: string }> {
    try {
      this.#gauges.show(await this.#look())
    } catch {
      this.#gauges.hide()
    }
    return { contentType: this.#registry.contentType, text: await this.#registry.metrics() }
  }
}

const batchMetrics = (registry: Registry) => {
  const registers = [registry]
  return {
    transitions: new Counter({
      name: 'mijlpaal_transitions_total',
      help: 'Events and timers applied.',
      labelNames: ['machine', 'type', 'cause'],
      registers,
    }),
    refusals: new Counter({
      name: 'mijlpaal_refusals_total',
      help: 'Requests refused, by code.',
      labelNames: ['code'],
      registers,
    }),
    fired: new Counter({
      name: 'mijlpaal_timers_fired_total',
      help: 'Timers fired, by who brought them.',
      labelNames: ['fired_by'],
      registers,
    }),
    lateness: new Histogram({
      name: 'mijlpaal_timer_lateness_seconds',
      help: 'How long after it was due a timer was taken.',
      labelNames: ['fired_by'],
      buckets: LATE_SECONDS,
      registers,
    }),
    requests: new Histogram({
      name: 'mijlpaal_batch_requests',
      help: 'Requests answered in one transaction.',
      buckets: COUNTS,
      registers,
    }),
    steps: new Histogram({
      name: 'mijlpaal_batch_steps',
      help: 'Events and timers applied in one transaction.',
      buckets: COUNTS,
      registers,
    }),
    duration: new Histogram({
      name: 'mijlpaal_batch_duration_seconds',
      help: 'How long a transaction took, its commit included.',
      buckets: SECONDS,
      registers,
    }),
  }
}

/** Gauges of the database's condition; without an answer all but `up` are empty. */
const gauges = (registry: Registry) => {
  const gauge = (name: string, help: string, labelNames: readonly string[] = []) =>
    new Gauge({
      name: `mijlpaal_${name}`,
      help,
      labelNames: [...labelNames],
      registers: [registry],
    })
  const up = gauge('database_up', 'Whether the database answers.')
  const due = gauge('timers_due', 'Timers due and not yet taken, held ones included.')
  const overdue = gauge('timers_overdue', 'Timers that nobody took within a minute.')
  const held = gauge('timers_held', 'Timers due of instances that need attention.')
  const oldest = gauge(
    'timer_oldest_due_seconds',
    'How long the oldest due timer waits; 0 if none.',
  )
  const outbox = gauge('outbox_effects', 'Effects that wait or are parked.', ['status'])
  const late = gauge('outbox_overdue', 'Effects that nobody tried within a minute.')
  const lost = gauge('outbox_leases_lost', 'Effects whose taker fell silent over a minute ago.')
  const attention = gauge('instances_needing_attention', 'Instances that wait for an operator.')
  const database = gauge('database_bytes', 'Size of the database.')
  const wal = gauge('wal_bytes', 'Size of the write-ahead log of SQLite.')
  const free = gauge('disk_free_bytes', 'Space left on the disk of the database.')
  const beat = gauge(
    'dispatcher_heartbeat_age_seconds',
    'How long ago a dispatcher said that it lives.',
    ['dispatcher'],
  )
  const skew = gauge(
    'clock_skew_seconds',
    'How far the clock of a dispatcher’s host is ahead of the database’s.',
    ['dispatcher'],
  )
  const plain = [due, overdue, held, oldest, late, lost, attention, database, wal, free]
  return {
    show({ condition, dispatchers }: Standing): void {
      const { nowMs, timers, outbox: effects, needsAttention, storage } = condition
      up.set(1)
      due.set(timers.due)
      overdue.set(timers.overdue)
      held.set(timers.held)
      oldest.set(timers.oldestDueMs === null ? 0 : (nowMs - timers.oldestDueMs) / 1000)
      outbox.set({ status: 'pending' }, effects.pending)
      outbox.set({ status: 'parked' }, effects.parked)
      late.set(effects.overdue)
      lost.set(effects.lost)
      attention.set(needsAttention)
      database.set(storage.databaseBytes)
      if (storage.walBytes !== null) wal.set(storage.walBytes)
      if (storage.freeBytes !== null) free.set(storage.freeBytes)
      // Whoever has stopped is told no longer.
      for (const each of [beat, skew]) each.reset()
      for (const { id: dispatcher, atMs, skewMs } of dispatchers) {
        beat.set({ dispatcher }, (nowMs - atMs) / 1000)
        if (skewMs !== null) skew.set({ dispatcher }, skewMs / 1000)
      }
    },
    hide(): void {
      for (const each of plain) each.remove({})
      for (const each of [outbox, beat, skew]) each.reset()
      up.set(0)
    },
  }
}
