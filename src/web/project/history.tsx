import type { ReadableEntry } from '../../programme/readable-history.ts'
import { catalogue } from '../catalogue.ts'
import { labelOf } from '../forms/field-texts.ts'
import type { Visit } from '../visit.ts'
import { happeningName } from '../words/happenings.ts'
import { wordOf, words } from '../words/words.ts'

export interface ShownHistory {
  /** Newest first. */
  readonly entries: readonly ReadableEntry[]
  /** What people of the log are called; those it does not know stay ids. */
  readonly names: ReadonlyMap<string, string>
  /** Where the older entries are; null when these are all. */
  readonly older: string | null
}

/** What happened: when, by whom, what was said, and the hash that proves it. */
export function History({
  visit,
  entries,
  names,
  older,
}: ShownHistory & { readonly visit: Visit }) {
  const { locale, format } = visit
  const t = texts[locale]
  return (
    <>
      <ol class="steps" reversed start={entries[0]?.revision}>
        {entries.map((entry) => (
          <li>
            <strong>{entry.label?.[locale] ?? happeningName(locale, entry.type)}</strong>{' '}
            <span class="faint">
              {format.moment(Date.parse(entry.at))} ·{' '}
              {entry.person === null
                ? words[locale].cause[entry.cause]
                : (names.get(entry.person) ?? t.somebody)}
            </span>
            {entry.texts.length > 0 && (
              <dl class="facts">
                {entry.texts.map(({ path, text }) => (
                  <>
                    <dt>{textName(locale, path, entry.data)}</dt>
                    <dd>{text ?? t.forgotten}</dd>
                  </>
                ))}
              </dl>
            )}
            <details>
              <summary class="faint">{t.proof}</summary>
              <dl class="facts">
                <dt>{t.number}</dt>
                <dd>{entry.revision}</dd>
                <dt>{t.type}</dt>
                <dd>
                  <code>{entry.type}</code>
                </dd>
                <dt>{t.data}</dt>
                <dd>
                  <code class="wrapped">{JSON.stringify(entry.data)}</code>
                </dd>
                <dt>{t.hash}</dt>
                <dd>
                  <code class="wrapped">{entry.hash}</code>
                </dd>
                <dt>{t.before}</dt>
                <dd>
                  <code class="wrapped">{entry.previousHash}</code>
                </dd>
              </dl>
            </details>
          </li>
        ))}
      </ol>
      {older !== null && (
        <p>
          <a href={older}>{t.older}</a>
        </p>
      )}
    </>
  )
}

/** "Motivering (gent-4)": the field, and what its row is about. */
function textName(locale: Visit['locale'], path: string, data: unknown): string {
  const [list = '', index, field] = path.split('.')
  if (field === undefined) return labelOf(locale, list)
  const rows = (data as Readonly<Record<string, readonly RowKeys[] | undefined>>)[list]
  const { line, stimulus, project } = rows?.[Number(index)] ?? {}
  const about = line ?? project ?? wordOf(words[locale].stimulus, stimulus ?? '')
  return `${labelOf(locale, field)} (${about})`
}

interface RowKeys {
  readonly line?: string
  readonly stimulus?: string
  readonly project?: string
}

const texts = catalogue(
  {
    somebody: 'een persoon',
    forgotten: 'Deze tekst is gewist.',
    proof: 'Bewijs',
    number: 'Nummer',
    type: 'Gebeurtenis',
    data: 'Gegevens',
    hash: 'Hash',
    before: 'Hash ervoor',
    older: 'Ouder',
  },
  {
    somebody: 'a person',
    forgotten: 'This text was removed.',
    proof: 'Proof',
    number: 'Number',
    type: 'Event',
    data: 'Data',
    hash: 'Hash',
    before: 'Hash before',
    older: 'Older',
  },
)
