import { createHash } from 'node:crypto'
import { canonicalJson } from '../../engine/canonical.ts'
import type { Language, WorkbookKind } from './kinds.ts'

/** Counts up when a workbook of before can no longer be read. */
export const FORMAT = 1

/** On every sheet that is filled in: title, hint, column titles, then the rows. */
export const TITLES_ROW = 3
export const FIRST_ROW = 4

/** What an input cell takes. */
export type Input = 'lineDecision' | 'stimulusDecision' | 'count' | 'amount' | 'text' | 'code'

export interface Column {
  /** Field of the payload's items; of a fixed column a name of its own. */
  readonly key: string
  readonly title: string
  /** In characters. */
  readonly width: number
  /** Null for what is only shown. */
  readonly input: Input | null
  /** Whether each row must have a value here. */
  readonly required: boolean
}

export type FormValue = string | number | null

export interface FormRow {
  /** Line or stimulus; null where rows are free. */
  readonly id: string | null
  /** One value per column; null is an empty cell. */
  readonly values: readonly FormValue[]
}

/** A sheet that is filled in, and the list of the payload that it becomes. */
export interface FormSheet {
  readonly name: string
  readonly list: 'lines' | 'kpis' | 'stimuli' | 'entries'
  /** Field of the payload that holds a row's id; null where rows are free. */
  readonly idKey: 'line' | 'stimulus' | null
  readonly columns: readonly Column[]
  readonly rows: readonly FormRow[]
}

/** What a workbook is for. */
export interface FormKey {
  readonly kind: WorkbookKind
  readonly call: string
  readonly project: string
  /** Financial year of accounts; null for all else. */
  readonly year: number | null
}

/** A workbook before it is written: of one project, as it stands at a revision. */
export interface Form extends FormKey {
  readonly language: Language
  readonly revision: number
  readonly applicant: string
  readonly callTitle: string
  /** What of the data is made up; null when nothing is. */
  readonly synthetic: string | null
  readonly sheets: readonly FormSheet[]
}

/** The ids of a form's rows, as its technical sheet lists them: `line gent-1`. */
export function idsOf({ sheets }: Pick<Form, 'sheets'>): readonly string[] {
  return sheets.flatMap(({ idKey, rows }) =>
    idKey === null ? [] : rows.map(({ id }) => `${idKey} ${id ?? ''}`),
  )
}

/**
 * A plain digest over what the technical sheet says. It finds what was changed by mistake, or by
 * mixing two workbooks. It is no secret seal: whoever may hand in a workbook may send the same
 * event without one, and every value is checked again.
 */
export function digestOf(
  key: FormKey & { readonly format: number; readonly revision: number },
  ids: readonly string[],
): string {
  const { format, kind, call, project, revision, year } = key
  const text = canonicalJson([format, kind, call, project, revision, year, ids])
  return createHash('sha256').update(text, 'utf8').digest('hex')
}
