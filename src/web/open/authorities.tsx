import { actionOf, figureText, type Grant } from '../../programme/publication/edition.ts'
import type { Figure, PublicLine } from '../../programme/publication/facts.ts'
import type { Locale } from '../catalogue.ts'
import { formats } from '../format.ts'
import { wordOf, words } from '../words/words.ts'
import type { ResultProps } from './result-props.ts'
import { texts } from './texts.ts'

/** Every authority with what it was awarded and reached, folded until it is opened. */
export function Authorities({ locale, edition }: ResultProps) {
  const t = texts[locale]
  const format = formats[locale]
  const byName = edition.grants.toSorted((a, b) =>
    a.facts.recipient.name.localeCompare(b.facts.recipient.name, 'nl'),
  )
  return (
    <>
      {byName.map((grant) => {
        const { recipient, award, report, endedEarly } = grant.facts
        return (
          <details class="fold">
            <summary>
              <strong>{recipient.name}</strong>: {format.euro(award.cents)}, {t.reportOf[report]}
              {endedEarly && `, ${t.endedEarly}`}
            </summary>
            {recipient.partners.length > 0 && (
              <p>{t.together(recipient.partners.map(({ name }) => name).join(', '))}</p>
            )}
            <Lines locale={locale} edition={edition} grant={grant} />
          </details>
        )
      })}
    </>
  )
}

function Lines({ locale, edition, grant }: ResultProps & { readonly grant: Grant }) {
  const t = texts[locale]
  const format = formats[locale]
  const { recipient, lines, stimuli } = grant.facts
  const caption = t.linesCaption(recipient.name)
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t.action}</th>
            <th scope="col" class="number">
              {t.amount}
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
          {lines.map((line) => {
            const { title, kpi } = actionOf(edition, line)
            return (
              <tr>
                <th scope="row">
                  {title[locale]}
                  <small class="line faint">{t.counted(kpi.unit[locale])}</small>
                </th>
                <td class="number">{format.euro(line.cents)}</td>
                <td class="number">{shown(locale, line, line.target)}</td>
                <td class="number">
                  {line.reached === null ? t.notKnown : shown(locale, line, line.reached)}
                </td>
              </tr>
            )
          })}
          {stimuli.map(({ stimulus, cents }) => (
            <tr>
              <th scope="row">{wordOf(words[locale].stimulus, stimulus)}</th>
              <td class="number">{format.euro(cents)}</td>
              <td class="number">–</td>
              <td class="number">–</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** A plan is there or not; a count as a number, "<5" when it is too small to be told. */
function shown(locale: Locale, { kpi }: PublicLine, figure: Figure): string {
  const t = texts[locale]
  if (!('count' in figure)) return figureText(figure)
  if (kpi === 'plan') return figure.count > 0 ? t.yes : t.no
  return formats[locale].number(figure.count)
}
