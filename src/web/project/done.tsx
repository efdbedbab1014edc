import type { Instance } from '../../engine/index.ts'
import type { ReadableEntry } from '../../programme/readable-history.ts'
import { catalogue } from '../catalogue.ts'
import type { Visit } from '../visit.ts'

/** What the visitor has just sent, with its receipt number. */
export function Done({
  visit,
  done,
  instance,
}: {
  readonly visit: Visit
  readonly done: ReadableEntry | null
  readonly instance: Instance
}) {
  if (done === null) return null
  const t = texts[visit.locale]
  return (
    <div class="message good" role="status">
      <p>
        <strong>✓ {done.label?.[visit.locale] ?? done.type}</strong>
      </p>
      <p>
        {t.received(visit.format.moment(Date.parse(done.at)), `${instance.id}:${done.revision}`)}
      </p>
    </div>
  )
}

const texts = catalogue(
  { received: (at: string, number: string) => `Ontvangen op ${at}. Ontvangstnummer: ${number}` },
  { received: (at: string, number: string) => `Received on ${at}. Receipt number: ${number}` },
)
