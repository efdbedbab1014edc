import type {
  ClaimName,
  FundedLine,
  Line,
  ProjectContext,
} from '../../../machines/project/context.ts'
import { formatEuro } from '../../domain/money.ts'
import type { CallParameters } from '../../domain/call.ts'
import type { Instance } from '../../engine/index.ts'
import { openProposals } from '../../programme/open-proposals.ts'
import type { ProjectShape } from '../../programme/queries.ts'
import { catalogue, type Locale } from '../catalogue.ts'
import { formats } from '../format.ts'
import { deadlineName } from '../words/deadline-name.ts'
import { wordOf, words } from '../words/words.ts'
import { plainPlan, plan, type Choice, type Plan, type Row } from './plan.ts'

/** What a form about a project is made from. */
export interface ProjectSubject {
  readonly locale: Locale
  readonly instance: Instance
  readonly shape: ProjectShape
  readonly parameters: CallParameters
  /** Free texts of the report that was handed in last, by line or stimulus. */
  readonly reportTexts: ReadonlyMap<string, readonly string[]>
  /** Who may be given the file. */
  readonly handlers: readonly Choice[]
}

/** How an event is asked of a project as it stands. */
export function projectPlan(type: string, subject: ProjectSubject): Plan {
  return (plans[type] ?? plainSubject)(subject)
}

type Planner = (subject: ProjectSubject) => Plan

const plainSubject: Planner = () => plainPlan

const plans: Readonly<Record<string, Planner>> = {
  'application.submit': application,
  'interimReport.submit': (subject) =>
    plan({ rows: { kpis: reportedLines(subject) }, whole: new Set(['kpis']) }),
  'finalReport.submit': (subject) =>
    plan({
      rows: { kpis: reportedLines(subject), stimuli: awardedStimuli(subject) },
      whole: new Set(['kpis', 'stimuli']),
    }),
  'finalReport.accept': judgement,
  'balance.propose': ({ shape }) =>
    plan({
      filled: {
        pay: formatEuro(shape.proposal?.payCents ?? 0),
        clawback: formatEuro(shape.proposal?.clawbackCents ?? 0),
      },
    }),
  'endControl.propose': ({ shape }) =>
    plan({ filled: { clawback: formatEuro(shape.proposal?.clawbackCents ?? 0) } }),
  'balance.approve': approval('balance.approve'),
  'endControl.approve': approval('endControl.approve'),
  'clawback.approveWriteOff': approval('clawback.approveWriteOff'),
  'clawback.hear': claims,
  'clawback.decide': (subject) =>
    plan({ ...claims(subject), filled: { amount: announced(subject) } }),
  'clawback.repay': claims,
  'clawback.writeOff': claims,
  'payment.execute': orders,
  'payment.fail': orders,
  'payment.return': orders,
  'payment.retry': orders,
  'deadline.move': movable,
  'accounts.submit': accounts,
  'accounts.clarify': accounts,
  'project.assign': ({ handlers }) => plan({ choices: { person: handlers } }),
  'applicant.succeed': ({ instance, locale }) =>
    plan({
      choices: {
        partner: [
          { value: '', label: texts[locale].applicantItself },
          ...contextOf(instance).applicant.partners.map(({ id, name }) => ({
            value: id,
            label: name,
          })),
        ],
      },
    }),
}

function contextOf({ snapshot }: Instance): ProjectContext {
  return snapshot.context as ProjectContext
}

/** "Oefenkansen Nederlands", with the line's own id where an action has several. */
export function lineTitle(
  { parameters, locale }: Pick<ProjectSubject, 'parameters' | 'locale'>,
  { action, line }: Pick<Line, 'action' | 'line'>,
): string {
  const found = parameters.actions.find(({ code }) => code === action)
  return `${found?.title[locale] ?? action} (${line})`
}

function application(subject: ProjectSubject): Plan {
  const { yearTwo, application: earlier } = contextOf(subject.instance)
  const filled = earlier === null ? {} : earlierAnswers(yearTwo, earlier)
  return plan({
    rows: {
      lines: yearTwo.lines.map((line) => ({
        keys: { line: line.line },
        title: lineTitle(subject, line),
        about: aboutYearTwo(subject, line),
      })),
      stimuli: yearTwo.stimuli.map(({ stimulus, amountCents }) => ({
        keys: { stimulus },
        title: wordOf(words[subject.locale].stimulus, stimulus),
        about: formats[subject.locale].euro(amountCents),
      })),
    },
    filled,
    whole: new Set(['lines', 'stimuli']),
  })
}

