import type { ProjectContext } from '../../../machines/project/context.ts'
import { formatEuro, sumCents } from '../../domain/money.ts'
import type { Engine, Instance } from '../../engine/index.ts'
import { codesOf, yearsAsked } from '../workbooks/make-form.ts'
import { explainCoFinancing, type CoFinancing } from './co-financing.ts'
import type { ExtractRow } from './extract.ts'
import { partiesOf, type Party } from './parties.ts'

/** Spending of one project in one year: by the extract, and as the applicant submitted it. */
export interface CheckedAccounts {
  readonly project: string
  readonly name: string
  readonly year: number
  readonly extractCents: number
  /** Null when the applicant has submitted nothing for the year. */
  readonly submittedCents: number | null
  readonly differences: readonly {
    readonly code: string
    readonly extractCents: number
    readonly submittedCents: number
  }[]
  /** The event that the applicant may send to confirm the extract; null when there are no rows. */
  readonly event: { readonly type: 'accounts.submit'; readonly data: unknown } | null
}

/** A row of the extract that counts for no project, and why. */
export interface LeftRow extends ExtractRow {
  readonly reason: LeftReason
  /** Projects that it might belong to. */
  readonly projects: readonly string[]
}

export type LeftReason =
  | 'foreign-code'
  | 'duplicate'
  | 'unknown-kbo'
  | 'ambiguous'
  | 'year-not-asked'
  | 'succeeded'
  | 'by-chapter'

export interface AccountsCheck {
  readonly matchedRows: number
  readonly accounts: readonly CheckedAccounts[]
  readonly left: readonly LeftRow[]
  readonly coFinancing: readonly (CoFinancing & {
    readonly project: string
    readonly name: string
  })[]
}

interface Project {
  readonly id: string
  readonly context: ProjectContext
  readonly parties: readonly Party[]
}

/**
 * Compares an extract of annual accounts with what the applicants of a call submitted. It stores
 * nothing: accounts are the applicant's to submit. Source: domain §2, §5; nota §2.5.
 */
export async function checkAccounts(
  engine: Engine,
  call: string,
  rows: readonly ExtractRow[],
): Promise<AccountsCheck> {
  const projects: Project[] = []
  for (const instance of await projectsOf(engine, call)) {
    const context = instance.snapshot.context as ProjectContext
    projects.push({ id: instance.id, context, parties: await partiesOf(engine, instance) })
  }
  const byKbo = new Map<string, Project[]>()
  for (const project of projects) {
    for (const kbo of new Set(project.parties.map((party) => party.kbo))) {
      byKbo.set(kbo, [...(byKbo.get(kbo) ?? []), project])
    }
  }
  const left: LeftRow[] = []
  const taken = new Map<string, ExtractRow[]>()
  const seen = new Set<string>()
  for (const row of rows) {
    const found = placeOf(row, byKbo.get(row.kbo) ?? [], seen)
    if ('reason' in found) left.push({ ...row, ...found })
    else {
      const key = `${found.project} ${row.year}`
      taken.set(key, [...(taken.get(key) ?? []), row])
    }
  }
  const years = [...new Set(rows.map(({ year }) => year))].toSorted((one, two) => one - two)
  return {
    matchedRows: rows.length - left.length,
    accounts: projects.flatMap(({ id, context }) =>
      years.flatMap((year) => compared(context, year, taken.get(`${id} ${year}`) ?? [])),
    ),
    left,
    coFinancing: projects.flatMap(({ id, context }) => {
      const explained = explainCoFinancing(context)
      return explained === null ? [] : [{ project: id, name: context.applicant.name, ...explained }]
    }),
  }
}

async function projectsOf(engine: Engine, call: string): Promise<readonly Instance[]> {
  const found: Instance[] = []
  for (let after: string | undefined = ''; after !== undefined;) {
    const page: readonly Instance[] = await engine.instances({
      groupId: call,
      machine: 'project',
      after,
    })
    found.push(...page)
    after = page.at(-1)?.id
  }
  return found
}

