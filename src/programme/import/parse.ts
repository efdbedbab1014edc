import { yearsTouched } from '../../domain/calendar.ts'
import type { Applicant, CallParameters } from '../../domain/call.ts'
import { parseEuro } from '../../domain/money.ts'
import { beginMs, endMs, ladderOffset } from './call-checks.ts'
import type { ApplicantEntry, ApplicantsFile, CallFile } from './schemas.ts'

/** The call and its applicants as the rules see them, from files without faults. */
export function parseFolder(
  file: CallFile,
  { applicants, synthetic, source }: ApplicantsFile,
): { readonly parameters: CallParameters; readonly applicants: readonly Applicant[] } {
  const { timeZone, timeline, reminders } = file
  const ladder = reminders.ladder.toSorted((one, other) => ladderOffset(one) - ladderOffset(other))
  const parameters: CallParameters = {
    id: file.id,
    title: file.title,
    timeZone,
    budget: { article: file.budget.article, ceilingCents: cents(file.budget.ceiling) },
    timeline: {
      launchMs: beginMs(timeline.launch, timeZone),
      submissionDeadlineMs: endMs(timeline.submissionDeadline, timeZone),
      projectStart: timeline.projectStart,
      projectEnd: timeline.projectEnd,
    },
    roll: file.deadlines.roll,
    ifReview: file.ifReview,
    advance: file.advance,
    reports: file.reports,
    accounts: { ...file.accounts, due: dueDates(file) },
    terms: file.terms,
    reminders: { ladder, escalateAt: reminders.escalateAt ?? ladder.at(-1) ?? '' },
    actions: file.actions.map(({ code, title, kpi, unitPrice }) => ({
      code,
      title,
      kpi,
      unitPriceCents: cents(unitPrice),
    })),
    stimuli: file.stimuli,
    payments: file.payments,
    eligibility: file.eligibility ?? null,
    retention: file.retention,
    notes: file.notes,
    synthetic: sentences([
      label(file.synthetic, 'This call is synthetic.'),
      label(synthetic, 'Its applicants are synthetic.'),
    ]),
    source: sentences([file.source ?? '', source ?? '']),
  }
  return { parameters, applicants: applicants.map(parseApplicant) }
}

function parseApplicant(entry: ApplicantEntry): Applicant {
  return {
    id: entry.id,
    name: entry.name,
    kind: entry.kind,
    kbo: entry.kbo,
    nis: entry.nis ?? null,
    iban: entry.iban ?? null,
    email: entry.email ?? null,
    contact: entry.contact ?? null,
    inhabitantsNonEu14: entry.inhabitantsNonEu14 ?? null,
    partners: entry.partners.map(({ id, name, kbo, nis }) => ({ id, name, kbo, nis: nis ?? null })),
    lines: entry.lines.map(({ line, action, currentReach, kpi, amount }) => ({
      line,
      action,
      currentReach,
      kpi,
      amountCents: cents(amount),
    })),
    stimuli: entry.stimuli.map(({ stimulus, amount }) => ({
      stimulus,
      amountCents: cents(amount),
    })),
  }
}

/** The accounts of a year are due on 31 July of the next one, unless the call says otherwise. */
function dueDates({ accounts, timeline }: CallFile): Readonly<Record<string, string>> {
  return Object.fromEntries(
    yearsTouched(timeline.projectStart, timeline.projectEnd).map((year) => [
      year,
      accounts.due[year] ?? `${Number(year) + 1}-07-31`,
    ]),
  )
}

function label(value: boolean | string | undefined, sentence: string): string {
  if (typeof value === 'string') return value
  return value === true ? sentence : ''
}

function sentences(texts: readonly string[]): string | null {
  const text = [...new Set(texts)].filter((each) => each !== '').join(' ')
  return text === '' ? null : text
}

function cents(amount: string): number {
  const value = parseEuro(amount)
  if (value === null) throw new RangeError(`no amount: ${amount}`)
  return value
}