/** Who hands in again, starts from what was handed in. */
function earlierAnswers(
  { lines, stimuli }: ProjectContext['yearTwo'],
  earlier: NonNullable<ProjectContext['application']>,
): Record<string, string> {
  const filled: Record<string, string> = {}
  for (const [index, { line, kpi }] of lines.entries()) {
    const asked = earlier.lines.find((each) => each.line === line)
    filled[`lines.${index}.decision`] =
      asked === undefined ? 'stop' : asked.kpi < kpi ? 'reduce' : 'continue'
    if (asked !== undefined && asked.kpi < kpi) filled[`lines.${index}.kpi`] = String(asked.kpi)
  }
  for (const [index, { stimulus }] of stimuli.entries()) {
    const isAsked = earlier.stimuli.some((each) => each.stimulus === stimulus)
    filled[`stimuli.${index}.decision`] = isAsked ? 'continue' : 'stop'
  }
  return filled
}

function aboutYearTwo({ locale, parameters }: ProjectSubject, line: Line): string {
  const format = formats[locale]
  const unit = parameters.actions.find(({ code }) => code === line.action)?.kpi.unit[locale] ?? ''
  return texts[locale].yearTwo(
    format.number(line.kpi),
    unit,
    format.number(line.currentReach),
    format.euro(line.amountCents),
  )
}

function grantedLines({ instance }: ProjectSubject): readonly (FundedLine & { of: Line })[] {
  const { award, yearTwo } = contextOf(instance)
  return (award?.lines ?? []).flatMap((granted) => {
    const of = yearTwo.lines.find(({ line }) => line === granted.line)
    return of === undefined ? [] : [{ ...granted, of }]
  })
}

function reportedLines(subject: ProjectSubject): readonly Row[] {
  const { locale, parameters } = subject
  const format = formats[locale]
  return grantedLines(subject).map(({ line, kpi, amountCents, of }) => {
    const action = parameters.actions.find(({ code }) => code === of.action)
    return {
      keys: { line },
      title: lineTitle(subject, of),
      about:
        of.kpiType === 'plan'
          ? texts[locale].planned(format.euro(amountCents))
          : texts[locale].granted(
              format.number(kpi),
              action?.kpi.unit[locale] ?? '',
              format.number(of.currentReach),
              format.euro(amountCents),
            ),
    }
  })
}

function awardedStimuli({ instance, locale }: ProjectSubject): readonly Row[] {
  return (contextOf(instance).award?.stimuli ?? []).map(({ stimulus, amountCents }) => ({
    keys: { stimulus },
    title: wordOf(words[locale].stimulus, stimulus),
    about: formats[locale].euro(amountCents),
  }))
}

/** Only what needs a judgement is asked: lines below their KPI, and every stimulus. */
function judgement(subject: ProjectSubject): Plan {
  const { instance, locale, reportTexts } = subject
  const format = formats[locale]
  const kpis = contextOf(instance).final?.kpis ?? []
  const said = (key: string) => (reportTexts.get(key) ?? []).map((text) => ` “${text}”`).join('')
  const lines = grantedLines(subject).flatMap(({ line, kpi, of }) => {
    const achieved = kpis.find((each) => each.line === line)?.achieved ?? 0
    if (achieved >= kpi) return []
    const about = texts[locale].missed(format.number(achieved), format.number(kpi)) + said(line)
    return [{ keys: { line }, title: lineTitle(subject, of), about }]
  })
  const stimuli = awardedStimuli(subject).map((row) => ({
    ...row,
    about: `${row.about ?? ''}${said(row.keys['stimulus'] ?? '')}`,
  }))
  return plan({ rows: { lines, stimuli }, whole: new Set(['lines', 'stimuli']) })
}

