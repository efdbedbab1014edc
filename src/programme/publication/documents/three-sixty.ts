import { formatInstant } from '../../../domain/calendar.ts'
import type { Texts } from '../../../domain/call.ts'
import { actionOf, figureText, placeOf, totalsOf } from '../edition.ts'
import type { Base, Edition, Grant, Sum } from '../edition.ts'
import type { Figure, PublicLine } from '../facts.ts'
import { organisationId, publisherId } from './organisations.ts'

/** Grants under the names of the 360Giving standard; what it has no name for stands in `results`. */
export function grantsDocument(edition: Edition, base: Base): string {
  const { call, version, digest, parameters, synthetic, publisher } = edition
  return json({
    call,
    title: inOrder(parameters.title),
    version,
    digest,
    modified: formatInstant(edition.atMs),
    url: `${placeOf(edition, base)}/grants.json`,
    publisher: { id: publisherId(publisher), name: publisher.name },
    license: publisher.licence,
    synthetic,
    grants: edition.grants.map((grant) => grantOf(edition, grant, base)),
    totals: totalsOf(edition).map((total) => ({
      code: total.code,
      title: inOrder(total.title),
      unit: inOrder(total.unit),
      kpi: total.kpi,
      authorities: total.authorities,
      accepted: total.accepted,
      amountAwarded: euro(total.cents),
      target: sumOf(total.target),
      reached: sumOf(total.reached),
    })),
  })
}

function grantOf(edition: Edition, { id, applicant, atMs, facts }: Grant, base: Base) {
  const { call, parameters, publisher } = edition
  const { recipient, award, period } = facts
  const funder = { id: publisherId(publisher), name: publisher.name }
  return {
    id: `mijlpaal-${call}-${applicant}`,
    title: `${parameters.title.nl}: ${recipient.name}`,
    description: descriptionOf(edition, facts),
    currency: 'EUR',
    amountAwarded: euro(award.cents),
    awardDate: award.date,
    plannedDates: [{ startDate: period.start, endDate: period.end }],
    recipientOrganization: [
      { id: organisationId(recipient.kbo), name: recipient.name, companyNumber: recipient.kbo },
    ],
    fundingOrganization: [funder],
    grantProgramme: [{ code: call, title: parameters.title.nl }],
    classifications: facts.lines.map((line) => {
      const { code, title } = actionOf(edition, line)
      return { vocabulary: call, code, title: title.nl }
    }),
    beneficiaryLocation: [recipient, ...recipient.partners].flatMap(({ name, nis }) =>
      nis === null ? [] : [{ name, countryCode: 'BE', geoCode: nis, geoCodeType: 'NIS' }],
    ),
    dataSource: `${placeOf(edition, base)}/grants.json`,
    dateModified: formatInstant(atMs),
    results: {
      project: id,
      reference: award.reference,
      kind: recipient.kind,
      partners: recipient.partners.map(({ name, kbo }) => ({ id: organisationId(kbo), name })),
      endedEarly: facts.endedEarly,
      report: facts.report,
      actions: facts.lines.map((line) => lineOf(edition, line)),
      stimuli: facts.stimuli.map(({ stimulus: code, cents }) => ({
        code,
        amountAwarded: euro(cents),
      })),
    },
  }
}

function descriptionOf(edition: Edition, { lines, stimuli }: Grant['facts']): string {
  const titles = lines.map((line) => actionOf(edition, line).title.nl)
  const parts = [...new Set([...titles, ...stimuli.map(({ stimulus }) => stimulus)])]
  const note = edition.synthetic === null ? '' : ' SYNTHETIC DATA: nothing of this happened.'
  return `${parts.join('; ')}.${note}`
}

function lineOf(edition: Edition, line: PublicLine) {
  const { title, kpi } = actionOf(edition, line)
  return {
    line: line.line,
    code: line.action,
    title: inOrder(title),
    kpi: line.kpi,
    unit: inOrder(kpi.unit),
    amountAwarded: euro(line.cents),
    ...figureOf('target', line.target),
    ...figureOf('reached', line.reached),
  }
}

/** As a number where it is shown, and as people read it, "<5" where it is not. */
function figureOf(name: string, figure: Figure | null) {
  return {
    [name]: figure !== null && 'count' in figure ? figure.count : null,
    [`${name}Label`]: figure === null ? null : figureText(figure),
  }
}

/** The sum of what is shown, and how many figures are too small to be in it. */
function sumOf({ count, hidden }: Sum) {
  return { shown: count, notShown: hidden }
}

function euro(cents: number): number {
  return cents / 100
}

/** Keys in one order, in whichever they were stored. */
function inOrder({ nl, en }: Texts): Texts {
  return { nl, en }
}

export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
