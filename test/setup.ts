import * as fc from 'fast-check'
import { afterAll, afterEach } from 'vitest'
import { endOfFile, endOfTest } from './closing.ts'

// Files share a process and its modules: a hook that a module registers when it is read would be
// there for the first file only. Vitest reads this one again for each.
afterEach(endOfTest)
afterAll(endOfFile)

// Properties draw the same values in every run, so a red run is due to a change. Other values are
// drawn with a seed of one's own: PROPERTY_SEED=7 npm test.
fc.configureGlobal({ seed: Number(process.env['PROPERTY_SEED'] ?? 20240506) })
