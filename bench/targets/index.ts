import type { Target } from '../target.ts'
import { bytes } from './bytes-per-life.ts'
import { concurrent } from './concurrent-steps.ts'
import { sequential } from './sequential-steps.ts'

/** Every target, in the order in which it is printed; a new one is a file and a line here. */
export const targets: readonly Target[] = [sequential, concurrent, bytes]