type Place =
  | { readonly project: string }
  | { readonly reason: LeftReason; readonly projects: readonly string[] }

/** The project that a row counts for, or why it counts for none. */
function placeOf(row: ExtractRow, candidates: readonly Project[], seen: Set<string>): Place {
  const leave = (reason: LeftReason, of: readonly Project[] = candidates) => ({
    reason,
    projects: of.map(({ id }) => id),
  })
  if (candidates.length === 0) return leave('unknown-kbo')
  const booking = candidates.filter(({ parties }) => parties.some((party) => books(party, row)))
  if (booking.length === 0) return leave('succeeded')
  const coded = booking.filter(({ context }) => context.applicant.kind !== 'de-rand')
  if (coded.length === 0) return leave('by-chapter', booking)
  const known = coded.filter(({ context }) => codesOf(context).includes(row.code))
  if (known.length === 0) return leave('foreign-code', coded)
  const asked = known.filter(({ context }) => yearsAsked(context).includes(row.year))
  if (asked.length === 0) return leave('year-not-asked', known)
  // An authority may be in several projects; then its action must tell which one is meant.
  const meant = asked.length === 1 ? asked : asked.filter(({ context }) => funds(context, row))
  const [project] = meant
  if (project === undefined || meant.length > 1) return leave('ambiguous', asked)
  const key = JSON.stringify([row.kbo, row.year, row.code, row.action])
  if (seen.has(key)) return leave('duplicate', meant)
  seen.add(key)
  return { project: project.id }
}

function books({ kbo, untilYear }: Party, row: ExtractRow): boolean {
  return kbo === row.kbo && (untilYear === null || row.year <= untilYear)
}

function funds({ award, yearTwo }: ProjectContext, { action }: ExtractRow): boolean {
  return yearTwo.lines.some(
    ({ line, action: code }) =>
      code === action && award?.lines.some((granted) => granted.line === line) === true,
  )
}

/** Nothing where neither side has the year. */
function compared(
  context: ProjectContext,
  year: number,
  rows: readonly ExtractRow[],
): readonly CheckedAccounts[] {
  const submitted = context.accounts[String(year)]?.entries ?? null
  if (context.applicant.kind === 'de-rand' || (rows.length === 0 && submitted === null)) return []
  const codes = new Set([...rows, ...(submitted ?? [])].map(({ code }) => code))
  const differences = [...codes].toSorted().map((code) => ({
    code,
    extractCents: sumOf(rows, code),
    submittedCents: sumOf(submitted ?? [], code),
  }))
  return [
    {
      project: context.id,
      name: context.applicant.name,
      year,
      extractCents: sumCents(rows.map(({ cents }) => cents)),
      submittedCents: submitted === null ? null : sumCents(submitted.map(({ cents }) => cents)),
      differences: differences.filter((each) => each.extractCents !== each.submittedCents),
      event:
        rows.length === 0
          ? null
          : { type: 'accounts.submit', data: { year, entries: entriesOf(rows) } },
    },
  ]
}

function sumOf(
  entries: readonly { readonly code: string; readonly cents: number }[],
  wanted: string,
): number {
  return sumCents(entries.filter(({ code }) => code === wanted).map(({ cents }) => cents))
}

/** Lead and partners together, one entry per code and action, in the order of the file. */
function entriesOf(rows: readonly ExtractRow[]) {
  const sums = new Map<string, { code: string; action: string | null; cents: number }>()
  for (const { code, action, cents } of rows) {
    const key = JSON.stringify([code, action])
    const before = sums.get(key)?.cents ?? 0
    sums.set(key, { code, action, cents: sumCents([before, cents]) })
  }
  return [...sums.values()].map(({ code, action, cents }) => ({
    code,
    ...(action === null ? {} : { action }),
    amount: formatEuro(cents),
  }))
}
