import type { Line, ProjectContext } from '../../../machines/project/context.ts'
import type { CallParameters } from '../../domain/call.ts'
import { fundedHalfUnits } from '../../domain/kpi.ts'
import type { Instance } from '../../engine/index.ts'
import { catalogue } from '../catalogue.ts'
import { lineTitle } from '../forms/project-plans.ts'
import type { Visit } from '../visit.ts'
import { wordOf, words } from '../words/words.ts'

interface Props {
  readonly visit: Visit
  readonly instance: Instance
  readonly parameters: CallParameters
}

/** What each line had, asked, got and reached, with the formula worked out. Source: nota §2.4. */
export function KpiTable({ visit, instance, parameters }: Props) {
  const { locale, format } = visit
  const t = texts[locale]
  const context = instance.snapshot.context as ProjectContext
  const { yearTwo, application, award, interim, final, judgement } = context
  const achieved = (report: ProjectContext['interim'], line: string) => {
    const found = report?.kpis.find((each) => each.line === line)
    return found === undefined ? '–' : format.number(found.achieved)
  }
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={t.caption}>
      <table>
        <caption>{t.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t.line}</th>
            <th scope="col">{t.yearTwo}</th>
            <th scope="col">{t.requested}</th>
            <th scope="col">{t.granted}</th>
            <th scope="col" class="number">
              {t.interim}
            </th>
            <th scope="col" class="number">
              {t.final}
            </th>
            <th scope="col" class="number">
              {t.unearned}
            </th>
          </tr>
        </thead>
        <tbody>
          {yearTwo.lines.map((line) => {
            const asked = application?.lines.find((each) => each.line === line.line)
            const granted = award?.lines.find((each) => each.line === line.line)
            const judged = judgement?.lines.find((each) => each.line === line.line)
            return (
              <tr>
                <th scope="row">
                  {lineTitle({ parameters, locale }, line)}
                  <Unit visit={visit} line={line} parameters={parameters} />
                </th>
                <td>
                  {t.kpi(format.number(line.kpi))}
                  <br />
                  {t.reach(format.number(line.currentReach))}
                  <br />
                  {format.euro(line.amountCents)}
                </td>
                <td>
                  {application === null ? (
                    '–'
                  ) : asked === undefined ? (
                    t.stopped
                  ) : (
                    <>
                      {t.kpi(format.number(asked.kpi))}
                      <br />
                      {format.euro(asked.amountCents)}
                      <Formula visit={visit} line={line} kpi={asked.kpi} />
                    </>
                  )}
                </td>
                <td>
                  {granted === undefined ? (
                    '–'
                  ) : (
                    <>
                      {t.kpi(format.number(granted.kpi))}
                      <br />
                      {format.euro(granted.amountCents)}
                    </>
                  )}
                </td>
                <td class="number">{achieved(interim, line.line)}</td>
                <td class="number">{achieved(final, line.line)}</td>
                <td class="number">
                  {judged === undefined ? '–' : format.euro(judged.unearnedCents)}
                </td>
              </tr>
            )
          })}
          {yearTwo.stimuli.map(({ stimulus, amountCents }) => {
            const asked = application?.stimuli.some((each) => each.stimulus === stimulus) ?? false
            const granted = award?.stimuli.find((each) => each.stimulus === stimulus)
            const judged = judgement?.stimuli.find((each) => each.stimulus === stimulus)
            return (
              <tr>
                <th scope="row">
                  {wordOf(words[locale].stimulus, stimulus)} <small>{t.stimulus}</small>
                </th>
                <td>{format.euro(amountCents)}</td>
                <td>{application === null ? '–' : asked ? format.euro(amountCents) : t.stopped}</td>
                <td>{granted === undefined ? '–' : format.euro(granted.amountCents)}</td>
                <td class="number">–</td>
                <td class="number">–</td>
                <td class="number">
                  {judged === undefined ? '–' : format.euro(judged.unearnedCents)}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function Unit({ visit, line, parameters }: Omit<Props, 'instance'> & { readonly line: Line }) {
  const action = parameters.actions.find(({ code }) => code === line.action)
  if (action === undefined) return null
  return (
    <small>
      <br />
      {action.kpi.unit[visit.locale]}
      {line.kpiType === 'count' && `, ${visit.format.euro(line.unitPriceCents)}`}
    </small>
  )
}

/** A reduced line: price × min(K/2, K − c), as the nota works it out. */
function Formula({
  visit,
  line,
  kpi,
}: {
  readonly visit: Visit
  readonly line: Line
  readonly kpi: number
}) {
  if (line.kpiType !== 'count' || kpi >= line.kpi) return null
  const { format, locale } = visit
  const [price, half, extra] = [
    format.euro(line.unitPriceCents),
    format.number(kpi / 2),
    format.number(kpi - line.currentReach),
  ]
  const units = format.number(fundedHalfUnits(line.currentReach, kpi) / 2)
  return (
    <small>
      <br />
      {texts[locale].formula(price, half, extra, units)}
    </small>
  )
}

const texts = catalogue(
  {
    caption: 'Lijnen en KPI’s',
    line: 'Actie',
    yearTwo: 'Jaar 2',
    requested: 'Gevraagd',
    granted: 'Toegekend',
    interim: 'Tussentijds bereikt',
    final: 'Uiteindelijk bereikt',
    unearned: 'Niet verdiend',
    kpi: (kpi: string) => `KPI ${kpi}`,
    reach: (reach: string) => `bereik ${reach}`,
    stopped: 'stopgezet',
    stimulus: 'stimulans',
    formula: (price: string, half: string, extra: string, units: string) =>
      `${price} × het kleinste van ${half} en ${extra} = ${price} × ${units}`,
  },
  {
    caption: 'Lines and KPIs',
    line: 'Action',
    yearTwo: 'Year 2',
    requested: 'Requested',
    granted: 'Granted',
    interim: 'Reached, interim',
    final: 'Reached, final',
    unearned: 'Not earned',
    kpi: (kpi: string) => `KPI ${kpi}`,
    reach: (reach: string) => `reach ${reach}`,
    stopped: 'stopped',
    stimulus: 'stimulus',
    formula: (price: string, half: string, extra: string, units: string) =>
      `${price} × the smaller of ${half} and ${extra} = ${price} × ${units}`,
  },
)
