import type { HistoryEntry, Instance } from '../../engine/index.ts'
import { eventTypes } from '../../programme/event-types.ts'
import { catalogue } from '../catalogue.ts'
import type { Visit } from '../visit.ts'

/** Codes that say: somebody or something has moved it on. */
export const overtaken: ReadonlySet<string> = new Set(['event-not-allowed', 'version-conflict'])

/** Somebody, or a term, was faster: what happened since the form was opened, and where to look. */
export function Faster({
  visit,
  target,
  reason,
  entries,
  path,
}: {
  readonly visit: Visit
  readonly target: Instance
  readonly reason: string
  readonly entries: readonly HistoryEntry[]
  /** Of the page that shows how it stands now. */
  readonly path: string
}) {
  const t = texts[visit.locale]
  const types = eventTypes(target.machine, target.version)
  return (
    <>
      <div class="message warn" role="alert">
        <p>
          <strong>{t.faster}</strong>
        </p>
        <p>{reason}</p>
      </div>
      <h2>{t.since}</h2>
      <ul>
        {entries.map(({ type, at }) => (
          <li>
            {visit.format.moment(at)}: {types[type]?.label[visit.locale] ?? t.byItself}
          </li>
        ))}
      </ul>
      <p>
        <a class="button" href={path}>
          {t.look}
        </a>
      </p>
    </>
  )
}

const texts = catalogue(
  {
    faster: 'Iemand anders was sneller, of een termijn is intussen verlopen.',
    since: 'Wat er gebeurde sinds u dit opende',
    byItself: 'een termijn of een gevolg daarvan',
    look: 'Bekijk hoe het nu staat',
  },
  {
    faster: 'Somebody else was faster, or a term has run out.',
    since: 'What happened since you opened this',
    byItself: 'a term, or what follows from one',
    look: 'See how it stands now',
  },
)
