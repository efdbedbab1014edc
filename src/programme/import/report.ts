import type { Applicant, CallParameters } from '../../domain/call.ts'
import { isoInstant } from '../moments.ts'

/** What an import would start, or has started. */
export interface ImportReport {
  readonly call: string
  readonly title: { readonly nl: string; readonly en: string }
  /** What of it is made up; null when nothing is. */
  readonly synthetic: string | null
  readonly projects: number
  readonly partners: number
  readonly lines: number
  /** Of year 2, each action that has lines, in the order of the call. */
  readonly actions: readonly {
    readonly action: string
    readonly lines: number
    readonly kpi: number
    readonly amountCents: number
  }[]
  /** Of year 2, each stimulus that was granted. */
  readonly stimuli: readonly {
    readonly stimulus: string
    readonly applicants: number
    readonly amountCents: number
  }[]
  /** Of year 2, lines and stimuli together. */
  readonly totalCents: number
  readonly ceilingCents: number
  /** The first of what is allowed, but may not be meant. */
  readonly warnings: readonly ImportWarning[]
  readonly moreWarnings: number
}

export interface ImportWarning {
  /** Whom it is about; null for the call. */
  readonly applicant: string | null
  readonly message: string
}

/** Warnings that are told; of more, only the number is. */
const mostWarnings = 200

/** Tells what a call and its applicants come to; `nowMs` is the database's time. */
export function importReport(
  parameters: CallParameters,
  applicants: readonly Applicant[],
  nowMs: number,
): ImportReport {
  const lines = applicants.flatMap((each) => each.lines)
  const granted = applicants.flatMap((each) => each.stimuli)
  const warnings = [
    ...callWarnings(parameters, nowMs),
    ...applicantWarnings(parameters, applicants),
  ]
  return {
    call: parameters.id,
    title: parameters.title,
    synthetic: parameters.synthetic,
    projects: applicants.length,
    partners: sum(applicants, ({ partners }) => partners.length),
    lines: lines.length,
    actions: parameters.actions
      .map(({ code }) => ({ code, of: lines.filter(({ action }) => action === code) }))
      .filter(({ of }) => of.length > 0)
      .map(({ code, of }) => ({
        action: code,
        lines: of.length,
        kpi: sum(of, ({ kpi }) => kpi),
        amountCents: sum(of, ({ amountCents }) => amountCents),
      })),
    stimuli: parameters.stimuli
      .map((stimulus) => ({ stimulus, of: granted.filter((each) => each.stimulus === stimulus) }))
      .filter(({ of }) => of.length > 0)
      .map(({ stimulus, of }) => ({
        stimulus,
        applicants: of.length,
        amountCents: sum(of, ({ amountCents }) => amountCents),
      })),
    totalCents: sum([...lines, ...granted], ({ amountCents }) => amountCents),
    ceilingCents: parameters.budget.ceilingCents,
    warnings: warnings.slice(0, mostWarnings),
    moreWarnings: Math.max(0, warnings.length - mostWarnings),
  }
}

function callWarnings({ timeline }: CallParameters, nowMs: number): readonly ImportWarning[] {
  const { submissionDeadlineMs } = timeline
  if (submissionDeadlineMs >= nowMs) return []
  const at = isoInstant(submissionDeadlineMs)
  return [{ applicant: null, message: `The submission deadline, ${at}, has passed already.` }]
}

function applicantWarnings(
  { eligibility }: CallParameters,
  applicants: readonly Applicant[],
): readonly ImportWarning[] {
  const owners = new Map<string, string>()
  return applicants.flatMap((applicant) => {
    const { id, kind, kbo, iban, email, inhabitantsNonEu14: inhabitants } = applicant
    const messages: string[] = []
    const twice = (what: string, value: string) => {
      const owner = owners.get(value)
      if (owner === undefined) owners.set(value, id)
      else messages.push(`It has the same ${what} as ${owner}.`)
    }
    if (iban === null) messages.push('It has no IBAN: its advance will wait for one.')
    else twice('IBAN', iban)
    if (email === null) messages.push('It has no e-mail address: it gets no mail.')
    twice('KBO number', kbo)
    if (eligibility !== null && !eligibility.exempt.includes(kind)) {
      if (inhabitants === null) {
        messages.push('It has no number of inhabitants, which the call asks for.')
      } else if (inhabitants < eligibility.minimum) {
        messages.push(
          `It has ${inhabitants} inhabitants; the call asks for ${eligibility.minimum}.`,
        )
      }
    }
    return messages.map((message) => ({ applicant: id, message }))
  })
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}
