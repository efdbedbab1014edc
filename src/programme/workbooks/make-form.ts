import type { FundedLine, Line, ProjectContext } from '../../../machines/project/context.ts'
import { lineOf } from '../../../machines/project/judgement.ts'
import type { Action, CallParameters } from '../../domain/call.ts'
import type { WorkbookKind, Language } from './kinds.ts'
import type { Column, Form, FormRow, FormSheet, FormValue, Input } from './form.ts'
import type { WorkbookTexts } from './wording.ts'
import { texts } from './texts.ts'

/** What a form is made from: a project as it stands, and the call it belongs to. */
export interface FormSource {
  readonly project: ProjectContext
  readonly revision: number
  readonly call: Pick<CallParameters, 'title' | 'actions' | 'synthetic'>
}

/** Empty rows below what was booked before. */
const FREE_ROWS = 60

/** The form of a kind; null when the project has nothing to fill in: no award, or no such year. */
export function makeForm(
  source: FormSource,
  asked: {
    readonly kind: WorkbookKind
    readonly language: Language
    readonly year: number | null
  },
): Form | null {
  const { project, revision, call } = source
  const { kind, language } = asked
  const year = kind === 'accounts' ? (asked.year ?? defaultYear(project)) : null
  const sheets = sheetsOf(source, kind, year, texts[language], language)
  if (sheets === null) return null
  return {
    kind,
    language,
    year,
    revision,
    call: project.call,
    project: project.id,
    applicant: project.applicant.name,
    callTitle: call.title[language],
    synthetic: call.synthetic,
    sheets,
  }
}

/** Codes to book under; none for an applicant that reports by chapter. Source: domain §2. */
export function codesOf({ applicant, terms }: ProjectContext): readonly string[] {
  return applicant.kind === 'de-rand' ? [] : terms.accounts.codes
}

function sheetsOf(
  source: FormSource,
  kind: WorkbookKind,
  year: number | null,
  words: WorkbookTexts,
  language: Language,
): readonly FormSheet[] | null {
  const { project } = source
  switch (kind) {
    case 'application':
      return applicationSheets(source, words, language)
    case 'interimReport':
    case 'finalReport':
      return project.award === null ? null : reportSheets(source, kind, words, language)
    case 'accounts':
      return year === null ? null : accountsSheets(project, year, words)
    default:
      return kind satisfies never
  }
}

function applicationSheets(
  source: FormSource,
  words: WorkbookTexts,
  language: Language,
): readonly FormSheet[] {
  const { application, yearTwo } = source.project
  const { columns: titles, decisions } = words
  const lines = yearTwo.lines.map((line): FormRow => {
    const asked = application?.lines.find((each) => each.line === line.line)
    const earlier = application === null ? null : decisionOn(line, asked)
    return row(line.line, [
      ...lineCells(source, line, words, language),
      line.kpi,
      euro(line.amountCents),
      earlier === null ? null : decisions[earlier],
      earlier === 'reduce' ? (asked?.kpi ?? null) : null,
    ])
  })
  const stimuli = yearTwo.stimuli.map(({ stimulus, amountCents }): FormRow => {
    const goesOn = application?.stimuli.some((each) => each.stimulus === stimulus)
    const earlier = goesOn === undefined ? null : goesOn ? 'continue' : 'stop'
    return row(stimulus, [euro(amountCents), earlier === null ? null : decisions[earlier]])
  })
  return [
    {
      name: words.sheets.application,
      list: 'lines',
      idKey: 'line',
      columns: [
        ...lineColumns(titles),
        shown('yearTwoKpi', titles.yearTwoKpi, 12),
        shown('yearTwoAmount', titles.yearTwoAmount, 16),
        filled('decision', titles.decision, 16, 'lineDecision'),
        optional('kpi', titles.kpi, 16, 'count'),
      ],
      rows: lines,
    },
    ...stimuliSheet(words, stimuli, [
      shown('yearTwoAmount', titles.yearTwoAmount, 16),
      filled('decision', titles.decision, 16, 'stimulusDecision'),
    ]),
  ]
}

function decisionOn(line: Line, asked: FundedLine | undefined): 'continue' | 'reduce' | 'stop' {
  if (asked === undefined) return 'stop'
  return asked.kpi < line.kpi ? 'reduce' : 'continue'
}

