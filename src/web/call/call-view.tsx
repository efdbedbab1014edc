import type { CallContext } from '../../../machines/call/context.ts'
import type { CallParameters } from '../../domain/call.ts'
import type { Instance } from '../../engine/index.ts'
import type { AllowedEvent } from '../../programme/allowed-events.ts'
import type { Budget, CallInFull } from '../../programme/queries.ts'
import type { ReadableEntry } from '../../programme/readable-history.ts'
import { catalogue } from '../catalogue.ts'
import { deadlinesPath, movePath } from '../deadlines/paths.ts'
import { moveInWords } from '../deadlines/open-move.tsx'
import { Documents, type ShownPapers } from '../documents/documents-view.tsx'
import { pathOf } from '../paths.ts'
import { batchPath, preparePath } from '../payments/paths.ts'
import { tablePath } from '../portfolio/board.tsx'
import { Actions } from '../project/actions.tsx'
import { DeadlineTable } from '../project/deadline-table.tsx'
import { Done } from '../project/done.tsx'
import { History, type ShownHistory } from '../project/history.tsx'
import { page } from '../shell.tsx'
import type { Visit } from '../visit.ts'
import { wordOf, words } from '../words/words.ts'
import { Parameters } from './parameters.tsx'
import { callStanding, type PhaseCounts } from './standing.ts'

interface Parts {
  readonly instance: Instance
  readonly call: CallInFull
  readonly parameters: CallParameters
  readonly budget: Budget
  readonly phases: PhaseCounts
  readonly events: readonly AllowedEvent[]
  /** Null for who does not read it. */
  readonly history: ShownHistory | null
  readonly papers: ShownPapers
  /** What the visitor has just done; null for nothing. */
  readonly done: ReadableEntry | null
}

/** All of a call itself; who reads no more than own projects sees its dates and terms. */
export function callView(visit: Visit, parts: Parts): string {
  const { instance, call, parameters, events, history, done } = parts
  const { locale } = visit
  const t = texts[locale]
  const context = instance.snapshot.context as CallContext
  return page(visit, {
    title: call.title[locale],
    children: (
      <>
        <Done visit={visit} done={done} instance={instance} />
        <h1>{call.title[locale]}</h1>
        <p class="lead">{callStanding(visit, call, context, parts)}</p>
        {instance.needsAttention && <p class="message warn">{t.held}</p>}
        {visit.isAgency && <Proposals visit={visit} call={call} />}
        {visit.isAgency && (
          <section aria-labelledby="actions">
            <h2 id="actions">{t.actions}</h2>
            <Actions visit={visit} instance={instance} events={events} paths={ownPages(call)} />
          </section>
        )}
        <div class="columns">
          <section aria-labelledby="deadlines">
            <h2 id="deadlines">{t.deadlines}</h2>
            <DeadlineTable visit={visit} deadlines={call.deadlines} />
            {visit.isAgency && (
              <p>
                <a href={deadlinesPath(call.id)}>{t.ofProjects}</a>
              </p>
            )}
          </section>
          {visit.isAgency && <Phases visit={visit} call={call} phases={parts.phases} />}
        </div>
        <h2 id="parameters">{t.parameters}</h2>
        <Parameters visit={visit} parameters={parameters} />
        {parameters.notes.length > 0 && (
          <section aria-labelledby="notes">
            <h2 id="notes">{t.notes}</h2>
            <ul>
              {parameters.notes.map((note) => (
                <li>{note}</li>
              ))}
            </ul>
          </section>
        )}
        {parts.papers.files.length + parts.papers.kinds.length > 0 && (
          <Documents visit={visit} papers={parts.papers} />
        )}
        <h2 id="diagram">{t.diagram}</h2>
        <p class="faint">{t.legend}</p>
        <div class="diagram" tabindex={0} role="region" aria-label={t.diagram}>
          <img src={`${pathOf(call.id)}/diagram.svg`} alt={t.diagramOf(call.state)} />
        </div>
        {history !== null && (
          <>
            <h2 id="history">{t.history}</h2>
            <History visit={visit} {...history} />
          </>
        )}
      </>
    ),
  })
}

