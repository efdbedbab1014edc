import { parse } from 'yaml'
import type { CallStart } from '../../machines/call/context.ts'
import type { ProjectStart } from '../../machines/project/context.ts'
import { parseInstant, startOfDay } from '../../src/domain/calendar.ts'
import type { ApplicantKind, CallParameters } from '../../src/domain/call.ts'
import { parseEuro } from '../../src/domain/money.ts'

/** Call and applicants as the machines start with them, from the texts of a folder. */
export interface LoadedCall {
  readonly id: string
  readonly parameters: CallParameters
  readonly applicants: readonly ApplicantRow[]
  readonly callStart: CallStart
  readonly projectStarts: ReadonlyMap<string, ProjectStart>
}

export interface ApplicantRow {
  readonly id: string
  readonly name: string
  readonly kind: ApplicantKind
  readonly kbo: string
  readonly nis?: string
  readonly iban?: string
  readonly email: string
  readonly contact: string
  readonly inhabitantsNonEu14?: number
  readonly partners: readonly { id: string; name: string; kbo: string; nis: string }[]
  readonly lines: readonly {
    readonly line: string
    readonly action: string
    readonly currentReach: number
    readonly kpi: number
    readonly amount: string
  }[]
  readonly stimuli: readonly { readonly stimulus: string; readonly amount: string }[]
}

export function loadCall(callText: string, applicantsText: string): LoadedCall {
  const file = parse(callText)
  const { applicants } = JSON.parse(applicantsText) as { applicants: ApplicantRow[] }
  const parameters = parametersOf(file)
  const starts = applicants.map(
    (each) => [`${parameters.id}/${each.id}`, projectStart(parameters, each)] as const,
  )
  return {
    id: parameters.id,
    parameters,
    applicants,
    callStart: { parameters, projects: applicants.length },
    projectStarts: new Map(starts),
  }
}

export function cents(amount: string): number {
  const parsed = parseEuro(amount)
  if (parsed === null) throw new Error(`no amount: ${amount}`)
  return parsed
}

/** The file is ours and complete: every section stands in it. */
// oxlint-disable-next-line typescript/no-explicit-any -- the importer judges files; this reads one
function parametersOf(file: any): CallParameters {
  const { timeZone } = file
  return {
    ...file,
    budget: { article: file.budget.article, ceilingCents: cents(file.budget.ceiling) },
    timeline: {
      launchMs: startOfDay(file.timeline.launch, timeZone),
      submissionDeadlineMs: parseInstant(file.timeline.submissionDeadline, timeZone),
      projectStart: file.timeline.projectStart,
      projectEnd: file.timeline.projectEnd,
    },
    roll: file.deadlines.roll,
    actions: file.actions.map(({ unitPrice, ...action }: { unitPrice: string }) => ({
      ...action,
      unitPriceCents: cents(unitPrice),
    })),
  }
}

function projectStart(parameters: CallParameters, applicant: ApplicantRow): ProjectStart {
  const { id, name, kind, kbo, nis, iban, email, contact, partners, lines, stimuli } = applicant
  const { ifReview, actions } = parameters
  return {
    call: parameters.id,
    terms: { ...parameters, extraClosingDays: ifReview.extraClosingDays },
    applicant: {
      id,
      name,
      kind,
      kbo,
      nis: nis ?? null,
      iban: iban ?? '',
      email,
      contact,
      partners,
    },
    lines: lines.map(({ amount, ...line }) => {
      const action = actions.find((each) => each.code === line.action)
      if (action === undefined) throw new Error(`no action ${line.action}`)
      return {
        ...line,
        kpiType: action.kpi.type,
        unitPriceCents: action.unitPriceCents,
        amountCents: cents(amount),
      }
    }),
    stimuli: stimuli.map(({ stimulus, amount }) => ({ stimulus, amountCents: cents(amount) })),
  }
}
