import type { RedisConfig } from '../../../src/config.ts'
import type { CrashPoint, Outcome, SendOptions } from '../../../src/engine/index.ts'

/** What a process of the chaos run is told when it starts. */
export interface Settings {
  readonly folder: string
  /** When the world begins (ms). */
  readonly startMs: number
  readonly database: string
  readonly redis: RedisConfig
  /** What it takes from the queues; an engine takes nothing. */
  readonly work: readonly ('timers' | 'outbox')[]
  /** Where it is to die, and at which time that it passes there. */
  readonly crash: { readonly point: CrashPoint; readonly pass: number } | null
  /** How far its own clock is ahead (ms). */
  readonly aheadMs: number
  readonly isLoud: boolean
}

export type Question =
  | { readonly kind: 'start' }
  | { readonly kind: 'send'; readonly event: SendOptions }
  | { readonly kind: 'clock'; readonly toMs: number }

export type Answer =
  | { readonly id: number; readonly outcome: Outcome | null }
  | { readonly id: number; readonly error: string }
