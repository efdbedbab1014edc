import type { Engine } from '../../engine/index.ts'
import { catalogue } from '../catalogue.ts'
import { page } from '../shell.tsx'
import type { Visit } from '../visit.ts'
import { wordOf } from '../words/words.ts'
import { Failures } from './failures.tsx'
import { findingTexts } from './finding-texts.ts'
import type { Examination, WebOperations } from './port.ts'
import type { SkipRequest } from './skip-requests.ts'
import { mailStatusText } from './mails-view.tsx'

interface Parts {
  readonly examination: Examination
  readonly versions: Awaited<ReturnType<Engine['versions']>>
  readonly mails: Awaited<ReturnType<WebOperations['mails']['counts']>>
  /** What waits for a second admin, by instance. */
  readonly skips: ReadonlyMap<string, SkipRequest>
  /** What was just done; '' for nothing. */
  readonly done: string
  readonly mayRepair: boolean
  readonly mayProve: boolean
}

/** How the system is, what waits, what is stuck, and the proof of the log. */
export function operationsView(visit: Visit, parts: Parts): string {
  const { examination, done, mayRepair, mayProve, skips } = parts
  const t = texts[visit.locale]
  const isTold = Object.hasOwn(t.done, done)
  return page(visit, {
    title: t.title,
    current: 'operations',
    children: (
      <>
        <h1>{t.title}</h1>
        {isTold && (
          <p class="message good" role="status">
            ✓ {wordOf(t.done, done)}
          </p>
        )}
        <div
          id="state"
          hx-get="/operations"
          hx-select="#state"
          hx-swap="outerHTML"
          hx-trigger="every 30s"
        >
          <Findings visit={visit} findings={examination.findings} />
          <div class="columns">
            <Timers visit={visit} examination={examination} />
            <Outbox visit={visit} parts={parts} />
            <Dispatchers visit={visit} examination={examination} />
            <Storage visit={visit} parts={parts} />
          </div>
        </div>
        <Failures
          visit={visit}
          failures={examination.failures}
          skips={skips}
          mayRepair={mayRepair}
        />
        <Parked visit={visit} parts={parts} />
        <section aria-labelledby="proof">
          <h2 id="proof">{t.proof}</h2>
          <p>{t.proofExplained}</p>
          {mayProve ? (
            <form method="post" action="/operations/verify">
              <input type="hidden" name="csrf" value={visit.csrf} />
              <button>{t.prove}</button>
            </form>
          ) : (
            <p class="faint">{t.whoProves}</p>
          )}
        </section>
      </>
    ),
  })
}

