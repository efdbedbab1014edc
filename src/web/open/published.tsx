import { currentPlaceOf, totalsOf, type Edition } from '../../programme/publication/edition.ts'
import { catalogue, type Locale } from '../catalogue.ts'
import { formats } from '../format.ts'
import { MadeUp } from './made-up.tsx'

export const publishedTitle = {
  nl: 'Open data over subsidies',
  en: 'Open data on subsidies',
} as const

/** All calls of which something is published. */
export function Published({
  locale,
  editions,
}: {
  readonly locale: Locale
  readonly editions: readonly Edition[]
}) {
  const t = texts[locale]
  const format = formats[locale]
  return (
    <>
      <h1>{publishedTitle[locale]}</h1>
      <MadeUp locale={locale} note={editions.find((each) => each.synthetic)?.synthetic ?? null} />
      <p class="lead">{t.lead}</p>
      {editions.length === 0 && <p>{t.none}</p>}
      <ul class="steps">
        {editions.map((edition) => {
          const { call, parameters, version, atMs, grants } = edition
          const cents = totalsOf(edition).reduce((total, each) => total + each.cents, 0)
          const place = currentPlaceOf(call, '')
          return (
            <li>
              <a href={locale === 'nl' ? place : `${place}?lang=${locale}`}>
                {parameters.title[locale]}
              </a>
              <span class="line">
                {t.call(format.number(grants.length), format.roundEuro(cents))}{' '}
                <span class="faint">{t.version(version, format.date(atMs))}</span>
              </span>
            </li>
          )
        })}
      </ul>
      <h2>{t.programs}</h2>
      <p>
        {t.catalogue} <a href="/open/catalog.jsonld">DCAT-AP (JSON-LD)</a>.
      </p>
    </>
  )
}

const texts = catalogue(
  {
    lead:
      'Wat de overheid toekende aan lokale besturen, en wat zij daarmee bereikten. Iedereen mag ' +
      'deze gegevens lezen en opnieuw gebruiken.',
    none: 'Er is nog niets gepubliceerd.',
    call: (authorities: string, amount: string) =>
      `${authorities} lokale besturen, samen ${amount} voor acties.`,
    version: (version: number, date: string) => `Versie ${version}, ${date}.`,
    programs: 'Voor programma’s',
    catalogue: 'De catalogus van alle gegevens:',
  },
  {
    lead:
      'What the government awarded to local authorities, and what they reached with it. ' +
      'Everybody may read these data and use them again.',
    none: 'Nothing is published yet.',
    call: (authorities: string, amount: string) =>
      `${authorities} local authorities, together ${amount} for actions.`,
    version: (version: number, date: string) => `Version ${version}, ${date}.`,
    programs: 'For programs',
    catalogue: 'The catalogue of all data:',
  },
)