/** An approval says what it approves, as the person saw it. */
function approval(type: string): Planner {
  return ({ instance }) => {
    const [open] = openProposals(instance).filter((each) => each.approval === type)
    if (open === undefined) return plan({ left: new Set(['proposal', 'claim']) })
    const claim = open.claim === null ? {} : { claim: open.claim }
    return plan({
      hidden: { proposal: String(open.id), ...claim },
      left: new Set(['proposal', 'claim']),
    })
  }
}

function claims({ instance, locale }: ProjectSubject): Plan {
  const open = (Object.entries(contextOf(instance).claims) as [ClaimName, unknown][]).filter(
    ([, claim]) => claim !== null,
  )
  if (open.length === 1) {
    return plan({ hidden: { claim: open[0]?.[0] ?? '' }, left: new Set(['claim']) })
  }
  const choices = open.map(([name]) => ({ value: name, label: words[locale].claim[name] }))
  return plan({ choices: { claim: choices } })
}

function announced({ shape }: ProjectSubject): string {
  const undecided = shape.claims.filter(({ demandedCents }) => demandedCents === null)
  return undecided.length === 1 ? formatEuro(undecided[0]?.announcedCents ?? 0) : ''
}

function orders({ instance, locale }: ProjectSubject): Plan {
  const made = Object.entries(contextOf(instance).orders).flatMap(([name, order]) =>
    order === null
      ? []
      : [
          {
            value: order.id,
            label: texts[locale].order[name as 'advance' | 'balance'](
              formats[locale].euro(order.cents),
            ),
          },
        ],
  )
  return plan({ choices: { order: made } })
}

function movable({ shape, locale }: ProjectSubject): Plan {
  const open = shape.deadlines.filter(({ name, status }) => {
    const isOver = status === 'met' || status === 'late' || status === 'cancelled'
    return !isOver && name !== 'period'
  })
  return plan({
    choices: {
      deadline: open.map(({ name, due }) => ({
        value: name,
        label:
          deadlineName(locale, name) +
          (due === undefined ? '' : ` (${formats[locale].due(Date.parse(due))})`),
      })),
    },
  })
}

const ENTRY_ROWS = 6

function accounts({ instance, parameters }: ProjectSubject): Plan {
  const { applicant, deadlines } = contextOf(instance)
  const years = Object.keys(deadlines)
    .filter((name) => name.startsWith('accounts.'))
    .map((name) => name.slice('accounts.'.length))
  const codes = parameters.accounts.codes.map((code) => ({ value: code, label: code }))
  return plan({
    choices: { year: years.map((year) => ({ value: year, label: year })), code: codes },
    blankRows: { entries: ENTRY_ROWS },
    variant: applicant.kind === 'de-rand' ? 'chapter' : 'code',
  })
}

const texts = catalogue(
  {
    yearTwo: (kpi: string, unit: string, reach: string, amount: string) =>
      `In jaar 2: KPI ${kpi} (${unit}), huidig bereik ${reach}, subsidie ${amount}.`,
    granted: (kpi: string, unit: string, reach: string, amount: string) =>
      `Toegekend: KPI ${kpi} (${unit}), waarvan ${reach} al bereikt bij de aanvraag; ${amount}.`,
    planned: (amount: string) =>
      `Toegekend: ${amount}. Vul 1 in als het plan er is, 0 als het er niet is.`,
    missed: (achieved: string, kpi: string) => `Bereikt: ${achieved} van ${kpi}.`,
    order: {
      advance: (amount: string) => `Voorschot van ${amount}`,
      balance: (amount: string) => `Saldo van ${amount}`,
    },
    applicantItself: 'de aanvrager zelf',
  },
  {
    yearTwo: (kpi: string, unit: string, reach: string, amount: string) =>
      `In year 2: KPI ${kpi} (${unit}), current reach ${reach}, subsidy ${amount}.`,
    granted: (kpi: string, unit: string, reach: string, amount: string) =>
      `Granted: KPI ${kpi} (${unit}), of which ${reach} reached before; ${amount}.`,
    planned: (amount: string) => `Granted: ${amount}. Enter 1 if the plan is there, 0 if not.`,
    missed: (achieved: string, kpi: string) => `Reached: ${achieved} of ${kpi}.`,
    order: {
      advance: (amount: string) => `Advance of ${amount}`,
      balance: (amount: string) => `Balance of ${amount}`,
    },
    applicantItself: 'the applicant itself',
  },
)
