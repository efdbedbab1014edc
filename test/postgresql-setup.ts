import type { TestProject } from 'vitest/node'
import { PostgresqlServer } from './postgresql.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the tests keep what they make: in SQLite files, or on this PostgreSQL server. */
    readonly postgresqlUrl: string | null
    /** Whether an engine is thrown away and opened again before every use. */
    readonly isRebuilt: boolean
  }
}

/** One server for all tests of a run; each test has a database of its own on it. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const server = await PostgresqlServer.start()
  provide('postgresqlUrl', server.url('postgres'))
  return () => server[Symbol.asyncDispose]()
}
