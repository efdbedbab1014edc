/**
 * A durable runtime for XState machines: durability, timers that outlive processes, effects that
 * happen once, a log that proves itself, and what-if. It knows XState and SQL, nothing else.
 */
export { openEngine, type DatabaseKind, type EngineOptions } from './open.ts'
export type { Engine, FireResult, TimerReference } from './engine.ts'
export { openStore, type Store } from '../store/engine/store.ts'
export type { InstanceFilter } from '../store/engine/instance-table.ts'
export type * from './definition.ts'
export type { AppliedStep, CustomAction } from './draft.ts'
export type { Accepted, Outcome, Refused } from './outcome.ts'
export type { SendOptions } from './send.ts'
export type { NewInstance, StartOptions } from './start.ts'
export type { Preview } from './preview.ts'
export type { HistoryEntry, Instance } from './history.ts'
export type { Dispatcher, Effect, EffectHandler, Participant } from './ports.ts'
export type { CrashPoint, Faults } from './faults.ts'
export { ProcessCrash } from './faults.ts'
export type { Finding } from './findings.ts'
export { EngineError, type EngineErrorCode, type EngineRefusalCode } from './errors.ts'
export { StoreError, type StoreErrorCode } from '../store/errors.ts'
export { SystemClock, type Clock } from './clock.ts'
export { defaultLimits, type Limits } from './runtime.ts'
