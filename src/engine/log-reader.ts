import { chartOf, type Chart } from './chart.ts'
import { historyEntry, type HistoryEntry } from './history.ts'
import type { Runtime } from './runtime.ts'
import { activePaths, chartShape } from './xstate-chart.ts'
import { restore } from './workspace.ts'

/** Reads the log as a whole, and what it says of an instance's way through its machine. */
export class LogReader {
  readonly #runtime: Runtime

  constructor(runtime: Runtime) {
    this.#runtime = runtime
  }

  /** Events of all instances after a position, in order. */
  async after(position: number, limit: number): Promise<readonly HistoryEntry[]> {
    const { store } = this.#runtime
    return (await store.event.after(store.reader, position, limit)).map(historyEntry)
  }

  /** Position of the last event; 0 when there is none. */
  position(): Promise<number> {
    const { store } = this.#runtime
    return store.event.last(store.reader)
  }

  /** The random id that stands for a person in the log; undefined when it has none yet. */
  async personId(subject: string): Promise<string | undefined> {
    const { store } = this.#runtime
    const rows = await store.person.bySubject(store.reader, [subject])
    return rows[0]?.id
  }

  /** Who stands behind random ids of the log, by id; ids that it does not know are left out. */
  async subjects(personIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const { store } = this.#runtime
    const rows = personIds.length === 0 ? [] : await store.person.byId(store.reader, personIds)
    return new Map(rows.map(({ id, subject }) => [id, subject]))
  }

  /**
   * The machine that an instance runs on, with the states it is in, has been in and may go to;
   * undefined when there is no such instance. Runs the instance's log again, so its cost grows
   * with its history.
   */
  async chart(id: string): Promise<Chart | undefined> {
    const { store, registry } = this.#runtime
    const row = await store.instance.find(store.reader, id)
    if (row === undefined) return undefined
    const { machine, snapshot } = restore(registry, row, row.snapshot)
    const past = new Set<string>()
    let earlier = snapshot
    for (const entry of await store.event.ofInstance(store.reader, id)) {
      if (entry.revision > row.revision || entry.cause === 'operator') continue
      const event = deliveredOf(historyEntry(entry))
      const { stepper } = registry.get(row.machine, entry.version)
      earlier =
        entry.cause === 'start'
          ? stepper.initial({ ...event, revision: 1, id }).snapshot
          : stepper.next(earlier, event).snapshot
      for (const path of activePaths(earlier)) past.add(path)
    }
    return chartOf(machine, chartShape(machine.stepper.machine), activePaths(snapshot), past)
  }
}

/** A logged event as the machine got it. */
const deliveredOf = ({ type, at, revision, person, data, facts }: HistoryEntry) => ({
  type,
  at,
  revision,
  person,
  data,
  facts,
})