/** A bulk move is made and decided on where the deadlines are, a batch where the payments are. */
function ownPages({ id: call, paymentBatch }: CallInFull): Readonly<Record<string, string>> {
  const decide = `${deadlinesPath(call)}#proposal`
  return {
    'deadlineMove.propose': movePath(call),
    'deadlineMove.approve': decide,
    'deadlineMove.return': decide,
    'paymentBatch.propose': preparePath(call),
    ...(paymentBatch === null
      ? {}
      : {
          'paymentBatch.approve': batchPath(call, paymentBatch.id),
          'paymentBatch.return': batchPath(call, paymentBatch.id),
        }),
  }
}

/** What waits for a second person, with the way to decide on it. */
function Proposals({ visit, call }: { readonly visit: Visit; readonly call: CallInFull }) {
  const { locale, format } = visit
  const t = texts[locale]
  const { deadlineMove, paymentBatch } = call
  if (deadlineMove === null && paymentBatch === null) return null
  return (
    <section aria-labelledby="open">
      <h2 id="open">{t.open}</h2>
      {deadlineMove !== null && (
        <div class="message warn">
          <p>{moveInWords(visit, deadlineMove)}</p>
          <p>
            <a href={`${deadlinesPath(call.id)}#proposal`}>{t.lookAtMove}</a>
          </p>
        </div>
      )}
      {paymentBatch !== null && (
        <div class="message warn">
          <p>
            {t.batch(
              format.number(paymentBatch.orders.length),
              format.date(Date.parse(`${paymentBatch.executionDate}T12:00:00Z`)),
            )}
          </p>
          <p>
            <a href={batchPath(call.id, paymentBatch.id)}>{t.lookAtBatch}</a>
          </p>
        </div>
      )}
    </section>
  )
}

function Phases({
  visit,
  call,
  phases,
}: {
  readonly visit: Visit
  readonly call: CallInFull
  readonly phases: PhaseCounts
}) {
  const { locale, format } = visit
  const t = texts[locale]
  return (
    <section aria-labelledby="phases">
      <h2 id="phases">{t.phases}</h2>
      <dl class="facts">
        {phases.map(({ phase, count }) => (
          <>
            <dt>
              <a href={tablePath({ call: call.id, phase })}>{wordOf(words[locale].phase, phase)}</a>
            </dt>
            <dd>{format.number(count)}</dd>
          </>
        ))}
      </dl>
      <p>
        <a href={`/budget?call=${encodeURIComponent(call.id)}`}>{t.budget}</a>
      </p>
    </section>
  )
}

const texts = catalogue(
  {
    held: 'De oproep wacht op de systeembeheerder: een gebeurtenis liep mis en veranderde niets.',
    open: 'Wacht op een tweede persoon',
    lookAtMove: 'Bekijk wat het gevolg is, en beslis',
    batch: (count: string, date: string) =>
      `Een betaalbatch van ${count} opdrachten, uit te voeren op ${date}.`,
    lookAtBatch: 'Bekijk de batch en beslis',
    actions: 'Wat u kunt doen',
    deadlines: 'Termijnen van de oproep',
    ofProjects: 'De termijnen van alle projecten',
    phases: 'Waar de projecten staan',
    budget: 'Het budget',
    parameters: 'Wat voor deze oproep geldt',
    notes: 'Nota’s bij de oproep',
    diagram: 'De weg van deze oproep',
    legend: '▶ hier staat ze nu · ✓ hier was ze · ○ hierheen kan ze gaan',
    diagramOf: (state: string) => `Toestandsdiagram; nu in: ${state}`,
    history: 'Geschiedenis',
  },
  {
    held: 'The call waits for the system administrator: an event failed and changed nothing.',
    open: 'Waits for a second person',
    lookAtMove: 'See what it leads to, and decide',
    batch: (count: string, date: string) =>
      `A payment batch of ${count} orders, to be executed on ${date}.`,
    lookAtBatch: 'Look at the batch and decide',
    actions: 'What you can do',
    deadlines: 'Deadlines of the call',
    ofProjects: 'The deadlines of all projects',
    phases: 'Where the projects stand',
    budget: 'The budget',
    parameters: 'What holds for this call',
    notes: 'Notes with the call',
    diagram: 'The way of this call',
    legend: '▶ here it is now · ✓ here it was · ○ here it may go',
    diagramOf: (state: string) => `State diagram; now in: ${state}`,
    history: 'History',
  },
)
