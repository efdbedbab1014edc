import type { ProjectContext } from '../../../machines/project/context.ts'
import { isReached, lineOf } from '../../../machines/project/judgement.ts'
import { codesOf } from './make-form.ts'
import type { Form } from './form.ts'
import type { CellNote, ReadItem } from './read-workbook.ts'
import type { WorkbookTexts } from './wording.ts'
import { texts } from './texts.ts'

/** What one event takes. */
const ENTRIES_MAX = 1_000

/**
 * What the rules will not take, told of every cell at once. The machine tells the first refusal
 * only; it has the last word all the same. Source: domain §5, §6.
 */
export function ruleProblems(
  form: Form,
  project: ProjectContext,
  items: readonly ReadItem[],
): readonly CellNote[] {
  const words = texts[form.language]
  switch (form.kind) {
    case 'application':
      return items.flatMap((item) => applicationProblems(project, item, words))
    case 'interimReport':
    case 'finalReport':
      return items.flatMap((item) => reportProblems(form, project, item, words))
    case 'accounts':
      return [
        ...items.flatMap((item) => codeProblems(project, item, words)),
        ...entryCountProblems(form, items, words),
      ]
    default:
      return form.kind satisfies never
  }
}

function applicationProblems(
  project: ProjectContext,
  { list, fields, cells }: ReadItem,
  { problems }: WorkbookTexts,
): readonly CellNote[] {
  if (list !== 'lines') return []
  const { kpi: most, amountCents } = lineOf(project, String(fields['line']))
  const { decision, kpi } = fields
  const at = (key: string, message: string) => [{ cell: cells[key] ?? null, message }]
  if (decision !== undefined && decision !== 'stop' && amountCents === 0) {
    return at('decision', problems.onlyStop)
  }
  if (typeof kpi === 'number' && kpi > most) return at('kpi', problems.kpiAbove(most))
  if (decision !== 'reduce') return []
  if (kpi === undefined) return at('kpi', problems.kpiNeeded)
  return typeof kpi === 'number' && kpi >= most ? at('kpi', problems.kpiNotReduced(most)) : []
}

function reportProblems(
  { kind }: Form,
  project: ProjectContext,
  { list, fields, cells }: ReadItem,
  { problems }: WorkbookTexts,
): readonly CellNote[] {
  const { achieved } = fields
  if (list !== 'kpis' || typeof achieved !== 'number' || project.award === null) return []
  const id = String(fields['line'])
  if (lineOf(project, id).kpiType === 'plan' && achieved > 1) {
    return [{ cell: cells['achieved'] ?? null, message: problems.yesNo }]
  }
  const isReasoned = kind === 'interimReport' || fields['motivation'] !== undefined
  if (isReasoned || isReached(project.award, id, achieved)) return []
  const kpi = project.award.lines.find(({ line }) => line === id)?.kpi ?? 0
  return [{ cell: cells['motivation'] ?? null, message: problems.motivation(kpi) }]
}

function codeProblems(
  project: ProjectContext,
  { fields, cells }: ReadItem,
  { problems }: WorkbookTexts,
): readonly CellNote[] {
  const codes = codesOf(project)
  const { code } = fields
  return code === undefined || codes.includes(String(code))
    ? []
    : [{ cell: cells['code'] ?? null, message: problems.code(codes) }]
}

function entryCountProblems(
  { sheets }: Form,
  items: readonly ReadItem[],
  { problems }: WorkbookTexts,
): readonly CellNote[] {
  const cell = sheets[0]?.name ?? null
  if (items.length === 0) return [{ cell, message: problems.noEntries }]
  if (items.length <= ENTRIES_MAX) return []
  return [{ cell, message: problems.tooManyEntries(ENTRIES_MAX) }]
}
