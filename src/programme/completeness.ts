import type { AnyMachineSnapshot } from 'xstate'
import type { Deadline } from '../../machines/deadlines.ts'
import type { ProjectContext } from '../../machines/project/context.ts'
import { phaseOf } from '../../machines/project/phase.ts'
import { formatInstant } from '../domain/calendar.ts'
import type { Engine } from '../engine/index.ts'
import type { ListPlace, Queries, Visibility } from './queries.ts'

/** Where a document of an applicant stands. */
export const documentStates = [
  'notAsked',
  'open',
  'overdue',
  'handedIn',
  'late',
  'accepted',
  'returned',
  'rejected',
  'missed',
  'cancelled',
] as const

export type DocumentState = (typeof documentStates)[number]

export interface DocumentStanding {
  /** `application`, `interimReport`, `finalReport` or `accounts.<year>`. */
  readonly name: string
  readonly state: DocumentState
  /** Until when the applicant may still act in time; ISO 8601, null when nothing is asked. */
  readonly due: string | null
  /** Whether what was handed in came after its deadline, whatever became of it. */
  readonly isLate: boolean
}

export interface CompletenessRow {
  readonly id: string
  readonly name: string
  readonly documents: readonly DocumentStanding[]
}

/** Who must read it, and where to go on from. */
export interface CompletenessPage {
  readonly call: string
  readonly visibility: Visibility
  readonly after: ListPlace | null
  readonly limit: number
}

/** Everything that applicants hand in, over all projects of a call, a page at a time, by id. */
export async function completeness(
  engine: Engine,
  queries: Queries,
  { call, ...page }: CompletenessPage,
): Promise<{ readonly items: readonly CompletenessRow[]; readonly next: ListPlace | null }> {
  const { items, next } = await queries.page({
    ...page,
    filter: { call },
    sort: 'id',
    descending: false,
  })
  const instances = await Promise.all(items.map(({ id }) => engine.instance(id)))
  const rows = instances.flatMap((instance) =>
    instance === undefined ? [] : [completenessRow(instance.snapshot)],
  )
  return { items: rows, next }
}

const PAGE = 200

/** All pages at once. */
export async function wholeCompleteness(
  engine: Engine,
  queries: Queries,
  { call, visibility }: Pick<CompletenessPage, 'call' | 'visibility'>,
): Promise<readonly CompletenessRow[]> {
  const rows: CompletenessRow[] = []
  let after: ListPlace | null = null
  do {
    const page: Awaited<ReturnType<typeof completeness>> = await completeness(engine, queries, {
      call,
      visibility,
      after,
      limit: PAGE,
    })
    rows.push(...page.items)
    after = page.next
  } while (after !== null)
  return rows
}

/** Everything that one applicant hands in. */
export function completenessRow(snapshot: AnyMachineSnapshot): CompletenessRow {
  const context = snapshot.context as ProjectContext
  const years = Object.keys(context.deadlines).filter((name) => name.startsWith('accounts.'))
  return {
    id: context.id,
    name: context.applicant.name,
    documents: [
      applicationOf(snapshot, context),
      reportOf(snapshot, context, 'interimReport'),
      reportOf(snapshot, context, 'finalReport'),
      ...years.toSorted().map((name) => accountsOf(context, name)),
    ],
  }
}

function applicationOf(snapshot: AnyMachineSnapshot, context: ProjectContext): DocumentStanding {
  const { submission, resubmission } = context.deadlines
  const name = 'application'
  const phase = phaseOf(snapshot)
  if (phase === 'withdrawn') return standing(name, 'cancelled', submission)
  if (phase === 'rejected') return standing(name, 'rejected', submission)
  if (context.application === null) return notHandedIn(name, submission)
  if (phase === 'submission') return standing(name, 'handedIn', submission)
  if (phase !== 'assessment') return standing(name, 'accepted', submission)
  const inAssessment = (stage: string) =>
    snapshot.matches({ life: { active: { assessment: stage } } })
  if (inAssessment('returned')) return standing(name, 'returned', resubmission)
  return standing(name, inAssessment('admitted') ? 'accepted' : 'handedIn', submission)
}

function reportOf(
  snapshot: AnyMachineSnapshot,
  context: ProjectContext,
  name: 'interimReport' | 'finalReport',
): DocumentStanding {
  const deadline = context.deadlines[name]
  const short = name === 'interimReport' ? 'interim' : 'final'
  const report = context[short]
  if (report === null) return notHandedIn(name, deadline)
  if (report.acceptedMs !== null) return standing(name, 'accepted', deadline)
  if (snapshot.matches({ life: { active: { running: { [name]: 'returned' } } } })) {
    const dueMs = context.returnTerms[short]
    return { ...standing(name, 'returned', deadline), due: isoOf(dueMs) }
  }
  return standing(name, deadline?.status === 'late' ? 'late' : 'handedIn', deadline)
}

/** Only De Rand's accounts are confirmed by somebody. Source: domain §9. */
function accountsOf(context: ProjectContext, name: string): DocumentStanding {
  const deadline = context.deadlines[name]
  const accounts = context.accounts[name.slice('accounts.'.length)]
  if (accounts === undefined) return notHandedIn(name, deadline)
  if (context.applicant.kind === 'de-rand' && accounts.confirmed) {
    return standing(name, 'accepted', deadline)
  }
  return standing(name, deadline?.status === 'late' ? 'late' : 'handedIn', deadline)
}

function notHandedIn(name: string, deadline: Deadline | undefined): DocumentStanding {
  switch (deadline?.status) {
    case undefined:
      return standing(name, 'notAsked', undefined)
    case 'open':
    case 'overdue':
    case 'missed':
    case 'cancelled':
      return standing(name, deadline.status, deadline)
    default:
      return standing(name, 'handedIn', deadline)
  }
}

/** A date is told only where the applicant may still act. */
function standing(
  name: string,
  state: DocumentState,
  deadline: Deadline | undefined,
): DocumentStanding {
  const isAsked = state === 'open' || state === 'overdue' || state === 'returned'
  return {
    name,
    state,
    due: isAsked ? isoOf(deadline?.dueMs ?? null) : null,
    isLate: deadline?.status === 'late',
  }
}

function isoOf(ms: number | null): string | null {
  return ms === null ? null : formatInstant(ms)
}
