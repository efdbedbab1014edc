import { afterAll, afterEach } from 'vitest'
import { endOfFile, endOfTest } from './closing.ts'

// Files share a process and its modules: a hook that a module registers when it is read would be
// there for the first file only. Vitest reads this one again for each.
afterEach(endOfTest)
afterAll(endOfFile)
