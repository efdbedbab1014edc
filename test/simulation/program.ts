import type { SendOptions, StartOptions } from '../../src/engine/index.ts'
import type { Chance } from './chance.ts'
import type { Inspector } from './inspector.ts'
import type { Blueprint } from './world.ts'

/** What people do in a simulated world. */
export interface Program extends Blueprint {
  readonly name: string
  readonly startMs: number
  /** How far time goes on at once, at most (ms). */
  readonly longestMs: number
  /** Steps of one run. */
  readonly steps: number
  /** Groups that start one after the other in the course of time; the first at once. */
  start(chance: Chance, index: number): Omit<StartOptions, 'at' | 'key'> | undefined
  /** Something that somebody may send now; most of it possible, some of it not. */
  event(chance: Chance, inspector: Inspector): Omit<SendOptions, 'at' | 'key'>
  /** Promises of its own. */
  check(inspector: Inspector): void
  /** Compares the whole with a model of its own. */
  compare(inspector: Inspector): void
}
