import * as cells from './cells.ts'
import type { CellReader } from './cells.ts'

/** Of what a column tells: the whole file, an applicant, or an item of one of its lists. */
export type Part = 'file' | 'applicant' | 'lines' | 'stimuli' | 'partners'

export interface Column {
  readonly part: Part
  /** Its key in applicants.json. */
  readonly key: string
  /** Its header in English and in Dutch, then others that are understood. */
  readonly headers: readonly [english: string, dutch: string, ...others: string[]]
  readonly read: CellReader
  /** Whether its part is nothing without it. */
  readonly isNeeded: boolean
}

const column = (
  part: Part,
  key: string,
  headers: Column['headers'],
  read: CellReader,
  need: 'needed' | 'optional',
): Column => ({ part, key, headers, read, isNeeded: need === 'needed' })

/** The one table of what a table of applicants may hold, in the order that a template has. */
export const columns: readonly Column[] = [
  column('applicant', 'id', ['id', 'id aanvrager', 'aanvrager'], cells.word, 'needed'),
  column('applicant', 'name', ['name', 'naam'], cells.verbatim, 'needed'),
  column('applicant', 'kind', ['kind', 'soort'], cells.kind, 'needed'),
  column('applicant', 'kbo', ['kbo', 'KBO-nummer'], cells.kbo, 'needed'),
  column('applicant', 'nis', ['nis', 'NIS-code'], cells.nis, 'optional'),
  column('applicant', 'iban', ['iban', 'rekeningnummer'], cells.iban, 'optional'),
  column('applicant', 'email', ['email', 'e-mailadres', 'e-mail'], cells.word, 'optional'),
  column('applicant', 'contact', ['contact', 'contactpersoon'], cells.verbatim, 'optional'),
  column(
    'applicant',
    'inhabitantsNonEu14',
    ['inhabitants non EU14', 'inwoners buiten EU14'],
    cells.wholeNumber,
    'optional',
  ),
  column('lines', 'line', ['line', 'lijn'], cells.word, 'needed'),
  column('lines', 'action', ['action', 'actie'], cells.word, 'needed'),
  column('lines', 'currentReach', ['current reach', 'huidig bereik'], cells.wholeNumber, 'needed'),
  column('lines', 'kpi', ['kpi', 'KPI jaar 2'], cells.wholeNumber, 'needed'),
  column('lines', 'amount', ['amount', 'bedrag'], cells.amount, 'needed'),
  column('stimuli', 'stimulus', ['stimulus', 'stimulans'], cells.word, 'needed'),
  column('stimuli', 'amount', ['stimulus amount', 'bedrag stimulus'], cells.amount, 'needed'),
  column('partners', 'id', ['partner id', 'id partner', 'partner'], cells.word, 'needed'),
  column('partners', 'name', ['partner name', 'naam partner'], cells.verbatim, 'needed'),
  column('partners', 'kbo', ['partner kbo', 'KBO-nummer partner'], cells.kbo, 'needed'),
  column('partners', 'nis', ['partner nis', 'NIS-code partner'], cells.nis, 'optional'),
  column('file', 'synthetic', ['synthetic', 'synthetisch'], cells.truth, 'optional'),
  column('file', 'source', ['source', 'bron'], cells.remark, 'optional'),
]

/** The column that a header names, however it is spaced and capitalised; undefined for none. */
export function columnOf(header: string): Column | undefined {
  return byHeader.get(plain(header))
}

const byHeader: ReadonlyMap<string, Column> = new Map(
  columns.flatMap((each) => each.headers.map((header) => [plain(header), each] as const)),
)

/** Letters and digits alone, without accents. */
function plain(header: string): string {
  return header
    .slice(0, 100)
    .normalize('NFD')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()
}
