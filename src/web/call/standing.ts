import type { CallContext } from '../../../machines/call/context.ts'
import type { Budget, CallInFull } from '../../programme/queries.ts'
import { catalogue } from '../catalogue.ts'
import type { Visit } from '../visit.ts'

/** How many projects stand in each phase. */
export type PhaseCounts = readonly { readonly phase: string; readonly count: number }[]

const ended = new Set(['closed', 'lapsed', 'rejected', 'refused', 'withdrawn'])

/** Where a call stands, in one or two sentences. */
export function callStanding(
  { locale, format, nowMs }: Visit,
  call: CallInFull,
  context: CallContext,
  { budget, phases }: { readonly budget: Budget; readonly phases: PhaseCounts },
): string {
  const t = texts[locale]
  const { launchMs, submissionDeadlineMs } = context.parameters.timeline
  const count = (fits: (phase: string) => boolean) =>
    phases.reduce((sum, each) => sum + (fits(each.phase) ? each.count : 0), 0)
  const inPhase = (phase: string) => format.number(count((each) => each === phase))
  const all = format.number(context.projects)
  const over = format.number(count((phase) => ended.has(phase)))
  const due = call.deadlines.find(({ status }) => status === 'open')?.due
  const dueMs = due === undefined ? submissionDeadlineMs : Date.parse(due)
  const by = `${format.due(dueMs)} (${format.distance(dueMs, nowMs)})`
  switch (call.phase) {
    case 'scheduled':
      return t.scheduled(all, format.date(launchMs))
    case 'submission':
      return t.submission(all, by)
    case 'assessment':
      return t.assessment(inPhase('assessment'))
    case 'ifReview':
      return due === undefined
        ? t.suspended(inPhase('ifReview'))
        : t.ifReview(inPhase('ifReview'), by)
    case 'award':
      return t.award(inPhase('award'))
    case 'running':
      return t.running(
        format.euro(budget.amounts.awardedCents),
        format.number(budget.counts.awarded),
        context.decision?.date === undefined
          ? ''
          : format.date(Date.parse(`${context.decision.date}T12:00:00Z`)),
        context.decision?.reference ?? '',
        over,
        all,
      )
    case 'settled':
      return t.settled(all)
  }
}

const texts = catalogue(
  {
    scheduled: (all: string, launch: string) =>
      `De oproep start op ${launch}; ${all} besturen kunnen dan een aanvraag indienen.`,
    submission: (all: string, by: string) =>
      `${all} besturen kunnen een aanvraag indienen, uiterlijk ${by}.`,
    assessment: (count: string) =>
      `De indiening is afgesloten. Het agentschap beoordeelt de aanvragen; ${count} zijn nog ` +
      'niet voorgelegd aan de Inspectie van Financiën.',
    ifReview: (count: string, by: string) =>
      `${count} aanvragen liggen bij de Inspectie van Financiën; haar advies wordt verwacht ` +
      `uiterlijk ${by}.`,
    suspended: (count: string) =>
      `${count} aanvragen liggen bij de Inspectie van Financiën, die op een antwoord wacht; ` +
      'haar termijn loopt nu niet.',
    award: (count: string) =>
      `${count} aanvragen wachten op de beslissing van de Vlaamse Regering.`,
    running: (
      amount: string,
      count: string,
      date: string,
      reference: string,
      over: string,
      all: string,
    ) =>
      `Op ${date} kende de Vlaamse Regering ${amount} toe aan ${count} projecten (${reference}). ` +
      `Van de ${all} projecten zijn er ${over} afgelopen.`,
    settled: (all: string) => `De oproep is afgehandeld: alle ${all} projecten zijn afgelopen.`,
  },
  {
    scheduled: (all: string, launch: string) =>
      `The call starts on ${launch}; ${all} authorities may then submit an application.`,
    submission: (all: string, by: string) =>
      `${all} authorities may submit an application, by ${by}.`,
    assessment: (count: string) =>
      `Submission is closed. The agency assesses the applications; ${count} are not yet ` +
      'presented to the Inspectorate of Finance.',
    ifReview: (count: string, by: string) =>
      `${count} applications are with the Inspectorate of Finance; its advice is expected ` +
      `by ${by}.`,
    suspended: (count: string) =>
      `${count} applications are with the Inspectorate of Finance, which waits for an answer; ` +
      'its term does not run now.',
    award: (count: string) =>
      `${count} applications wait for the decision of the Flemish Government.`,
    running: (
      amount: string,
      count: string,
      date: string,
      reference: string,
      over: string,
      all: string,
    ) =>
      `On ${date} the Flemish Government awarded ${amount} to ${count} projects (${reference}). ` +
      `Of the ${all} projects, ${over} have ended.`,
    settled: (all: string) => `The call is settled: all ${all} projects have ended.`,
  },
)
