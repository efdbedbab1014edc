import type { Instance } from '../../engine/index.ts'
import type { AllowedEvent } from '../../programme/allowed-events.ts'
import { tasksAt } from '../../programme/inbox.ts'
import { catalogue } from '../catalogue.ts'
import { eventPath } from '../paths.ts'
import type { Visit } from '../visit.ts'
import { refusalText } from '../words/refusals.ts'

interface Props {
  readonly visit: Visit
  readonly instance: Instance
  readonly events: readonly AllowedEvent[]
  /** Pages of their own, for events that have one. */
  readonly paths?: Readonly<Record<string, string>>
}

/**
 * What the visitor may do now, first what waits to be done; and of the rest that the visitor's role
 * may do: why not now.
 */
export function Actions({ visit, instance, events, paths = {} }: Props) {
  const t = texts[visit.locale]
  const { id, groupId: call } = instance
  const waiting = new Set(tasksAt({ ...instance, call }).map(({ type }) => type))
  const own = events.filter(({ roles }) => roles.some((role) => visit.roles.includes(role)))
  const possible = own
    .filter(({ allowed }) => allowed)
    .toSorted((one, other) => Number(waiting.has(other.type)) - Number(waiting.has(one.type)))
  const later = own.filter(({ allowed }) => !allowed)
  if (own.length === 0) return <p>{t.nothingEver}</p>
  return (
    <>
      {possible.length === 0 ? (
        <p>{t.nothing}</p>
      ) : (
        <ul class="actions">
          {possible.map(({ type, label }) => (
            <li>
              <a
                class={waiting.has(type) ? 'button' : 'button quiet'}
                href={paths[type] ?? eventPath(id, type)}
              >
                {label[visit.locale]}
              </a>
            </li>
          ))}
        </ul>
      )}
      {later.length > 0 && (
        <details>
          <summary>{t.notNow}</summary>
          <dl>
            {later.map(({ label, code, reason }) => (
              <>
                <dt>{label[visit.locale]}</dt>
                <dd class="faint">
                  {refusalText(visit.locale, id, { code: code ?? '', message: reason ?? '' })}
                </dd>
              </>
            ))}
          </dl>
        </details>
      )}
    </>
  )
}

const texts = catalogue(
  {
    nothing: 'Er is nu niets dat u hier kunt doen.',
    nothingEver: 'Uw rol leest mee en doet hier niets.',
    notNow: 'Wat nu niet kan, en waarom',
  },
  {
    nothing: 'There is nothing that you can do here now.',
    nothingEver: 'Your role reads here and does nothing.',
    notNow: 'What is not possible now, and why',
  },
)
