import type { CellNote } from '../../programme/workbooks/read-workbook.ts'
import { catalogue, type Locale } from '../catalogue.ts'
import type { Visit } from '../visit.ts'
import { inDutch } from '../words/refusals.ts'

/** What is wrong in a file, and where; null for the whole of it. */
export interface FileProblem {
  readonly place: string | null
  readonly text: string
}

/** What a workbook says is wrong; what no workbook could say, in the language of the page. */
export function problemTexts(locale: Locale, notes: readonly CellNote[]): readonly FileProblem[] {
  return notes.map(({ cell, message }) => ({
    place: cell,
    text: locale === 'nl' ? (inDutch(message) ?? message) : message,
  }))
}

/** Problems that are written out. */
const SHOWN = 200

/** Everything that is wrong in a file, each beside its cell or row. */
export function ProblemTable({
  visit: { locale, format },
  title,
  problems,
}: {
  readonly visit: Visit
  readonly title: string
  readonly problems: readonly FileProblem[]
}) {
  const t = texts[locale]
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={title}>
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{t.place}</th>
            <th scope="col">{t.wrong}</th>
          </tr>
        </thead>
        <tbody>
          {problems.slice(0, SHOWN).map(({ place, text }) => (
            <tr>
              <th scope="row">{place ?? t.whole}</th>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {problems.length > SHOWN && <p>{t.more(format.number(problems.length - SHOWN))}</p>}
    </div>
  )
}

const texts = catalogue(
  {
    place: 'Waar',
    wrong: 'Wat er mis is',
    whole: 'het bestand',
    more: (count: string) => `En nog ${count} andere.`,
  },
  {
    place: 'Where',
    wrong: 'What is wrong',
    whole: 'the file',
    more: (count: string) => `And ${count} others.`,
  },
)
