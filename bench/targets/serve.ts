import { join } from 'node:path'
import { freshFolder } from '../folder.ts'
import { makeDatabase, makeOpenCall } from '../serve/database.ts'
import { portfolioPages } from '../serve/pages.ts'
import { build, memoryOfServe, timesToServe } from '../serve/serving.ts'
import type { Prepared, Target } from '../target.ts'

const databaseBy = (make: (file: string) => Promise<void>) => async (): Promise<Prepared> => {
  build()
  const folder = freshFolder()
  const place = join(folder.path, 'bench.sqlite')
  await make(place)
  return { place, [Symbol.asyncDispose]: async () => folder[Symbol.dispose]() }
}

const databaseOf = (thousands: number) => databaseBy((file) => makeDatabase(file, thousands))

export const timeToServe: Target = {
  id: 'T6',
  rounds: 3,
  figures: [
    {
      name: 'start',
      what: 'serve ready after its start, 100,000 live projects beside none',
      unit: 'ms',
      bound: { atMost: 2 },
    },
    {
      name: 'recovery',
      what: 'serve ready after kill -9 in the midst of commits, 100,000 live projects beside none',
      unit: 'ms',
      bound: { atMost: 2 },
    },
  ],
  prepare: databaseOf(100),
  ours: timesToServe,
  reference: async () => {
    await using empty = await databaseOf(0)()
    return await timesToServe(empty.place)
  },
}

export const memory: Target = {
  id: 'T10',
  rounds: 3,
  figures: [
    {
      name: 'memory',
      what: 'memory of an idle serve with 10,000 live projects',
      unit: 'MB',
      bound: { valueAtMost: 150 },
    },
  ],
  prepare: databaseOf(10),
  ours: memoryOfServe,
  reference: null,
}

const firstByte = (name: string, what: string) => ({
  name,
  what: `${what} of a call with 10,000 projects: first byte`,
  unit: 'ms',
  bound: { valueAtMost: 100 },
})

const size = (name: string, what: string) => ({
  name: `${name}-size`,
  what: `the same ${what}: its length`,
  unit: 'kB',
  bound: { valueAtMost: 200 },
})

export const portfolio: Target = {
  id: 'portfolio',
  rounds: 3,
  figures: [
    firstByte('board', 'board'),
    size('board', 'board'),
    firstByte('table', 'table'),
    size('table', 'table'),
    firstByte('found', 'search'),
    size('found', 'search'),
  ],
  prepare: databaseBy((file) => makeOpenCall(file, 10_000)),
  ours: portfolioPages,
  reference: null,
}
