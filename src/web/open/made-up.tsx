import { catalogue, type Locale } from '../catalogue.ts'

/** Says, above everything else, that the data are made up; nothing when they are not. */
export function MadeUp({
  locale,
  note,
}: {
  readonly locale: Locale
  readonly note: string | null
}) {
  if (note === null) return null
  const t = texts[locale]
  return (
    <aside class="message warn" aria-label={t.label}>
      <p>
        <strong>⚠ {t.madeUp}</strong> {t.more}
      </p>
      <details>
        <summary>{t.what}</summary>
        <p lang="en">{note}</p>
      </details>
    </aside>
  )
}

const texts = catalogue(
  {
    label: 'Over deze gegevens',
    what: 'Wat precies?',
    madeUp: 'Deze gegevens zijn verzonnen.',
    more: 'Ze dienen om te tonen hoe het systeem werkt, en zeggen niets over echte besturen.',
  },
  {
    label: 'About these data',
    what: 'What exactly?',
    madeUp: 'These data are made up.',
    more: 'They show how the system works, and say nothing of real authorities.',
  },
)
