import { tellAccounts } from './accounts.ts'
import { tellAdvance } from './advance.ts'
import type { Applicant } from './applicants.ts'
import { tellBalance } from './balance.ts'
import { withBatches } from './batches.ts'
import { tellBeside, tellIntrusions } from './beside.ts'
import { callEvents, receiptEvent } from './call-story.ts'
import { tellClaim } from './claims.ts'
import { tellControl } from './control.ts'
import type { Merger } from './facts.ts'
import { fundingOf } from './funding.ts'
import { dayOf, exactly } from './moments.ts'
import type { Plan } from './plan.ts'
import { type Project, projectOf } from './project.ts'
import { tellFinal, tellInterim } from './reports.ts'
import { type HistoryEvent, storyOf } from './story.ts'
import { tellAssessment, tellHandover, tellSubmission } from './submission.ts'

/** When the shipped call orders its advances. Source: nota §2.5 */
const ADVANCE_NOT_BEFORE = '2024-10-01'

interface HistoryOptions {
  readonly call: string
  readonly seed: string
  readonly advancePercent: number
  readonly applicants: readonly Applicant[]
  readonly plans: readonly Plan[]
  readonly mergers: readonly Merger[]
  /** With what happens once, and beside the phases. */
  readonly isShipped: boolean
}

/** The whole life of a call, in the order of time. */
export function historyOf(options: HistoryOptions): readonly HistoryEvent[] {
  const { call, seed, applicants, plans, mergers, isShipped } = options
  const projects = applicants.map((applicant, index) => {
    const plan = plans[index]
    if (plan === undefined) throw new Error(`${applicant.id} has no plan`)
    const story = storyOf(call, applicant, index, seed)
    return projectOf(story, plan, fundingOf(applicant, plan, seed), options.advancePercent)
  })
  const ofCall: HistoryEvent[] = []
  for (const project of projects) {
    const surplusCents = tellProject(project)
    if (isShipped) {
      tellBeside(project, mergers)
      tellIntrusions(project)
    }
    if (surplusCents > 0) ofCall.push(surplus(call, project, surplusCents))
  }
  ofCall.push(...callEvents({ call, projects, isShipped }))
  const events = [...ofCall, ...projects.flatMap(({ story }) => story.events)].toSorted(
    (a, b) => a.atMs - b.atMs,
  )
  return withBatches(events, { call, seed, notBefore: ADVANCE_NOT_BEFORE, isShipped })
}

/** One project to its end; gives back what came in above its claims. */
function tellProject(project: Project): number {
  const { plan, story, funding } = project
  tellSubmission(project)
  tellAssessment(project)
  if (funding.awardedCents === 0) return 0
  tellAdvance(project)
  tellInterim(project)
  if (plan.terminatedOn === null) {
    tellHandover(project)
    tellFinal(project)
  } else {
    story.send('project.terminate', {
      by: 'manager',
      when: exactly(`${plan.terminatedOn}T10:30:00`),
      data: { reason: 'Het bestuur zet de werking stop na het vertrek van zijn partner.' },
    })
  }
  const settled = tellBalance(project)
  const claims = settled.clawbackCents > 0
  const claim = claims ? tellClaim(story, 'balance', settled.clawbackCents, plan.claim) : null
  const accounts = tellAccounts(project)
  const control = story.beside('control')
  const clawbackCents = tellControl(
    project,
    control,
    { ...settled, clawbackCents: claim?.decidedCents ?? 0 },
    accounts,
  )
  if (clawbackCents === 0) return claim?.surplusCents ?? 0
  return tellClaim(control, 'endControl', clawbackCents, plan.controlClaim).surplusCents
}

/** Booked a quarter of an hour after the repayment itself. */
function surplus(call: string, { story }: Project, cents: number): HistoryEvent {
  const repaid = story.events.findLast(({ type }) => type === 'clawback.repay')
  if (repaid === undefined) throw new Error(`${story.id} repaid nothing`)
  const atMs = repaid.atMs + 15 * 60_000
  return receiptEvent(call, atMs, dayOf(atMs), cents)
}
