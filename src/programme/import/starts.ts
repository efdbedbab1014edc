import type { CallStart } from '../../../machines/call/context.ts'
import type { ProjectStart } from '../../../machines/project/context.ts'
import type { Action, Applicant, CallParameters } from '../../domain/call.ts'

/** What the machine of a call starts with. */
export function callStart(parameters: CallParameters, applicants: readonly Applicant[]): CallStart {
  return { parameters, projects: applicants.length }
}

/**
 * What the machine of an applicant's project starts with; what is not known of a person or account
 * is '' there.
 * Errors: RangeError if a line names an action that the call does not have.
 */
export function projectStart(parameters: CallParameters, applicant: Applicant): ProjectStart {
  const { timeZone, timeline, roll, advance, reports, terms, reminders, payments } = parameters
  const { ownShare, codes, due } = parameters.accounts
  const actions = new Map(parameters.actions.map((action) => [action.code, action]))
  return {
    call: parameters.id,
    terms: {
      timeZone,
      timeline,
      roll,
      advance,
      reports,
      terms,
      reminders,
      payments,
      extraClosingDays: parameters.ifReview.extraClosingDays,
      accounts: { ownShare, codes, due },
    },
    applicant: {
      id: applicant.id,
      name: applicant.name,
      kind: applicant.kind,
      kbo: applicant.kbo,
      nis: applicant.nis,
      iban: applicant.iban ?? '',
      email: applicant.email ?? '',
      contact: applicant.contact ?? '',
      partners: applicant.partners,
    },
    lines: applicant.lines.map((line) => {
      const { kpi, unitPriceCents } = actionOf(actions, line.action)
      return { ...line, kpiType: kpi.type, unitPriceCents }
    }),
    stimuli: applicant.stimuli,
  }
}

function actionOf(actions: ReadonlyMap<string, Action>, code: string): Action {
  const action = actions.get(code)
  if (action === undefined) throw new RangeError(`the call has no action ${code}`)
  return action
}
