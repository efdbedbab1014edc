import type { Target } from '../target.ts'
import { bytes } from './bytes-per-life.ts'
import { concurrent } from './concurrent-steps.ts'
import { forecast } from './forecast.ts'
import { httpEvents, httpReads, httpReference } from './http.ts'
import { postgresqlFour, postgresqlTwo } from './postgresql-processes.ts'
import { postgresqlConcurrent, postgresqlSequential } from './postgresql-steps.ts'
import { replayOfCall } from './replay.ts'
import { memory, portfolio, timeToServe } from './serve.ts'
import { sequential } from './sequential-steps.ts'
import { timersByBullmq, timersOnPostgresql, timersOnSqlite } from './timers.ts'

/** Every target, in the order in which it is printed; a new one is a file and a line here. */
export const targets: readonly Target[] = [
  sequential,
  concurrent,
  postgresqlConcurrent,
  postgresqlSequential,
  postgresqlTwo,
  postgresqlFour,
  timersOnSqlite,
  timersOnPostgresql,
  timersByBullmq,
  timeToServe,
  bytes,
  forecast,
  replayOfCall,
  httpEvents,
  httpReads,
  httpReference,
  memory,
  portfolio,
]