function reportSheets(
  source: FormSource,
  kind: 'interimReport' | 'finalReport',
  words: WorkbookTexts,
  language: Language,
): readonly FormSheet[] {
  const { project } = source
  const { columns: titles } = words
  const isFinal = kind === 'finalReport'
  const granted = project.award?.lines ?? []
  const reached = (report: ProjectContext['interim'], id: string): FormValue =>
    report?.kpis.find(({ line }) => line === id)?.achieved ?? null
  const rows = granted.map(({ line, kpi, amountCents }) =>
    row(line, [
      ...lineCells(source, lineOf(project, line), words, language),
      kpi,
      euro(amountCents),
      ...(isFinal ? [reached(project.interim, line)] : []),
      reached(isFinal ? project.final : project.interim, line),
      ...(isFinal ? [null, null] : []),
    ]),
  )
  const lines: FormSheet = {
    name: words.sheets[kind],
    list: 'kpis',
    idKey: 'line',
    columns: [
      ...lineColumns(titles),
      shown('grantedKpi', titles.grantedKpi, 12),
      shown('grantedAmount', titles.grantedAmount, 16),
      ...(isFinal ? [shown('interim', titles.interim, 14)] : []),
      filled('achieved', titles.achieved, 12, 'count'),
      ...(isFinal
        ? [
            filled('actionsTaken', titles.actionsTaken, 50, 'text'),
            optional('motivation', titles.motivation, 50, 'text'),
          ]
        : []),
    ],
    rows,
  }
  if (!isFinal) return [lines]
  const stimuli = (project.award?.stimuli ?? []).map(({ stimulus, amountCents }) =>
    row(stimulus, [euro(amountCents), null]),
  )
  return [
    lines,
    ...stimuliSheet(words, stimuli, [
      shown('grantedAmount', titles.grantedAmount, 16),
      filled('account', titles.account, 60, 'text'),
    ]),
  ]
}

function accountsSheets(
  project: ProjectContext,
  year: number,
  words: WorkbookTexts,
): readonly FormSheet[] | null {
  if (!yearsAsked(project).includes(year)) return null
  const { columns: titles } = words
  const byChapter = project.applicant.kind === 'de-rand'
  const earlier = project.accounts[String(year)]?.entries ?? []
  const rows = earlier.map(({ code, action, cents }): FormRow => ({
    id: null,
    values: byChapter ? [code, euro(cents)] : [code, action, euro(cents)],
  }))
  const empty = Array.from({ length: FREE_ROWS }, (): FormRow => ({
    id: null,
    values: byChapter ? [null, null] : [null, null, null],
  }))
  const columns = byChapter
    ? [filled('chapter', titles.chapter, 40, 'text')]
    : [filled('code', titles.code, 20, 'code'), optional('action', titles.entryAction, 30, 'text')]
  return [
    {
      name: words.sheets.accounts,
      list: 'entries',
      idKey: null,
      columns: [...columns, filled('amount', titles.amount, 16, 'amount')],
      rows: [...rows, ...empty],
    },
  ]
}

/** The years whose accounts the project is asked for, in order. */
export function yearsAsked({ deadlines }: ProjectContext): readonly number[] {
  return Object.entries(deadlines)
    .filter(([name, { status }]) => name.startsWith('accounts.') && status !== 'cancelled')
    .map(([name]) => Number(name.slice('accounts.'.length)))
    .toSorted((one, other) => one - other)
}

/** The first year that nothing came of; the last when all came. */
function defaultYear(project: ProjectContext): number | null {
  const years = yearsAsked(project)
  return years.find((year) => project.accounts[String(year)] === undefined) ?? years.at(-1) ?? null
}

function lineColumns(titles: WorkbookTexts['columns']): readonly Column[] {
  return [
    shown('line', titles.line, 16),
    shown('action', titles.action, 36),
    shown('unit', titles.unit, 30),
    shown('currentReach', titles.currentReach, 12),
  ]
}

function lineCells(
  { call }: FormSource,
  { action, kpiType, currentReach }: Line,
  words: WorkbookTexts,
  language: Language,
): readonly FormValue[] {
  const found: Action | undefined = call.actions.find(({ code }) => code === action)
  const unit = found?.kpi.unit[language] ?? ''
  return [
    found?.title[language] ?? action,
    kpiType === 'plan' ? `${unit} (${words.yesNo})` : unit,
    currentReach,
  ]
}

/** None where there is no stimulus. */
function stimuliSheet(
  words: WorkbookTexts,
  rows: readonly FormRow[],
  columns: readonly Column[],
): readonly FormSheet[] {
  if (rows.length === 0) return []
  const id = shown('stimulus', words.columns.stimulus, 24)
  return [
    {
      name: words.sheets.stimuli,
      list: 'stimuli',
      idKey: 'stimulus',
      columns: [id, ...columns],
      rows,
    },
  ]
}

function row(id: string, values: readonly FormValue[]): FormRow {
  return { id, values: [id, ...values] }
}

function shown(key: string, title: string, width: number): Column {
  return { key, title, width, input: null, required: false }
}

function filled(key: string, title: string, width: number, input: Input): Column {
  return { key, title, width, input, required: true }
}

function optional(key: string, title: string, width: number, input: Input): Column {
  return { key, title, width, input, required: false }
}

/** Amounts stand in cells as numbers; those of a call are far below where cents get lost. */
function euro(cents: number): number {
  return cents / 100
}
