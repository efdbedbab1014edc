/**
 * A durable runtime for XState machines: durability, timers that outlive processes, effects that
 * happen once, a log that proves itself, and what-if. It knows XState and SQL, nothing else.
 */
export { openEngine, type DatabaseKind, type EngineOptions } from './open.ts'
export type { Engine } from './engine.ts'
export type { FireDueOptions, FireResult, TimerReference } from './timers.ts'
export type { Heartbeat } from './heartbeats.ts'
export { openStore, type Store } from '../store/engine/store.ts'
export { isPostgresql } from '../store/database.ts'
export { copyDatabase, settleDatabase } from '../store/backup.ts'
export type { HistoryPage } from '../store/engine/event-table.ts'
export type { Chart, ChartEdge, ChartState } from './chart.ts'
export type { LogReader } from './log-reader.ts'
export type { InstanceFilter } from '../store/engine/instance-table.ts'
export type * from './definition.ts'
export type { AppliedStep, CustomAction } from './draft.ts'
export type { Accepted, Outcome, Refused } from './outcome.ts'
export type { SendOptions } from './send.ts'
export type { TogetherOutcome } from './together.ts'
export type { NewInstance, StartOptions } from './start.ts'
export type { Preview } from './preview.ts'
export type {
  Assumptions,
  Edit,
  Forecast,
  ForecastOptions,
  ForecastRefusal,
  ForecastStep,
} from './forecast.ts'
export type { Failure, HistoryEntry, Instance, Text } from './history.ts'
export type { Head } from './heads.ts'
export { overdueAfterMs, type Condition } from './condition.ts'
export type { RedactOptions, RetryOptions, SkipOptions } from './operator.ts'
export type { Dispatcher, Effect, EffectHandler, Participant } from './ports.ts'
export type { ArmedTimer, BatchReport, ReportedStep } from './report.ts'
export { EffectRefused } from './ports.ts'
export { crashPoints, type CrashPoint, type Faults } from './faults.ts'
export { ProcessCrash } from './faults.ts'
export type { OutboxOptions, ParkedEffect } from './outbox.ts'
export type { Finding } from './findings.ts'
export { EngineError, type EngineErrorCode, type EngineRefusalCode } from './errors.ts'
export { StoreError, type StoreErrorCode } from '../store/errors.ts'
export { SystemClock, type Clock } from './clock.ts'
export { defaultLimits, type Limits } from './runtime.ts'
