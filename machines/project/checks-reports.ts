import { formatInstant } from '../../src/domain/calendar.ts'
import { formatEuro } from '../../src/domain/money.ts'
import { type Check, type Refusal, check, refuse } from '../event-table.ts'
import { dueMsOf } from '../deadlines.ts'
import { centsOf, present } from '../present.ts'
import { eachOnce, firstUnknown } from './checks-application.ts'
import type { Award, ProjectContext } from './context.ts'
import { isReached, lineOf } from './judgement.ts'
import type {
  AccountsClarify,
  AccountsSubmit,
  FinalAccept,
  FinalSubmit,
  InterimSubmit,
  PeriodExtend,
} from './schemas.ts'

export const missedInterim = missed('interimReport')
export const missedFinal = missed('finalReport')

export const interimReport: Check = check<ProjectContext, InterimSubmit>(
  (context, { data }) =>
    knownLines(context, data.kpis, 'kpis') ?? reportedLines(context, data.kpis),
)

/** Every granted line, a reason for every missed KPI, an account of every stimulus. Source: nota §2.5. */
export const finalReport: Check = check<ProjectContext, FinalSubmit>((context, { data }) => {
  const award = present(context.award, 'award')
  const accounts = data.stimuli ?? []
  return (
    knownLines(context, data.kpis, 'kpis') ??
    knownStimuli(award, accounts) ??
    motivated(award, data.kpis) ??
    reportedLines(context, data.kpis) ??
    accounted(award, accounts)
  )
})

export const judgement: Check = check<ProjectContext, FinalAccept>((context, { data }) => {
  const award = present(context.award, 'award')
  const final = present(context.final, 'final report')
  const lines = data.lines ?? []
  const stimuli = data.stimuli ?? []
  const missedLines = final.kpis.filter(({ line, achieved }) => !isReached(award, line, achieved))
  const judged = lines.map((each) => each.line)
  return (
    knownLines(context, lines, 'lines') ??
    knownStimuli(award, stimuli) ??
    eachOnce(
      missedLines.map((each) => each.line),
      judged,
      'lines',
    ) ??
    eachOnce(
      award.stimuli.map((each) => each.stimulus),
      stimuli.map((each) => each.stimulus),
      'stimuli',
    ) ??
    reasonedAmounts(award, data, new Set(missedLines.map((each) => each.line))) ??
    withinAward(award, data)
  )
})

export const laterPeriod: Check = check<ProjectContext, PeriodExtend>(
  ({ periodEnd }, { data: { until } }) =>
    until > periodEnd
      ? null
      : refuse(
          'invalid-payload',
          `The period ends on ${periodEnd}; extend to a later day.`,
          'until',
        ),
)

export const accountEntries: Check = check<ProjectContext, AccountsSubmit>((context, { data }) =>
  acceptableEntries(context, data.year, data.entries),
)

export const clarifiedYear: Check = check<ProjectContext, AccountsClarify>((context, { data }) => {
  const { year, entries } = data
  if (entries === undefined) return null
  return year === undefined
    ? refuse('invalid-payload', 'Entries need the financial year they belong to.', 'year')
    : acceptableEntries(context, year, entries)
})

function missed(name: 'interimReport' | 'finalReport'): Check {
  return (snapshot) => {
    if (!snapshot.matches({ life: { active: { running: { [name]: 'missed' } } } })) return null
    const { deadlines } = snapshot.context as ProjectContext
    const due = formatInstant(dueMsOf(deadlines, name))
    return refuse(
      'deadline-passed',
      `The report was due at ${due} and counts as missed; a manager can reopen it.`,
    )
  }
}

function knownLines(
  { award }: ProjectContext,
  given: readonly { readonly line: string }[],
  field: string,
): Refusal | null {
  const { lines } = present(award, 'award')
  return firstUnknown(
    'line',
    field,
    given.map((each) => each.line),
    lines.map((each) => each.line),
  )
}

function knownStimuli(
  award: Award,
  given: readonly { readonly stimulus: string }[],
): Refusal | null {
  return firstUnknown(
    'stimulus',
    'stimuli',
    given.map((each) => each.stimulus),
    award.stimuli.map((each) => each.stimulus),
  )
}

function reportedLines(context: ProjectContext, kpis: InterimSubmit['kpis']): Refusal | null {
  const wanted = present(context.award, 'award').lines.map((each) => each.line)
  const wrong = eachOnce(
    wanted,
    kpis.map((each) => each.line),
    'kpis',
  )
  if (wrong !== null) return wrong
  const plan = kpis.findIndex(
    ({ line, achieved }) => achieved > 1 && lineOf(context, line).kpiType === 'plan',
  )
  return plan < 0
    ? null
    : refuse('invalid-payload', 'A yes/no KPI is 1 or 0.', `kpis.${plan}.achieved`)
}