function Findings({
  visit,
  findings,
}: {
  readonly visit: Visit
  readonly findings: Examination['findings']
}) {
  const { locale } = visit
  const t = texts[locale]
  if (findings.length === 0) {
    return <p class="message good">✓ {t.well}</p>
  }
  return (
    <section class="message bad" aria-labelledby="findings">
      <h2 id="findings">{t.needs}</h2>
      <ul>
        {findings.map(({ code, message, remedy }) => {
          const told = locale === 'nl' ? findingTexts[code] : undefined
          return (
            <li>
              ⚠ <strong>{told?.message ?? message}</strong> {told?.remedy ?? remedy}
              {told !== undefined && (
                <small>
                  <br />
                  <span lang="en">{message}</span>
                </small>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

type Fact = readonly [label: string, value: string]

function Facts({ id, title, facts }: { id: string; title: string; facts: readonly Fact[] }) {
  return (
    <section class="panel" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <dl class="facts">
        {facts.map(([label, value]) => (
          <>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
    </section>
  )
}

function Timers({ visit, examination }: { visit: Visit; examination: Examination }) {
  const { format, locale } = visit
  const t = texts[locale]
  const { due, overdue, held, oldestDueMs } = examination.condition.timers
  const facts: readonly Fact[] = [
    [t.timersDue, format.number(due)],
    [t.timersLate, format.number(overdue)],
    [t.timersHeld, format.number(held)],
    [t.oldest, oldestDueMs === null ? '–' : format.moment(oldestDueMs)],
  ]
  return <Facts id="timers" title={t.timers} facts={facts} />
}

function Outbox({ visit, parts }: { readonly visit: Visit; readonly parts: Parts }) {
  const { format, locale } = visit
  const t = texts[locale]
  const { pending, parked, overdue } = parts.examination.condition.outbox
  return (
    <section class="panel" aria-labelledby="outbox">
      <h2 id="outbox">{t.outbox}</h2>
      <dl class="facts">
        <dt>{t.pending}</dt>
        <dd>{format.number(pending)}</dd>
        <dt>{t.effectsLate}</dt>
        <dd>{format.number(overdue)}</dd>
        <dt>{t.parked}</dt>
        <dd>{format.number(parked)}</dd>
        {parts.mails.map(({ status, count }) => (
          <>
            <dt>{mailStatusText(locale, status)}</dt>
            <dd>
              <a href={`/operations/mails?status=${status}`}>{format.number(count)}</a>
            </dd>
          </>
        ))}
      </dl>
    </section>
  )
}

function Dispatchers({ visit, examination }: { visit: Visit; examination: Examination }) {
  const { format, locale } = visit
  const t = texts[locale]
  const { dispatchers, queues } = examination
  const facts: readonly Fact[] = [
    ...dispatchers.map(({ id, kind, atMs }): Fact => [`${id} (${kind})`, format.moment(atMs)]),
    ...Object.entries(queues ?? {}).map(([name, counts]): Fact => {
      const jobs = Object.entries(counts).map(
        ([state, count]) => `${format.number(count)} ${state}`,
      )
      return [t.queue(name), jobs.join(', ')]
    }),
    [t.redis, queues === null ? t.noRedis : t.withRedis],
  ]
  return (
    <Facts
      id="dispatchers"
      title={t.dispatchers}
      facts={dispatchers.length === 0 ? [[t.alive, t.nobody], ...facts] : facts}
    />
  )
}

function Storage({ visit, parts }: { readonly visit: Visit; readonly parts: Parts }) {
  const { format, locale } = visit
  const t = texts[locale]
  const { condition, head } = parts.examination
  const { databaseBytes, walBytes, freeBytes } = condition.storage
  const size = (bytes: number) => `${format.number(Math.ceil(bytes / 2 ** 20))} MiB`
  const facts: readonly Fact[] = [
    [t.database, `${condition.database}, ${t.kind[condition.kind]}`],
    [t.size, size(databaseBytes)],
    ...(walBytes === null ? [] : [[t.wal, size(walBytes)] as const]),
    ...(freeBytes === null ? [] : [[t.free, size(freeBytes)] as const]),
    [t.events, format.number(head?.position ?? 0)],
    ...parts.versions.map(({ machine, version, count }): Fact => [
      t.version(machine, version),
      format.number(count),
    ]),
  ]
  return <Facts id="storage" title={t.storage} facts={facts} />
}

function Parked({ visit, parts }: { readonly visit: Visit; readonly parts: Parts }) {
  const { locale, format } = visit
  const t = texts[locale]
  const { parked } = parts.examination
  if (parked.length === 0) return null
  return (
    <section aria-labelledby="parked">
      <h2 id="parked">{t.parkedTitle}</h2>
      <p>{t.parkedExplained}</p>
      <div class="scroll" tabindex={0} role="region" aria-label={t.parkedTitle}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t.effect}</th>
              <th scope="col">{t.kindOf}</th>
              <th scope="col" class="number">
                {t.attempts}
              </th>
              <th scope="col">{t.because}</th>
              {parts.mayRepair && <th scope="col">{t.act}</th>}
            </tr>
          </thead>
          <tbody>
            {parked.map(({ id, kind, attempts, lastError }) => (
              <tr>
                <th scope="row">
                  <code class="wrapped">{id}</code>
                </th>
                <td>{kind}</td>
                <td class="number">{format.number(attempts)}</td>
                <td lang="en">{lastError ?? '–'}</td>
                {parts.mayRepair && (
                  <td>
                    <form method="post" action="/operations/retry-effect">
                      <input type="hidden" name="csrf" value={visit.csrf} />
                      <input type="hidden" name="effect" value={id} />
                      <button class="quiet">
                        {t.retry}
                        <span class="hidden"> {id}</span>
                      </button>
                    </form>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

const texts = catalogue(
  {
    title: 'Beheer',
    well: 'Alles loopt; niemand hoeft in te grijpen.',
    needs: 'Hier moet iemand ingrijpen',
    done: {
      'effect-retried': 'De opdracht wordt opnieuw geprobeerd.',
      retried: 'Het is opnieuw geprobeerd en het gaat verder.',
      skipped: 'De gebeurtenis is overgeslagen; het logboek zegt door wie en waarom.',
      'skip-asked':
        'Dit is een termijn: een tweede systeembeheerder moet het overslaan goedkeuren. ' +
        'Uw vraag staat hieronder klaar.',
    },
    timers: 'Timers',
    timersDue: 'Nu te doen',
    timersLate: 'Meer dan een minuut te laat',
    timersHeld: 'Tegengehouden door een fout',
    oldest: 'Oudste',
    outbox: 'Uitgaande opdrachten en mails',
    pending: 'Wachten',
    effectsLate: 'Meer dan een minuut te laat',
    parked: 'Opgegeven na te veel pogingen',
    dispatchers: 'Wie het werk doet',
    alive: 'In leven',
    nobody: 'niemand',
    queue: (name: string) => `Wachtrij ${name}`,
    redis: 'Redis',
    noRedis: 'niet ingesteld',
    withRedis: 'ingesteld',
    storage: 'Databank',
    database: 'Soort',
    kind: { live: 'echt', virtual: 'demonstratie' },
    size: 'Grootte',
    wal: 'Schrijflogboek (WAL)',
    free: 'Vrij op de schijf',
    events: 'Gebeurtenissen',
    version: (machine: string, version: number) => `Machine ${machine}, versie ${version}`,
    parkedTitle: 'Opgegeven opdrachten',
    parkedExplained: 'Neem eerst de oorzaak weg; probeer het daarna opnieuw.',
    effect: 'Opdracht',
    kindOf: 'Soort',
    attempts: 'Pogingen',
    because: 'Fout',
    act: 'Actie',
    retry: 'Opnieuw proberen',
    proof: 'Bewijs van het logboek',
    proofExplained:
      'Rekent elke hash, toestand, termijn, boeking en lijst opnieuw uit het logboek na, en ' +
      'vergelijkt alles met wat er staat. Dat kan enkele minuten duren; er verandert niets.',
    prove: 'Kijk het logboek na',
    whoProves: 'Het Rekenhof of een systeembeheerder kijkt het logboek na.',
  },
  {
    title: 'Operations',
    well: 'All is running; nobody needs to step in.',
    needs: 'Somebody must step in here',
    done: {
      'effect-retried': 'The effect is tried again.',
      retried: 'It was tried again and goes on.',
      skipped: 'The event was skipped; the log says by whom and why.',
      'skip-asked':
        'This is a deadline: a second admin must approve skipping it. ' +
        'Your request is ready below.',
    },
    timers: 'Timers',
    timersDue: 'Due now',
    timersLate: 'Over a minute late',
    timersHeld: 'Held by a failure',
    oldest: 'Oldest',
    outbox: 'Effects and mails',
    pending: 'Pending',
    effectsLate: 'Over a minute late',
    parked: 'Parked after too many attempts',
    dispatchers: 'Who does the work',
    alive: 'Alive',
    nobody: 'nobody',
    queue: (name: string) => `Queue ${name}`,
    redis: 'Redis',
    noRedis: 'not configured',
    withRedis: 'configured',
    storage: 'Database',
    database: 'Kind',
    kind: { live: 'live', virtual: 'demonstration' },
    size: 'Size',
    wal: 'Write-ahead log',
    free: 'Free on the disk',
    events: 'Events',
    version: (machine: string, version: number) => `Machine ${machine}, version ${version}`,
    parkedTitle: 'Parked effects',
    parkedExplained: 'Mend the cause first; then try again.',
    effect: 'Effect',
    kindOf: 'Kind',
    attempts: 'Attempts',
    because: 'Because',
    act: 'Action',
    retry: 'Try again',
    proof: 'Proof of the log',
    proofExplained:
      'Recomputes every hash, state, timer, posting and list from the log, and compares all ' +
      'of it ' +
      'with what is there. It may take some minutes; it changes nothing.',
    prove: 'Verify the log',
    whoProves: 'The Court of Audit or an admin verifies the log.',
  },
)
