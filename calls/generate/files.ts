import { formatEuro } from '../../src/domain/money.ts'
import type { Applicant } from './applicants.ts'
import { withOffset } from './moments.ts'
import type { HistoryEvent } from './story.ts'

/** The texts of the files of a call folder, the same bytes for the same seed. */

const shippedNote =
  'SYNTHETISCH / SYNTHETIC. Names, NIS and KBO numbers of municipalities are real; which of them ' +
  'took part, with whom, and all lines, reach, KPIs, amounts, people, addresses, account numbers ' +
  'and numbers of inhabitants by origin are invented. KBO numbers that begin with 0000 and IBANs ' +
  'under bank code 999 belong to nobody. Made by calls/generate (npm run generate-call).'
const inventedNote =
  'SYNTHETISCH / SYNTHETIC. Everything here is invented, the municipalities too. ' +
  'Made by calls/generate (npm run generate-call).'

export function applicantsText(applicants: readonly Applicant[], isShipped: boolean): string {
  const note = JSON.stringify(isShipped ? shippedNote : inventedNote)
  const all = applicants.map((each) => applicantText(each)).join(',\n')
  return `{\n"synthetic": ${note},\n"applicants": [\n${all}\n]\n}\n`
}

export function eventsText(events: readonly HistoryEvent[]): string {
  return events.map((event) => `${JSON.stringify(eventLine(event))}\n`).join('')
}

/** The shipped call.yaml under another id and title, with a ceiling of its own. */
export function callText(
  shipped: string,
  {
    call,
    count,
    ceilingCents,
  }: { readonly call: string; readonly count: number; readonly ceilingCents: number },
): string {
  return shipped
    .replace(/Real are[^.]*municipalities\./, 'Real are\n  the parameters and the actions.')
    .replace(/^id: .*$/m, `id: ${call}`)
    .replace(/^ {2}nl: .*$/m, `  nl: Proefoproep met ${count} aanvragers`)
    .replace(/^ {2}en: .*$/m, `  en: Trial call of ${count} applicants`)
    .replace(/^ {2}ceiling: "[\d.]+"/m, `  ceiling: "${formatEuro(ceilingCents)}"`)
}

function applicantText(applicant: Applicant): string {
  const { id, name, kind, kbo, nis, iban, email, contact, inhabitantsNonEu14 } = applicant
  const lines = applicant.lines.map(({ line, action, currentReach, kpi, amountCents }) => ({
    line,
    action: action.code,
    currentReach,
    kpi,
    amount: formatEuro(amountCents),
  }))
  const stimuli = applicant.stimuli.map(({ stimulus, amountCents }) => ({
    stimulus,
    amount: formatEuro(amountCents),
  }))
  const known = { id, name, kind, kbo, nis, iban, email, contact, inhabitantsNonEu14 }
  const head = Object.entries(known)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`)
  const lists = [
    `"partners": ${rowsText(applicant.partners)}`,
    `"lines": ${rowsText(lines)}`,
    `"stimuli": ${rowsText(stimuli)}`,
  ]
  return `{ ${head.join(', ')},\n  ${lists.join(',\n  ')} }`
}

/** One row of the list on each line. */
function rowsText(rows: readonly object[]): string {
  return rows.length === 0
    ? '[]'
    : `[\n${rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n')}\n  ]`
}

function eventLine({ atMs, to, type, sender, applicant, data }: HistoryEvent) {
  return {
    at: withOffset(atMs),
    to,
    type,
    actor: sender.actor,
    roles: sender.roles,
    ...(applicant === null ? {} : { applicant }),
    ...(data === undefined ? {} : { data }),
  }
}
