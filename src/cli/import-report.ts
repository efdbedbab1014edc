import type { ImportReport } from '../programme/import/report.ts'
import { Amount, table } from './output.ts'

/** A report of a dry run, for people. */
export function showReport(report: ImportReport): string {
  const { call, synthetic, projects, partners, lines, totalCents, ceilingCents } = report
  const [total, ceiling] = [totalCents, ceilingCents].map((each) => String(new Amount(each)))
  const granted = [
    ...report.actions.map((each) => [
      each.action,
      each.lines,
      each.kpi,
      new Amount(each.amountCents),
    ]),
    ...report.stimuli.map((each) => [
      each.stimulus,
      each.applicants,
      '',
      new Amount(each.amountCents),
    ]),
  ]
  return [
    `Call ${call} would start with ${projects} projects; nothing was changed.`,
    ...(synthetic === null ? [] : [`SYNTHETIC DATA: ${synthetic}`]),
    '',
    table(['Action or stimulus, year 2', 'Lines', 'KPI', 'EUR'], granted),
    '',
    `Lines: ${lines}. Partners: ${partners}. Year 2 in all: ${total} EUR; ceiling of the call: ` +
      `${ceiling} EUR.`,
    ...warnings(report),
  ].join('\n')
}

function warnings({ warnings: told, moreWarnings: more }: ImportReport): readonly string[] {
  const count = told.length + more
  if (count === 0) return []
  return [
    '',
    count === 1 ? '1 warning:' : `${count} warnings:`,
    ...told.map(({ applicant, message }) => `  ${applicant ?? 'call.yaml'}: ${message}`),
    ...(more === 0 ? [] : [`  and ${more} more`]),
  ]
}
