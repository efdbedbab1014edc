import type { ProjectContext } from '../../../machines/project/context.ts'
import type { CallContext } from '../../../machines/call/context.ts'
import type { Instance } from '../../engine/index.ts'
import { openProposals } from '../../programme/open-proposals.ts'
import { catalogue, type Locale } from '../catalogue.ts'
import { formats } from '../format.ts'
import { deadlineName } from '../words/deadline-name.ts'
import { wordOf, words } from '../words/words.ts'
import { plainPlan, plan, type Plan, type Row } from './plan.ts'
import { lineTitle } from './project-plans.ts'

/** What a form about a call is made from. */
export interface CallSubject {
  readonly locale: Locale
  readonly instance: Instance
  /** The projects of the call, by id. */
  readonly projects: readonly Instance[]
}

/** How an event is asked of a call as it stands. */
export function callPlan(type: string, subject: CallSubject): Plan {
  switch (type) {
    case 'award.decide':
      return award(subject)
    case 'paymentBatch.propose':
      return batch(subject)
    case 'deadlineMove.propose':
      return move(subject)
    case 'deadlineMove.approve':
    case 'paymentBatch.approve':
      return approval(type, subject)
    default:
      return plainPlan
  }
}

function contextOf({ snapshot }: Instance): ProjectContext {
  return snapshot.context as ProjectContext
}

/**
 * Every project that waits for the award, by name; what is left blank is granted as requested.
 * Refusing a project is asked where its amounts are.
 */
function award(subject: CallSubject): Plan {
  const { locale, instance, projects } = subject
  const { parameters } = instance.snapshot.context as CallContext
  const format = formats[locale]
  const t = texts[locale]
  const waiting = projects
    .filter(({ state }) => /(^|[.,])award\b/.test(state))
    .toSorted((one, other) => nameOf(one).localeCompare(nameOf(other), locale))
  const requestedCents = waiting.reduce((sum, project) => sum + requestedOf(project), 0)
  const { ceilingCents } = parameters.budget
  const leftCents = ceilingCents - requestedCents
  const asked = t.asked(
    format.number(waiting.length),
    format.euro(requestedCents),
    format.euro(ceilingCents),
  )
  const compared =
    leftCents < 0 ? t.tooMuch(format.euro(-leftCents)) : t.left(format.euro(leftCents))
  return plan({
    intro: [`${asked} ${compared}`, t.howToAward],
    labels: { lines: t.lines, stimuli: t.stimuli, reason: t.refuse, grants: t.projects },
    inside: { refusals: 'grants' },
    rows: {
      grants: waiting.map((project) => grantRow(subject, project, parameters)),
      refusals: waiting.map((project) => ({
        keys: { project: project.id },
        title: '',
        about: null,
      })),
    },
  })
}

function nameOf(project: Instance): string {
  return contextOf(project).applicant.name
}

function requestedOf(project: Instance): number {
  return contextOf(project).application?.requestedCents ?? 0
}

function grantRow(
  { locale }: CallSubject,
  project: Instance,
  parameters: CallContext['parameters'],
): Row {
  const format = formats[locale]
  const { lines = [], stimuli = [] } = contextOf(project).application ?? {}
  const requested = (cents: number) => texts[locale].requested(format.euro(cents))
  return {
    keys: { project: project.id },
    title: nameOf(project),
    about: requested(requestedOf(project)),
    isFolded: true,
    rows: {
      lines: lines.map(({ line, amountCents }) => ({
        keys: { line },
        title: titleOf(project, line, { parameters, locale }),
        about: requested(amountCents),
        isShort: true,
      })),
      stimuli: stimuli.map(({ stimulus, amountCents }) => ({
        keys: { stimulus },
        title: wordOf(words[locale].stimulus, stimulus),
        about: requested(amountCents),
        isShort: true,
      })),
    },
  }
}

function titleOf(
  project: Instance,
  line: string,
  subject: Pick<CallContext, 'parameters'> & { readonly locale: Locale },
): string {
  const found = contextOf(project).yearTwo.lines.find((each) => each.line === line)
  return found === undefined ? line : lineTitle(subject, found)
}

function batch({ locale, projects }: CallSubject): Plan {
  const due = projects.flatMap((project) => {
    const { applicant, orders } = contextOf(project)
    return Object.values(orders)
      .filter((order) => order !== null)
      .filter(({ paidMs }) => paidMs === null)
      .map(({ id, cents }) => ({
        value: id,
        label: `${applicant.name}: ${formats[locale].euro(cents)}`,
      }))
  })
  return plan({ choices: { orders: due } })
}

function move({ locale, projects }: CallSubject): Plan {
  const open = new Set(
    projects.flatMap((project) =>
      Object.entries(contextOf(project).deadlines)
        .filter(([, { status }]) => status === 'open' || status === 'overdue')
        .map(([name]) => name),
    ),
  )
  return plan({
    choices: {
      deadline: [...open]
        .filter((name) => name !== 'period')
        .map((name) => ({ value: name, label: deadlineName(locale, name) })),
      projects: projects.map((project) => ({
        value: project.id,
        label: contextOf(project).applicant.name,
      })),
    },
  })
}

function approval(type: string, { instance }: CallSubject): Plan {
  const [open] = openProposals(instance).filter((each) => each.approval === type)
  return plan({
    hidden: open === undefined ? {} : { proposal: String(open.id) },
    left: new Set(['proposal']),
  })
}

const texts = catalogue(
  {
    asked: (count: string, requested: string, ceiling: string) =>
      `${count} aanvragen vragen samen ${requested}; het budget is ${ceiling}.`,
    left: (cents: string) => `Wordt alles toegekend, dan blijft ${cents} over.`,
    tooMuch: (cents: string) => `Dat is ${cents} te veel: verlaag lijnen of weiger projecten.`,
    howToAward:
      'Elk project krijgt wat het vraagt, tenzij u het hieronder openvouwt en bedragen verlaagt ' +
      'of het weigert.',
    requested: (amount: string) => `gevraagd: ${amount}`,
    lines: 'Lijnen: toe te kennen, in euro (leeg: zoals gevraagd; 0 schrapt de lijn)',
    stimuli: 'Stimulansen: toe te kennen, in euro (leeg: zoals gevraagd; 0 schrapt ze)',
    refuse: 'Het hele project weigeren, om deze reden',
    projects: 'Projecten',
  },
  {
    asked: (count: string, requested: string, ceiling: string) =>
      `${count} applications request ${requested} together; the budget is ${ceiling}.`,
    left: (cents: string) => `If all is granted, ${cents} is left.`,
    tooMuch: (cents: string) => `That is ${cents} too much: lower lines or refuse projects.`,
    howToAward:
      'Each project gets what it requests, unless you unfold it below and lower amounts or ' +
      'refuse it.',
    requested: (amount: string) => `requested: ${amount}`,
    lines: 'Lines: to grant, in euro (blank: as requested; 0 drops the line)',
    stimuli: 'Stimuli: to grant, in euro (blank: as requested; 0 drops it)',
    refuse: 'Refuse the whole project, for this reason',
    projects: 'Projects',
  },
)
