import { callEvents } from '../../machines/call/events.ts'
import { projectEvents } from '../../machines/project/events.ts'
import { addDays, dateOf, endOfDay, startOfDay } from '../domain/calendar.ts'
import type { Texts } from '../domain/call.ts'
import type { ProgrammeStore } from '../store/programme/store.ts'
import type { DeadlineChangeRow } from '../store/programme/tables.ts'
import { withoutActor } from './projects.ts'

/** How far ahead a digest looks. */
const DAYS_AHEAD = 14

interface Week {
  readonly call: string
  readonly timeZone: string
  /** End of the week (ms); what happens at it belongs to the next. */
  readonly untilMs: number
}

type Names = readonly (string | null)[]

interface Group {
  readonly deadline: string
  readonly dueMs: number
  readonly status: string
  readonly names: Names
}

/**
 * What moved in a week of a call, and what is due after it, from the log and as of the end of that
 * week: a digest that is late says the same as one in time.
 */
export async function digestFacts(store: ProgrammeStore, week: Week) {
  const { reader, mailSubject, deadline } = store
  const { call, timeZone, untilMs } = week
  const today = dateOf(untilMs, timeZone)
  const fromMs = startOfDay(addDays(today, -7), timeZone) + untilMs - startOfDay(today, timeZone)
  const aheadMs = endOfDay(addDays(today, DAYS_AHEAD), timeZone)
  const moved = await mailSubject.moved(reader, call, fromMs, untilMs)
  const standing = lastOf(await deadline.before(reader, call, untilMs)).filter(isToldBy(call))
  const dueNow = standing.filter(({ status, due_ms }) => status === 'open' && due_ms <= aheadMs)
  const handedIn = new Set(
    dueNow.some(isSubmission)
      ? await mailSubject.reached(reader, call, 'application.submit', untilMs)
      : [],
  )
  const names = await mailSubject.names(reader, call)
  const nameOf = (id: string) => (id === call ? null : (names.get(id) ?? id))
  const groups = (fits: (row: Standing) => boolean) => grouped(standing.filter(fits), nameOf)
  return {
    moved: movedBy(moved, nameOf),
    passed: groups(({ status, at_ms }) => hasPassed(status) && at_ms >= fromMs),
    due: grouped(
      dueNow.filter((row) => !isSubmission(row) || !handedIn.has(row.instance_id)),
      nameOf,
    ),
    late: groups(({ status, at_ms }) => status === 'overdue' && at_ms < fromMs),
  }
}

type Standing = DeadlineChangeRow & { readonly due_ms: number }

/** The last change of each deadline, of rows ordered by instance, name and revision. */
function lastOf(rows: readonly DeadlineChangeRow[]): readonly Standing[] {
  return rows.filter(
    (row, index): row is Standing =>
      row.due_ms !== null &&
      !withoutActor.has(row.name) &&
      (rows[index + 1]?.instance_id !== row.instance_id || rows[index + 1]?.name !== row.name),
  )
}

function isSubmission({ name }: Standing): boolean {
  return name === 'submission'
}

/** The call and its projects share two deadlines: the review is told once, the submission by name. */
function isToldBy(call: string) {
  return ({ instance_id, name }: Standing) => (instance_id === call) === (name === 'ifReview')
}

function hasPassed(status: string): boolean {
  return status === 'overdue' || status === 'missed'
}

/** By due time, deadline and status; names in order. */
function grouped(
  rows: readonly Standing[],
  nameOf: (id: string) => string | null,
): readonly Group[] {
  const groups = new Map<string, Standing[]>()
  for (const row of rows) {
    const key = `${String(row.due_ms).padStart(15, '0')} ${row.name} ${row.status}`
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, [first, ...rest]]) =>
      first === undefined
        ? []
        : [
            {
              deadline: first.name,
              dueMs: first.due_ms,
              status: first.status,
              names: ordered([first, ...rest].map(({ instance_id }) => nameOf(instance_id))),
            },
          ],
    )
}

/** What people did, in the order in which it first came; everybody once per kind. */
function movedBy(
  rows: readonly { readonly instance_id: string; readonly type: string }[],
  nameOf: (id: string) => string | null,
) {
  const byType = new Map<string, { readonly label: Texts; readonly names: Set<string | null> }>()
  for (const { instance_id, type } of rows) {
    const label = (nameOf(instance_id) === null ? callEvents : projectEvents)[type]?.label
    if (label === undefined) continue
    const known = byType.get(type) ?? { label, names: new Set() }
    known.names.add(nameOf(instance_id))
    byType.set(type, known)
  }
  return [...byType.values()].map(({ label, names }) => ({ label, names: ordered([...names]) }))
}

function ordered(names: Names): Names {
  return names.toSorted((one, other) => (one ?? '').localeCompare(other ?? '', 'nl'))
}
