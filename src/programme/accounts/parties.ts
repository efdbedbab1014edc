import type { ProjectContext, ProjectStart } from '../../../machines/project/context.ts'
import type { ApplicantSucceed } from '../../../machines/project/schemas.ts'
import { dateOf } from '../../domain/calendar.ts'
import type { Engine, Instance } from '../../engine/index.ts'

/** A KBO number under which a project's spending may be booked. */
export interface Party {
  readonly kbo: string
  /** Null for the lead. */
  readonly partner: string | null
  /** Last year in which it books; null for whoever the party is now. */
  readonly untilYear: number | null
}

/**
 * Lead and partners book in accounts of their own. A merged authority is known by the KBO number
 * it has now, in every year, and by that of its predecessors up to the year of the merger.
 * Source: domain §3.10; nota §2.5.
 */
export async function partiesOf(engine: Engine, project: Instance): Promise<readonly Party[]> {
  const { applicant, terms } = project.snapshot.context as ProjectContext
  const now: readonly Party[] = [
    { kbo: applicant.kbo, partner: null, untilYear: null },
    ...applicant.partners.map(({ id, kbo }) => ({ kbo, partner: id, untilYear: null })),
  ]
  const [start] = await engine.history(project.id, { limit: 1 })
  const began = (start?.data as ProjectStart | undefined)?.applicant
  if (began === undefined || kbosOf(began) === kbosOf(applicant)) return now
  const names = new Map<string | null, readonly Named[]>()
  names.set(null, [{ kbo: began.kbo, fromDate: '' }])
  for (const { id, kbo } of began.partners) names.set(id, [{ kbo, fromDate: '' }])
  for (const { type, data, at } of await engine.history(project.id)) {
    if (type !== 'applicant.succeed') continue
    const { partner = null, kbo, date } = data as ApplicantSucceed
    const today = dateOf(at, terms.timeZone)
    // What was planned and had not yet begun is replaced. Source: domain §9.
    const begun = (names.get(partner) ?? []).filter(({ fromDate }) => fromDate <= today)
    names.set(partner, [...begun, { kbo, fromDate: date }])
  }
  return [...now, ...[...names].flatMap(([partner, list]) => earlier(partner, list, now))]
}

interface Named {
  readonly kbo: string
  /** First day; '' for whoever began. */
  readonly fromDate: string
}

function earlier(
  partner: string | null,
  list: readonly Named[],
  now: readonly Party[],
): readonly Party[] {
  const current = now.find((each) => each.partner === partner)?.kbo
  return list.flatMap(({ kbo }, index) => {
    const next = list[index + 1]
    if (kbo === current || next === undefined) return []
    return [{ kbo, partner, untilYear: lastYear(next.fromDate) }]
  })
}

/** Who ends with a year does not book in the next one. */
function lastYear(date: string): number {
  const year = Number(date.slice(0, 4))
  return date.endsWith('-01-01') ? year - 1 : year
}

function kbosOf({ kbo, partners }: ProjectContext['applicant']): string {
  return [kbo, ...partners.map((each) => `${each.id} ${each.kbo}`)].join('\n')
}
