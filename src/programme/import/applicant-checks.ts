import type { Fault, Path } from './errors.ts'
import type { ApplicantEntry, CallFile } from './schemas.ts'
import type { Sound } from './sound.ts'
import { doubles } from './sound.ts'

/** What the applicants must be to each other and to the call. */
export function applicantFaults(applicants: Sound, call: Sound): readonly Fault[] {
  const known = { actions: actionKinds(call), stimuli: call.at<readonly string[]>('stimuli') }
  const once = (what: string) => (id: string) => `The ${what} ${id} must stand once.`
  const count = applicants.length('applicants')
  return [
    ...doubles(applicants, ['applicants'], ['id'], once('applicant')),
    ...Array.from({ length: count }).flatMap((_, index) => {
      const path = ['applicants', index]
      return [
        ...doubles(applicants, [...path, 'partners'], ['id'], once('partner')),
        ...doubles(applicants, [...path, 'lines'], ['line'], once('line')),
        ...doubles(applicants, [...path, 'stimuli'], ['stimulus'], once('stimulus')),
        ...emptyFaults(applicants, path),
        ...lineFaults(applicants, path, known.actions),
        ...stimulusFaults(applicants, path, known.stimuli),
      ]
    }),
  ]
}

type ActionKinds = ReadonlyMap<string, CallFile['actions'][number]['kpi']['type'] | undefined>

/** The call's actions with the type of their KPI; null when their codes are not all known. */
function actionKinds(call: Sound): ActionKinds | null {
  const kinds = new Map<string, 'count' | 'plan' | undefined>()
  const count = call.length('actions')
  for (let index = 0; index < count; index += 1) {
    const code = call.at<string>('actions', index, 'code')
    if (code === undefined) return null
    kinds.set(code, call.at<'count' | 'plan'>('actions', index, 'kpi', 'type'))
  }
  return count === 0 ? null : kinds
}

function emptyFaults(applicants: Sound, path: Path): readonly Fault[] {
  const lines = applicants.at<ApplicantEntry['lines']>(...path, 'lines')
  const stimuli = applicants.at<ApplicantEntry['stimuli']>(...path, 'stimuli')
  return lines?.length === 0 && stimuli?.length === 0
    ? [{ path: [...path, 'lines'], message: 'Must hold a line where there is no stimulus.' }]
    : []
}

function lineFaults(applicants: Sound, path: Path, actions: ActionKinds | null): readonly Fault[] {
  if (actions === null) return []
  return Array.from({ length: applicants.length(...path, 'lines') }).flatMap((_, index) => {
    const line = [...path, 'lines', index]
    const action = applicants.at<string>(...line, 'action')
    if (action === undefined) return []
    if (!actions.has(action)) {
      const codes = [...actions.keys()].join(', ')
      return [{ path: [...line, 'action'], message: `Must be an action of the call: ${codes}.` }]
    }
    if (actions.get(action) !== 'plan') return []
    return (['currentReach', 'kpi'] as const)
      .filter((key) => (applicants.at<number>(...line, key) ?? 0) > 1)
      .map((key) => ({
        path: [...line, key],
        message: `Must be 0 or 1, as the action ${action} is a plan: there or not.`,
      }))
  })
}

function stimulusFaults(
  applicants: Sound,
  path: Path,
  stimuli: readonly string[] | undefined,
): readonly Fault[] {
  if (stimuli === undefined) return []
  const allowed = stimuli.length === 0 ? 'it has none' : stimuli.join(', ')
  return Array.from({ length: applicants.length(...path, 'stimuli') }).flatMap((_, index) => {
    const field = [...path, 'stimuli', index, 'stimulus']
    const stimulus = applicants.at<string>(...field)
    return stimulus === undefined || stimuli.includes(stimulus)
      ? []
      : [{ path: field, message: `Must be a stimulus of the call: ${allowed}.` }]
  })
}