function motivated(award: Award, kpis: FinalSubmit['kpis']): Refusal | null {
  const index = kpis.findIndex(
    ({ line, achieved, motivation = '' }) => motivation === '' && !isReached(award, line, achieved),
  )
  return index < 0
    ? null
    : refuse(
        'motivation-missing',
        `Line ${kpis[index]?.line} stays below its KPI; say why.`,
        `kpis.${index}.motivation`,
      )
}

function accounted(award: Award, accounts: NonNullable<FinalSubmit['stimuli']>): Refusal | null {
  const wanted = award.stimuli.map((each) => each.stimulus)
  const wrong = eachOnce(
    wanted,
    accounts.map((each) => each.stimulus),
    'stimuli',
  )
  if (wrong !== null) return wrong
  const blank = accounts.findIndex(({ account }) => account === '')
  return blank < 0
    ? null
    : refuse(
        'invalid-payload',
        `Say how stimulus ${accounts[blank]?.stimulus} was used.`,
        `stimuli.${blank}.account`,
      )
}

/** A missed line is sufficiently motivated or not, or keeps an amount for a reason. */
function reasonedAmounts(
  award: Award,
  { lines = [], stimuli = [] }: FinalAccept,
  missedLines: ReadonlySet<string>,
): Refusal | null {
  for (const [index, each] of lines.entries()) {
    const field = `lines.${index}`
    const isUnjudged = each.sufficient === undefined && each.unearned === undefined
    if (missedLines.has(each.line) && isUnjudged) {
      return refuse('invalid-payload', `Line ${each.line} needs a judgement.`, field)
    }
    if (each.unearned !== undefined && (each.reason ?? '') === '') {
      return refuse('invalid-payload', 'An amount set by hand needs a reason.', `${field}.reason`)
    }
    if (!missedLines.has(each.line) && each.unearned !== undefined && centsOf(each.unearned) > 0) {
      const message = `Line ${each.line} reached its KPI; nothing of it is unearned.`
      return refuse('invalid-payload', message, `${field}.unearned`)
    }
  }
  const unreasoned = stimuli.findIndex(
    (each) => each.unearned !== undefined && (each.reason ?? '') === '',
  )
  return unreasoned < 0
    ? null
    : refuse(
        'invalid-payload',
        'An amount set by hand needs a reason.',
        `stimuli.${unreasoned}.reason`,
      )
}

function withinAward(award: Award, { lines = [], stimuli = [] }: FinalAccept): Refusal | null {
  const given = [
    ...lines.map(({ line, unearned }, index) => ({
      unearned,
      awarded: award.lines.find((each) => each.line === line),
      field: `lines.${index}`,
    })),
    ...stimuli.map(({ stimulus, unearned }, index) => ({
      unearned,
      awarded: award.stimuli.find((each) => each.stimulus === stimulus),
      field: `stimuli.${index}`,
    })),
  ]
  for (const { unearned, awarded, field } of given) {
    const most = present(awarded, field).amountCents
    if (unearned !== undefined && centsOf(unearned) > most) {
      const message = `At most the ${formatEuro(most)} EUR awarded can be unearned.`
      return refuse('amount-exceeds', message, `${field}.unearned`)
    }
  }
  return null
}

function acceptableEntries(
  context: ProjectContext,
  year: number,
  entries: AccountsSubmit['entries'],
): Refusal | null {
  const { codes } = context.terms.accounts
  const deadline = context.deadlines[`accounts.${year}`]
  if (deadline === undefined || deadline.status === 'cancelled') {
    return refuse('invalid-payload', `${year} is no financial year of this project.`, 'year')
  }
  const asChapters = context.applicant.kind === 'de-rand'
  for (const [index, entry] of entries.entries()) {
    if ('chapter' in entry !== asChapters) {
      const message = asChapters
        ? 'This applicant reports by chapter of its annual accounts.'
        : `Entries are booked under a code: ${codes.join(' or ')}.`
      return refuse('invalid-payload', message, `entries.${index}`)
    }
    if ('code' in entry && !codes.includes(entry.code)) {
      const message = `${entry.code} is no code of this call; use ${codes.join(' or ')}.`
      return refuse('invalid-payload', message, `entries.${index}.code`)
    }
  }
  return null
}
