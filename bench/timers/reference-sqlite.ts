import Database from 'better-sqlite3'
import { createTables, prepare } from '../grant/reference.ts'
import type { Figures } from '../target.ts'
import { timeout, waiting } from './reference-machine.ts'
import { fired } from './reference-step.ts'
import { assertArmed, dueMs, Lateness, leadMs, sleep, timers } from './work.ts'

interface Due {
  readonly id: string
  readonly timer: string
  readonly due: number
  readonly event: string
}

const armedPerCommit = 64

/**
 * The embedded limit: a scan of the index of due times, at most 256 timers a commit, each a full
 * transition with its row, its event and its timer; WAL, full synchronisation.
 */
export const sqliteScan = async (file: string): Promise<Figures> => {
  const db = new Database(file)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  createTables(db)
  const baseMs = Date.now() + leadMs.sqlite
  const { insert, arm, begin, commit, read, update, log, disarm } = prepare(db)
  for (let index = 0; index < timers;) {
    begin.run()
    for (let count = 0; count < armedPerCommit && index < timers; count += 1, index += 1) {
      const due = dueMs(baseMs, index)
      insert.run(`t${index}`, 'waiting', waiting(due), Date.now())
      arm.run(`t${index}`, 'due', due, timeout)
    }
    commit.run()
  }
  assertArmed(baseMs)
  const select = db.prepare<[number], Due>(
    `select instance_id as id, timer_id as timer, due, event from timer
     where due <= ? order by due limit 256`,
  )
  const next = db.prepare<[], { due: number | null }>('select min(due) as due from timer')
  const lateness = new Lateness(baseMs)
  while (!lateness.isDone) {
    const rows = select.all(Date.now())
    if (rows.length === 0) {
      const due = next.get()?.due ?? 0
      await sleep(Math.min(1000, Math.max(0, due - Date.now())))
      continue
    }
    begin.run()
    for (const { id, timer, event } of rows) {
      const row = read.get(id)
      if (row === undefined) throw new Error(`There is no instance ${id}`)
      const { state, snapshot } = fired(row.snapshot, event)
      const at = Date.now()
      const { changes } = update.run(state, snapshot, at, id, row.version)
      if (changes !== 1) throw new Error('The instance is at another version')
      log.run(id, row.version + 1, 'after', event, at)
      disarm.run(id, timer)
    }
    commit.run()
    for (const { due } of rows) lateness.add(due)
    await new Promise(setImmediate)
  }
  const figures = await lateness.figures()
  db.close()
  return figures
}
