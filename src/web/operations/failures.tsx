import { catalogue } from '../catalogue.ts'
import type { Visit } from '../visit.ts'
import type { Examination } from './port.ts'
import type { SkipRequest } from './skip-requests.ts'

interface Props {
  readonly visit: Visit
  readonly failures: Examination['failures']
  /** What waits for a second admin, by instance. */
  readonly skips: ReadonlyMap<string, SkipRequest>
  readonly mayRepair: boolean
}

/** What failed in machine code and holds its call or project up, until it is retried or skipped. */
export function Failures({ visit, failures, skips, mayRepair }: Props) {
  const { locale, format } = visit
  const t = texts[locale]
  if (failures.length === 0) return null
  return (
    <section aria-labelledby="failures">
      <h2 id="failures">{t.title}</h2>
      <p>{t.explained}</p>
      {failures.map(({ id, instance, failedAt, delivery, error }) => {
        const asked = skips.get(instance)
        return (
          <section class="panel" aria-labelledby={`failure-${id}`}>
            <h3 id={`failure-${id}`}>{instance}</h3>
            <dl class="facts">
              <dt>{t.event}</dt>
              <dd>
                <code class="wrapped">{delivery?.type ?? '–'}</code>
              </dd>
              <dt>{t.failed}</dt>
              <dd>{format.moment(failedAt)}</dd>
              <dt>{t.because}</dt>
              <dd lang="en">{error}</dd>
            </dl>
            {mayRepair && <Repair visit={visit} instance={instance} />}
            {mayRepair && asked?.failure === id && <Asked visit={visit} asked={asked} />}
          </section>
        )
      })}
    </section>
  )
}

function Repair({ visit, instance }: { readonly visit: Visit; readonly instance: string }) {
  const t = texts[visit.locale]
  const reasonId = `reason-${instance.replaceAll(/[^\w-]/g, '-')}`
  return (
    <div class="filters">
      <form method="post" action="/operations/retry">
        <Carried visit={visit} instance={instance} />
        <button class="quiet">{t.retry}</button>
      </form>
      <form class="filters" method="post" action="/operations/skip">
        <Carried visit={visit} instance={instance} />
        <div class="field">
          <label for={reasonId}>{t.reason}</label>
          <input id={reasonId} name="reason" required maxLength={2000} />
        </div>
        <button class="quiet">{t.skip}</button>
      </form>
    </div>
  )
}

/** Who asked, does not approve: the runtime would refuse it. */
function Asked({ visit, asked }: { readonly visit: Visit; readonly asked: SkipRequest }) {
  const t = texts[visit.locale]
  const isOwn = asked.person === visit.caller.person
  return (
    <div class="message warn">
      <p>{t.asked(asked.label, asked.reason)}</p>
      {isOwn ? (
        <p>{t.waits}</p>
      ) : (
        <form method="post" action="/operations/approve-skip">
          <Carried visit={visit} instance={asked.instance} />
          <button>{t.approve}</button>
        </form>
      )}
    </div>
  )
}

function Carried({ visit, instance }: { readonly visit: Visit; readonly instance: string }) {
  return (
    <>
      <input type="hidden" name="csrf" value={visit.csrf} />
      <input type="hidden" name="instance" value={instance} />
    </>
  )
}

const texts = catalogue(
  {
    title: 'Wat misliep',
    explained:
      'De code van een machine liep hier vast. Er is niets veranderd en de rest gaat door. ' +
      'Probeer ' +
      'het opnieuw zodra de oorzaak weg is, of sla de gebeurtenis over.',
    event: 'Gebeurtenis',
    failed: 'Misgelopen op',
    because: 'Fout',
    retry: 'Opnieuw proberen',
    reason: 'Waarom overslaan?',
    skip: 'Overslaan',
    asked: (who: string, reason: string) =>
      `${who} vraagt om deze termijn over te slaan: “${reason}”.`,
    waits: 'Een andere systeembeheerder moet dit goedkeuren.',
    approve: 'Keur het overslaan goed',
  },
  {
    title: 'What failed',
    explained:
      'The code of a machine failed here. Nothing has changed, and all else goes on. Try ' +
      'again once ' +
      'the cause is mended, or skip the event.',
    event: 'Event',
    failed: 'Failed on',
    because: 'Because',
    retry: 'Try again',
    reason: 'Why skip it?',
    skip: 'Skip',
    asked: (who: string, reason: string) => `${who} asks to skip this deadline: “${reason}”.`,
    waits: 'Another admin must approve this.',
    approve: 'Approve skipping it',
  },
)
