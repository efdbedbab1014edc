import { join } from 'node:path'
import { freshFolder } from '../folder.ts'
import { durableServer, onFreshDatabase } from '../postgresql.ts'
import { everysecServer, redisOf } from '../redis.ts'
import type { Bound, Figure, Figures, Target } from '../target.ts'
import { engineTimers } from '../timers/engine.ts'
import { bareQueue } from '../timers/reference-bullmq.ts'
import { postgresqlClaims } from '../timers/reference-postgresql.ts'
import { sqliteScan } from '../timers/reference-sqlite.ts'

const rounds = 5

const figures = (where: string, allFired: Bound, p50: Bound | null): readonly Figure[] => [
  {
    name: 'allFired',
    what: `10,000 timers due within a second, ${where}: all fired after`,
    unit: 'ms',
    bound: allFired,
  },
  { name: 'p50', what: 'the same: lateness, median', unit: 'ms', bound: p50 },
  { name: 'p99', what: 'the same: lateness, 99th percentile', unit: 'ms', bound: null },
]

const onFile = async (work: (file: string) => Promise<Figures>): Promise<Figures> => {
  using folder = freshFolder()
  return await work(join(folder.path, 'bench.sqlite'))
}

export const timersOnSqlite: Target = {
  id: 'T4-sqlite',
  rounds,
  figures: figures(
    'SQLite, beside a scan loop on better-sqlite3',
    { valueAtMost: 1200 },
    { atMost: 2.5 },
  ),
  ours: () => onFile(engineTimers),
  reference: () => onFile(sqliteScan),
}

export const timersOnPostgresql: Target = {
  id: 'T4-postgresql',
  rounds,
  figures: figures('PostgreSQL, beside a claim loop', { valueAtMost: 1200 }, null),
  prepare: durableServer,
  ours: (server) => onFreshDatabase(server, engineTimers),
  reference: (server) => onFreshDatabase(server, postgresqlClaims),
}

export const timersByBullmq: Target = {
  id: 'T4-bullmq',
  rounds,
  figures: figures('BullMQ and SQLite, beside bare BullMQ', { valueAtMost: 1600 }, { atMost: 1.5 }),
  prepare: everysecServer,
  ours: (port) => onFile((file) => engineTimers(file, redisOf(port))),
  reference: (port) => bareQueue(Number(port)),
}
