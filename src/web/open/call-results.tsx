import {
  currentPlaceOf,
  placeOf,
  reportsOf,
  totalsOf,
  type ActionTotal,
  type Edition,
  type Sum,
} from '../../programme/publication/edition.ts'
import type { Version } from '../../programme/publication/publications.ts'
import type { Locale } from '../catalogue.ts'
import { Bar } from '../charts/bar.tsx'
import { formats } from '../format.ts'
import { Authorities } from './authorities.tsx'
import { Downloads, Versions } from './downloads.tsx'
import { MadeUp } from './made-up.tsx'
import type { ResultProps } from './result-props.ts'
import { texts } from './texts.ts'

export function callTitle(locale: Locale, { parameters }: Edition): string {
  return texts[locale].title(parameters.title[locale])
}

/** What a call awarded and what was reached, as a citizen reads it. */
export function CallResults({
  locale,
  edition,
  versions,
}: ResultProps & { readonly versions: readonly Version[] }) {
  const t = texts[locale]
  const format = formats[locale]
  const { call, version, atMs, grants, synthetic } = edition
  const cents = grants.reduce((total, { facts }) => total + facts.award.cents, 0)
  const latest = versions.at(-1)?.version ?? version
  const reports = reportsOf(edition)
  return (
    <>
      <p>
        <a href={locale === 'nl' ? '/open' : `/open?lang=${locale}`}>{t.all}</a>
      </p>
      <h1>{callTitle(locale, edition)}</h1>
      <MadeUp locale={locale} note={synthetic} />
      {version < latest && (
        <p class="message warn">
          ◷ {t.older(version, format.date(atMs))}{' '}
          <a href={`${currentPlaceOf(call, '')}?lang=${locale}`}>{t.toLatest(latest)}</a>
        </p>
      )}
      <p class="lead">
        {t.lead(format.number(grants.length), format.euro(cents))}{' '}
        {reports.accepted === 0
          ? t.noReports
          : t.reports(format.number(reports.accepted), format.number(grants.length))}
      </p>
      <dl class="totals">
        {(['accepted', 'expected', 'missing', 'notAccepted'] as const).map((standing) => (
          <div>
            <dt>{t.report[standing]}</dt>
            <dd>{format.number(reports[standing])}</dd>
          </div>
        ))}
      </dl>
      <h2>{t.byAction}</h2>
      <Amounts locale={locale} edition={edition} />
      <Actions locale={locale} edition={edition} />
      <p class="faint">{t.smallCounts}</p>
      <h2>{t.byAuthority}</h2>
      <Authorities locale={locale} edition={edition} />
      <h2>{t.downloads}</h2>
      <Downloads locale={locale} place={placeOf(edition, '')} edition={edition} />
      <h2>{t.versions}</h2>
      <Versions locale={locale} call={call} version={version} versions={versions} />
      <h2>{t.about}</h2>
      {t.aboutParts.split('\n').map((part) => (
        <p>{part}</p>
      ))}
    </>
  )
}

/** A bar for each action, as long as its amount; the table below it has the figures. */
function Amounts({ locale, edition }: ResultProps) {
  const t = texts[locale]
  const format = formats[locale]
  const totals = totalsOf(edition)
  const most = Math.max(1, ...totals.map(({ cents }) => cents))
  return (
    <figure class="bars">
      <figcaption>{t.chart}</figcaption>
      <ul>
        {totals.map(({ title, cents }) => (
          <li>
            <span>{title[locale]}</span>
            <Bar
              title={`${title[locale]}: ${format.roundEuro(cents)}`}
              of={most}
              from={0}
              to={cents}
              tone="plain"
            />
            <span class="number">{format.roundEuro(cents)}</span>
          </li>
        ))}
      </ul>
    </figure>
  )
}

function Actions({ locale, edition }: ResultProps) {
  const t = texts[locale]
  const format = formats[locale]
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={t.actionsCaption}>
      <table>
        <caption>{t.actionsCaption}</caption>
        <thead>
          <tr>
            <th scope="col">{t.action}</th>
            <th scope="col" class="number">
              {t.amount}
            </th>
            <th scope="col" class="number">
              {t.authorities}
            </th>
            <th scope="col" class="number">
              {t.target}
            </th>
            <th scope="col" class="number">
              {t.reached}
            </th>
          </tr>
        </thead>
        <tbody>
          {totalsOf(edition).map((total) => (
            <tr>
              <th scope="row">
                {total.title[locale]}
                <small class="line faint">{t.counted(total.unit[locale])}</small>
              </th>
              <td class="number">{format.roundEuro(total.cents)}</td>
              <td class="number">{format.number(total.authorities)}</td>
              <td class="number">
                <SumCell locale={locale} sum={total.target} />
              </td>
              <td class="number">
                <Reached locale={locale} total={total} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Reached({ locale, total }: { readonly locale: Locale; readonly total: ActionTotal }) {
  const t = texts[locale]
  const format = formats[locale]
  if (total.accepted === 0) return <>{t.notYet}</>
  return (
    <>
      <SumCell locale={locale} sum={total.reached} />
      {total.accepted < total.authorities && (
        <small class="line faint">
          {t.of(format.number(total.accepted), format.number(total.authorities))}
        </small>
      )}
    </>
  )
}

/** The sum of what is shown, and how many figures are left out of it. */
function SumCell({ locale, sum }: { readonly locale: Locale; readonly sum: Sum }) {
  const t = texts[locale]
  const format = formats[locale]
  const hidden = t.hidden(format.number(sum.hidden), sum.hidden === 1)
  if (sum.hidden === 0) return <>{format.number(sum.count)}</>
  if (sum.count === 0) return <small>{hidden}</small>
  return (
    <>
      {format.number(sum.count)}
      <small class="line faint">{t.and(hidden)}</small>
    </>
  )
}
