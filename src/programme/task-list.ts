import { catalog } from '../../machines/catalog.ts'
import { formatInstant } from '../domain/calendar.ts'
import type { ProgrammeStore } from '../store/programme/store.ts'
import { noTermMs } from '../store/programme/tables.ts'
import type { TaskFilter, TaskPlace } from '../store/programme/task-table.ts'
import { latestEventTypes } from './event-types.ts'
import { rolesText, taskTypes } from './inbox.ts'

/** Something that waits for a person. */
export interface InboxItem {
  /** The call or project. */
  readonly id: string
  /** Who applies; the call's title for a call. */
  readonly name: string
  /** The event that would do it; where several would, the first of them. */
  readonly type: string
  readonly label: { readonly nl: string; readonly en: string }
  /** What to approve, by the revision that proposed it; null where nothing was proposed. */
  readonly proposal: number | null
  /** When it is due at the latest, ISO 8601 UTC; null when no term runs. */
  readonly due: string | null
  readonly overdue: boolean
  /** Whether the project was assigned to the reader. */
  readonly assigned: boolean
}

/** The same, with who handles the file, by the random id of the log; null for nobody. */
export interface Task extends InboxItem {
  readonly assignee: string | null
}

/** Who asks what waits: the person's random id of the log if there is one, and where to look. */
export interface TaskReader {
  readonly personId: string | undefined
  readonly calls: readonly {
    readonly call: string
    readonly title: string
    readonly roles: readonly string[]
    /** Only what the applicant with this KBO number does; null for the whole call. */
    readonly kbo: string | null
  }[]
}

export type TaskFiles = 'all' | 'own' | 'colleagues'

export interface TaskQuestion {
  readonly reader: TaskReader
  /** Everything, one's own files, or those that colleagues handle. */
  readonly files: TaskFiles
  readonly after: Place | null
  readonly limit: number
}

/** Where a task stands: nearest date first, of one date one's own files first. */
export interface Place extends TaskPlace {
  readonly isOwn: boolean
}

/** A page of what waits; `next` is the place to go on from, null on the last page. */
export async function taskPage(
  store: ProgrammeStore,
  { reader, files, after, limit }: TaskQuestion,
): Promise<{ readonly items: readonly Task[]; readonly next: Place | null }> {
  const { personId } = reader
  const parts = files === 'all' ? (['own', 'other'] as const) : ([files] as const)
  const found = await Promise.all(
    filtersOf(reader, parts).map(async (filter) => {
      const isOwn = filter.files === 'own'
      const from = after === null ? null : placeIn(after, isOwn)
      const rows = await store.task.page(store.reader, filter, from, limit + 1)
      return rows.map((row) => ({ ...row, isOwn }))
    }),
  )
  const rows = found.flat().toSorted((one, other) => (comes(one, other) ? -1 : 1))
  const shown = rows.slice(0, limit)
  const titles = new Map(reader.calls.map(({ call, title }) => [call, title]))
  const last = shown.at(-1)
  return {
    items: shown.map((row) => ({
      id: row.instance_id,
      name: row.name ?? titles.get(row.call_id) ?? row.call_id,
      type: row.type,
      label: labelOf(row.type),
      proposal: row.proposal === 0 ? null : row.proposal,
      due: row.due_ms === noTermMs ? null : formatInstant(row.due_ms),
      overdue: row.overdue === 1,
      assigned: personId !== undefined && row.assignee === personId,
      assignee: row.assignee,
    })),
    next: rows.length > limit && last !== undefined ? placeOf(last) : null,
  }
}

/** How much waits, counted no further than `limit`. */
export async function countTasks(
  store: ProgrammeStore,
  reader: TaskReader,
  limit: number,
): Promise<number> {
  let count = 0
  for (const filter of filtersOf(reader, ['all'])) {
    count += await store.task.count(store.reader, filter, limit - count)
    if (count >= limit) break
  }
  return count
}

/** Tasks of one call and one set of roles stand in the order of their dates; see the index. */
function filtersOf(
  { personId, calls }: TaskReader,
  parts: readonly TaskFilter['files'][],
): readonly TaskFilter[] {
  return calls.flatMap(({ call, roles, kbo }) =>
    roleSets
      .filter((set) => set.some((role) => roles.includes(role)))
      .flatMap((set) =>
        parts
          .filter((files) => files !== 'own' || personId !== undefined)
          .map((files) => ({
            call,
            roles: rolesText(set),
            kbo,
            personId: personId ?? null,
            files,
          })),
      ),
  )
}

/** Every set of roles that some version of a machine asks something of. */
const roleSets: readonly (readonly string[])[] = [
  ...new Map(
    catalog.flatMap(({ events }) =>
      taskTypes.flatMap((type) => {
        const roles = Object.hasOwn(events, type) ? events[type]?.roles : undefined
        return roles === undefined ? [] : [[rolesText(roles), roles] as const]
      }),
    ),
  ).values(),
]

/** The place in a stream of own files, or of other ones, after which what is left begins. */
function placeIn(after: Place, isOwn: boolean): TaskPlace {
  if (after.isOwn === isOwn) return after
  const due_ms = after.isOwn ? after.due_ms : after.due_ms + 1
  return { due_ms, instance_id: '', type: '', proposal: 0 }
}

function placeOf({ due_ms, isOwn, instance_id, type, proposal }: Place): Place {
  return { due_ms, isOwn, instance_id, type, proposal }
}

function comes(one: Place, other: Place): boolean {
  if (one.due_ms !== other.due_ms) return one.due_ms < other.due_ms
  if (one.isOwn !== other.isOwn) return one.isOwn
  if (one.instance_id !== other.instance_id) return one.instance_id < other.instance_id
  if (one.type !== other.type) return one.type < other.type
  return one.proposal < other.proposal
}

function labelOf(type: string): InboxItem['label'] {
  return eventLabels[type]?.label ?? { nl: type, en: type }
}

const eventLabels = { ...latestEventTypes('call'), ...latestEventTypes('project') }
