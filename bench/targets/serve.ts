import { join } from 'node:path'
import { freshFolder } from '../folder.ts'
import { makeDatabase } from '../serve/database.ts'
import { memoryOfServe, timesToServe } from '../serve/serving.ts'
import type { Prepared, Target } from '../target.ts'

const databaseOf = (thousands: number) => async (): Promise<Prepared> => {
  const folder = freshFolder()
  const place = join(folder.path, 'bench.sqlite')
  await makeDatabase(place, thousands)
  return { place, [Symbol.asyncDispose]: async () => folder[Symbol.dispose]() }
}

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
