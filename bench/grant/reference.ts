import Database from 'better-sqlite3'
import { initialTransition, transition, type ExecutableActionObject } from 'xstate'
import { referenceMachine as machine } from './reference-machine.ts'
import { reminderMs, reviewMs, type Contestant, type GrantInput, type Payload } from './work.ts'

export interface ReferenceOptions {
  readonly file: string
  /**
   * `xstate` reads the row, restores the snapshot, steps, and writes the new one; `raw` writes rows
   * of the same size and computes nothing.
   */
  readonly mode: 'raw' | 'xstate'
  /** Steps of one turn of the event loop that share a commit, at most; 1: each has its own. */
  readonly stepsPerCommit: number
}

/** Applies one step inside an open transaction. */
interface Steps {
  create(id: string, input: GrantInput): void
  send(id: string, event: Payload): void
}

type Statements = ReturnType<typeof prepare>

/**
 * The yardstick: the same work on the bare libraries, with nothing of what a runtime adds. It keeps
 * its promise to the sender all the same: WAL, full synchronisation, answered after the commit.
 */
export const openReference = ({ file, mode, stepsPerCommit }: ReferenceOptions): Contestant => {
  const db = new Database(file)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.pragma('busy_timeout = 5000')
  createTables(db)
  const statements = prepare(db)
  const steps = mode === 'raw' ? rawSteps(statements) : xstateSteps(statements)
  const answered =
    stepsPerCommit === 1 ? oneByOne(statements, steps) : inGroups(statements, steps, stepsPerCommit)
  return { ...answered, [Symbol.asyncDispose]: async () => void db.close() }
}

export const createTables = (db: Database.Database): void => {
  db.exec(`
    create table instance(id text primary key, version integer not null, state text not null,
      snapshot text not null, updated_at integer not null) without rowid;
    create table event(instance_id text not null, seq integer not null, type text not null,
      payload text not null, at integer not null, primary key(instance_id, seq)) without rowid;
    create table timer(instance_id text not null, timer_id text not null, due integer not null,
      event text not null, primary key(instance_id, timer_id)) without rowid;
    create index timer_due on timer(due);`)
}

export const prepare = (db: Database.Database) => ({
  insert: db.prepare('insert into instance values(?, 1, ?, ?, ?)'),
  read: db.prepare<[string], { version: number; snapshot: string }>(
    'select version, snapshot from instance where id = ?',
  ),
  update: db.prepare(
    `update instance set version = version + 1, state = ?, snapshot = ?, updated_at = ?
     where id = ? and version = ?`,
  ),
  log: db.prepare('insert into event values(?, ?, ?, ?, ?)'),
  arm: db.prepare(
    `insert into timer values(?, ?, ?, ?)
     on conflict do update set due = excluded.due, event = excluded.event`,
  ),
  disarm: db.prepare('delete from timer where instance_id = ? and timer_id = ?'),
  begin: db.prepare('begin immediate'),
  commit: db.prepare('commit'),
  rollback: db.prepare('rollback'),
})

const rawSteps = (statements: Statements): Steps => {
  const versions = new Map<string, number>()
  const [initial] = initialTransition(machine, { id: 'p', last: null as never })
  const template = JSON.stringify(machine.getPersistedSnapshot(initial)).replace('null', '%EV%')
  return {
    create: (id, { last }) => {
      const text = JSON.stringify(last)
      statements.insert.run(id, 'launched', template.replace('%EV%', text), Date.now())
      statements.log.run(id, 1, 'LAUNCH', text, Date.now())
      versions.set(id, 1)
    },
    send: (id, event) => {
      const version = versions.get(id) ?? 0
      const text = JSON.stringify(event)
      const at = Date.now()
      const snapshot = template.replace('%EV%', text)
      assertOne(statements.update.run(event.type, snapshot, at, id, version))
      statements.log.run(id, version + 1, event.type, text, at)
      switch (event.type) {
        case 'START_IF':
          statements.arm.run(id, 'reviewDeadline', at + reviewMs, '{"type":"REVIEW_OVERDUE"}')
          break
        case 'AWARD':
          statements.disarm.run(id, 'reviewDeadline')
          break
        case 'INTERIM_DUE':
          statements.arm.run(id, 'interimReminder', at + reminderMs, '{"type":"REMIND"}')
          break
        default:
      }
      versions.set(id, version + 1)
    },
  }
}

/** XState wants one and looks at it only when it restores children. */
const noScope = undefined as never

const xstateSteps = (statements: Statements): Steps => ({
  create: (id, input) => {
    const [snapshot] = initialTransition(machine, input)
    const text = JSON.stringify(machine.getPersistedSnapshot(snapshot))
    statements.insert.run(id, snapshot.value, text, Date.now())
    statements.log.run(id, 1, 'LAUNCH', JSON.stringify(input.last), Date.now())
  },
  send: (id, event) => {
    const row = statements.read.get(id)
    if (row === undefined) throw new Error(`There is no instance ${id}`)
    const before = machine.restoreSnapshot(JSON.parse(row.snapshot), noScope)
    const [snapshot, actions] = transition(machine, before, event)
    const at = Date.now()
    const text = JSON.stringify(machine.getPersistedSnapshot(snapshot))
    assertOne(statements.update.run(snapshot.value, text, at, id, row.version))
    statements.log.run(id, row.version + 1, event.type, JSON.stringify(event), at)
    for (const action of actions) applyTimer(statements, id, at, action)
  },
})

const applyTimer = (
  { arm, disarm }: Statements,
  instanceId: string,
  at: number,
  { type, params }: ExecutableActionObject,
): void => {
  if (type === 'xstate.raise') {
    const { id, delay, event } = params as { id: string; delay: number; event: object }
    arm.run(instanceId, id, at + delay, JSON.stringify(event))
  } else if (type === 'xstate.cancel') {
    disarm.run(instanceId, (params as { sendId: string }).sendId)
  }
}

const assertOne = ({ changes }: Database.RunResult): void => {
  if (changes !== 1) throw new Error('The instance is at another version')
}

type Answered = Pick<Contestant, 'create' | 'send'>

const oneByOne = ({ begin, commit, rollback }: Statements, steps: Steps): Answered => {
  const committed = (work: () => void): void => {
    begin.run()
    try {
      work()
      commit.run()
    } catch (error) {
      rollback.run()
      throw error
    }
  }
  return {
    create: async (id, input) => committed(() => steps.create(id, input)),
    send: async (id, event) => committed(() => steps.send(id, event)),
  }
}

const inGroups = ({ begin, commit }: Statements, steps: Steps, max: number): Answered => {
  interface Waiting {
    readonly work: () => void
    readonly resolve: () => void
  }
  let queue: Waiting[] = []
  const flush = (): void => {
    const all = queue
    queue = []
    for (let start = 0; start < all.length; start += max) {
      const part = all.slice(start, start + max)
      begin.run()
      for (const { work } of part) work()
      commit.run()
      for (const { resolve } of part) resolve()
    }
  }
  const push = (work: () => void): Promise<void> =>
    new Promise((resolve) => {
      queue.push({ work, resolve })
      if (queue.length === 1) setImmediate(flush)
    })
  return {
    create: (id, input) => push(() => steps.create(id, input)),
    send: (id, event) => push(() => steps.send(id, event)),
  }
}
