import { stringify } from 'csv-stringify/sync'
import { formatEuro } from '../../../domain/money.ts'
import { formatInstant } from '../../../domain/calendar.ts'
import { actionOf, figureText, type Edition, type Grant } from '../edition.ts'

const head = [
  'call',
  'version',
  'authority',
  'authority_kbo',
  'authority_nis',
  'authority_kind',
  'award_date',
  'award_reference',
  'kind',
  'line',
  'code',
  'title_nl',
  'title_en',
  'kpi',
  'unit_nl',
  'unit_en',
  'awarded_eur',
  'target',
  'reached',
  'report',
  'ended_early',
  'modified',
  'data',
] as const

type Row = Readonly<Record<(typeof head)[number], string>>

/**
 * One row for each action and each fixed amount that an authority was awarded; a header, comma and
 * UTF-8. The last column says of every row whether it is made up.
 */
export function csvDocument(edition: Edition): string {
  const rows = edition.grants.flatMap((grant) => rowsOf(edition, grant))
  return stringify(
    [head, ...rows.map((row) => head.map((column) => row[column]))],
    // A spreadsheet must not run what somebody called an authority.
    { bom: true, escape_formulas: true, record_delimiter: 'windows' },
  )
}

function rowsOf(edition: Edition, grant: Grant): readonly Row[] {
  const { recipient, award, lines, stimuli, report, endedEarly } = grant.facts
  const same = {
    call: edition.call,
    version: String(edition.version),
    authority: recipient.name,
    authority_kbo: recipient.kbo,
    authority_nis: recipient.nis ?? '',
    authority_kind: recipient.kind,
    award_date: award.date,
    award_reference: award.reference,
    report,
    ended_early: endedEarly ? 'yes' : 'no',
    modified: formatInstant(grant.atMs),
    data: edition.synthetic === null ? 'actual' : 'synthetic',
  }
  return [
    ...lines.map((line): Row => {
      const { code, title, kpi } = actionOf(edition, line)
      return {
        ...same,
        kind: 'action',
        line: line.line,
        code,
        title_nl: title.nl,
        title_en: title.en,
        kpi: line.kpi,
        unit_nl: kpi.unit.nl,
        unit_en: kpi.unit.en,
        awarded_eur: formatEuro(line.cents),
        target: figureText(line.target),
        reached: line.reached === null ? '' : figureText(line.reached),
      }
    }),
    ...stimuli.map(({ stimulus, cents }): Row => {
      const none = { line: '', title_nl: '', title_en: '', kpi: '', unit_nl: '', unit_en: '' }
      const amount = formatEuro(cents)
      return {
        ...same,
        ...none,
        kind: 'stimulus',
        code: stimulus,
        awarded_eur: amount,
        target: '',
        reached: '',
      }
    }),
  ]
}
