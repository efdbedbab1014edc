import { documents } from '../../programme/publication/documents/documents.ts'
import { currentPlaceOf, placeOf } from '../../programme/publication/edition.ts'
import type { Version } from '../../programme/publication/publications.ts'
import type { Locale } from '../catalogue.ts'
import { formats } from '../format.ts'
import type { ResultProps } from './result-props.ts'
import { texts } from './texts.ts'

/** The same data for programs, and under which licence. */
export function Downloads({
  locale,
  place,
  edition: { publisher },
}: ResultProps & { readonly place: string }) {
  const t = texts[locale]
  return (
    <>
      <ul class="steps">
        {documents.map(({ name, title, description }) => (
          <li>
            <a href={`${place}/${name}`}>{title}</a>
            <span class="line">{description[locale]}</span>
          </li>
        ))}
        <li>
          <a href={`${place}/dcat.jsonld`}>DCAT-AP</a>
          <span class="line">{t.record}</span>
        </li>
      </ul>
      <p>
        {t.publisher(publisher.name)} <a href={publisher.licence}>{t.licence}</a>
        {publisher.contact !== null && ` ${t.contact(publisher.contact)}`}
      </p>
    </>
  )
}

/** Every version stays where it is; the latest are shown, all of them in a list for programs. */
export function Versions({
  locale,
  call,
  version,
  versions,
}: {
  readonly locale: Locale
  readonly call: string
  /** The one that is shown. */
  readonly version: number
  readonly versions: readonly Version[]
}) {
  const t = texts[locale]
  const format = formats[locale]
  const latest = versions.slice(-SHOWN).toReversed()
  return (
    <>
      <p>{t.versionsLead}</p>
      <ul>
        {latest.map((each) => (
          <li>
            <a
              href={`${placeOf(each, '')}?lang=${locale}`}
              aria-current={each.version === version ? 'true' : undefined}
            >
              {t.version(each.version, format.date(each.atMs))}
            </a>
            {each.version === version && ` ${t.thisOne}`}
          </li>
        ))}
      </ul>
      <p>
        <a href={`${currentPlaceOf(call, '')}/versions.json`}>
          {t.allVersions(format.number(versions.length))}
        </a>
      </p>
    </>
  )
}

const SHOWN = 10
