import { isRunning, type Deadline } from '../../machines/deadlines.ts'
import type { ProjectContext } from '../../machines/project/context.ts'
import { formatInstant } from '../domain/calendar.ts'
import type { HistoryEntry, Refused } from '../engine/index.ts'
import { livingOf } from './inbox.ts'
import type { PreviewSources } from './move-preview.ts'

/** A move that puts back what another moved; it is proposed and approved like any other. */
export interface UndoMove {
  readonly deadline: string
  /** The moment that the deadline had, ISO 8601 UTC. */
  readonly to: string
  /** Null for all projects of the call. */
  readonly projects: readonly string[] | null
}

/** One move for each date that the deadlines had, earliest first. */
export interface Undo {
  readonly moves: readonly UndoMove[]
  /** Projects that no move can put back, and why. */
  readonly left: readonly { readonly id: string; readonly reason: string }[]
}

/**
 * The moves that would undo an approved one, which `revision` of the call names. Nothing happens;
 * what has moved again since, is over, or was due in the past, is left as it is.
 */
export async function undoOf(
  sources: PreviewSources,
  call: string,
  revision: number,
): Promise<Refused | ({ readonly accepted: true } & Undo)> {
  const log = await sources.engine.history(call)
  const approval = log.find((entry) => entry.revision === revision)
  const proposed = log.findLast(
    ({ type, revision: earlier }) => type === 'deadlineMove.propose' && earlier < revision,
  )
  if (approval?.type !== 'deadlineMove.approve' || proposed === undefined) {
    const message = `Revision ${revision} of ${call} approved no move; its history names those.`
    return { accepted: false, code: 'invalid-payload', field: 'move', message, allowed: [] }
  }
  const { deadline, projects = null } = proposed.data as {
    readonly deadline: string
    readonly projects?: readonly string[] | null
  }
  const { byDueMs, left, others } = await standingBefore(sources, approval, deadline)
  const isWhole = projects === null && byDueMs.size === 1 && left.length + others === 0
  return {
    accepted: true,
    moves: [...byDueMs.entries()]
      .toSorted(([one], [other]) => one - other)
      .map(([dueMs, ids]) => ({
        deadline,
        to: formatInstant(dueMs),
        projects: isWhole ? null : ids,
      })),
    left,
  }
}

/**
 * The projects that the approval moved, by the due time that they had before it; and how many
 * others there are in which the deadline runs, as it began later.
 */
async function standingBefore(
  { engine, queries }: PreviewSources,
  { instance: call, revision }: HistoryEntry,
  deadline: string,
) {
  const byDueMs = new Map<number, string[]>()
  const left: Undo['left'][number][] = []
  let others = 0
  const nowMs = await engine.currentMs()
  const ref = `${call}:${revision}`
  for await (const { id, machine, snapshot } of livingOf(engine, call)) {
    if (machine !== 'project') continue
    const move = (await engine.history(id)).find(
      ({ type, causeRef }) => type === 'deadline.move' && causeRef === ref,
    )
    const now = (snapshot.context as ProjectContext).deadlines[deadline]
    if (move === undefined) {
      if (isRunning(now)) others += 1
      continue
    }
    const changes = await queries.deadlineChanges(id, deadline)
    const before = changes.findLast((each) => each.revision < move.revision)?.dueMs ?? null
    const moved = changes.findLast((each) => each.revision <= move.revision)?.dueMs
    const reason = whyNot(now, moved, before, nowMs)
    if (reason !== null) left.push({ id, reason })
    else if (before !== null) byDueMs.set(before, [...(byDueMs.get(before) ?? []), id])
  }
  return { byDueMs, left, others }
}

/** Why a deadline cannot go back to where it was; null when it can. */
function whyNot(
  now: Deadline | undefined,
  movedMs: number | null | undefined,
  beforeMs: number | null,
  nowMs: number,
): string | null {
  if (now === undefined || !isRunning(now)) return `The deadline is ${now?.status ?? 'gone'}.`
  if (now.dueMs !== movedMs) return 'The deadline has moved again since.'
  if (beforeMs === null) return 'The deadline had no date before.'
  return beforeMs <= nowMs ? `It was due at ${formatInstant(beforeMs)}, which is past.` : null
}
