import { mkdirSync } from 'node:fs'
import { Client } from 'pg'
import { PostgresqlServer } from '../test/postgresql.ts'
import { dataFolder } from './folder.ts'
import type { Prepared } from './target.ts'

/** A server in its stock configuration, on a real disk: a commit is on it before it is answered. */
export const durableServer = async (): Promise<Prepared> => {
  mkdirSync(dataFolder, { recursive: true })
  const server = await PostgresqlServer.start({ isDurable: true, parent: dataFolder })
  return {
    place: server.url('postgres'),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

/** Does the work on an empty database of the server, which goes afterwards. */
export const onFreshDatabase = async <T>(
  server: string,
  work: (url: string) => Promise<T>,
): Promise<T> => {
  const name = `bench_${process.pid}`
  const client = new Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(`create database ${name}`)
    const url = new URL(server)
    url.pathname = name
    const result = await work(url.href)
    await client.query(`drop database ${name}`)
    return result
  } finally {
    await client.end()
  }
}
