import type { ProjectContext } from '../../../machines/project/context.ts'
import type { CallParameters } from '../../domain/call.ts'
import type { Instance } from '../../engine/index.ts'
import type { AllowedEvent } from '../../programme/allowed-events.ts'
import type { NextStep } from '../../programme/forecast/next-steps.ts'
import type { ProjectShape } from '../../programme/queries.ts'
import type { ReadableEntry } from '../../programme/readable-history.ts'
import { catalogue } from '../catalogue.ts'
import { Documents, type ShownPapers } from '../documents/documents-view.tsx'
import { pathOf } from '../paths.ts'
import { WorkbookLink } from '../reports/workbook-link.tsx'
import { page } from '../shell.tsx'
import type { Visit } from '../visit.ts'
import { wordOf, words } from '../words/words.ts'
import { Actions } from './actions.tsx'
import { DeadlineTable } from './deadline-table.tsx'
import { Done } from './done.tsx'
import { History, type ShownHistory } from './history.tsx'
import { KpiTable } from './kpi-table.tsx'
import { NextSteps } from './next-steps.tsx'
import { Milestones } from './milestones.tsx'
import { Money } from './money.tsx'
import { standingOf } from './standing.ts'

interface Parts {
  readonly instance: Instance
  readonly shape: ProjectShape
  readonly parameters: CallParameters
  readonly events: readonly AllowedEvent[]
  readonly history: ShownHistory
  /** Who handles the file; null for nobody. */
  readonly assignee: string | null
  readonly next: readonly NextStep[]
  readonly papers: ShownPapers
  /** What the visitor has just done; null for nothing. */
  readonly done: ReadableEntry | null
}

export function projectView(visit: Visit, parts: Parts): string {
  const { instance, shape, parameters, events, history, done } = parts
  const { locale } = visit
  const t = texts[locale]
  const { name } = shape.applicant
  return page(visit, {
    title: name,
    ...(visit.isAgency ? {} : { current: 'own' as const }),
    children: (
      <>
        <Done visit={visit} done={done} instance={instance} />
        <h1>{name}</h1>
        <p class="lead">{standingOf(visit, shape)}</p>
        <Flags visit={visit} shape={shape} isHeld={instance.needsAttention} />
        <Milestones visit={visit} shape={shape} />
        <section aria-labelledby="actions">
          <h2 id="actions">{t.actions}</h2>
          <Actions visit={visit} instance={instance} events={events} />
          <WorkbookLink visit={visit} id={shape.id} />
        </section>
        <section aria-labelledby="coming">
          <h2 id="coming">{t.next}</h2>
          <NextSteps visit={visit} steps={parts.next} />
        </section>
        <div class="columns">
          <section aria-labelledby="next">
            <h2 id="next">{t.deadlines}</h2>
            <DeadlineTable visit={visit} deadlines={shape.deadlines} />
          </section>
          <section aria-labelledby="money">
            <h2 id="money">{t.money}</h2>
            <Money visit={visit} shape={shape} />
          </section>
          <section aria-labelledby="applicant">
            <h2 id="applicant">{t.applicant}</h2>
            <Applicant visit={visit} parts={parts} />
          </section>
        </div>
        <h2 id="lines">{t.lines}</h2>
        <KpiTable visit={visit} instance={instance} parameters={parameters} />
        <Documents visit={visit} papers={parts.papers} />
        <h2 id="diagram">{t.diagram}</h2>
        <p class="faint">{t.legend}</p>
        <div class="diagram" tabindex={0} role="region" aria-label={t.diagram}>
          <img src={`${pathOf(shape.id)}/diagram.svg`} alt={t.diagramOf(shape.state)} />
        </div>
        <h2 id="history">{t.history}</h2>
        <History visit={visit} {...history} />
      </>
    ),
  })
}

function Flags({
  visit,
  shape,
  isHeld,
}: {
  readonly visit: Visit
  readonly shape: ProjectShape
  readonly isHeld: boolean
}) {
  const { locale } = visit
  if (shape.flags.length === 0 && !isHeld) return null
  return (
    <ul class="message warn">
      {isHeld && <li>{texts[locale].held}</li>}
      {shape.flags.map((flag) => (
        <li>{wordOf(words[locale].flag, flag)}</li>
      ))}
    </ul>
  )
}

function Applicant({ visit, parts }: { readonly visit: Visit; readonly parts: Parts }) {
  const { locale, format } = visit
  const t = texts[locale]
  const { shape, instance, assignee } = parts
  const { applicant, successions, attendance } = instance.snapshot.context as ProjectContext
  return (
    <dl class="facts">
      <dt>{t.kind}</dt>
      <dd>{wordOf(words[locale].kind, shape.applicant.kind)}</dd>
      <dt>KBO</dt>
      <dd>{shape.applicant.kbo}</dd>
      {shape.applicant.nis !== null && (
        <>
          <dt>NIS</dt>
          <dd>{shape.applicant.nis}</dd>
        </>
      )}
      {applicant.partners.length > 0 && (
        <>
          <dt>{t.partners}</dt>
          <dd>{applicant.partners.map(({ name }) => name).join(', ')}</dd>
        </>
      )}
      {successions.map(({ name, startMs }) => (
        <>
          <dt>{t.successor}</dt>
          <dd>
            {name}, {format.date(startMs)}
          </dd>
        </>
      ))}
      {attendance.length > 0 && (
        <>
          <dt>{t.networks}</dt>
          <dd>{attendance.map(({ network, date }) => `${network} (${date})`).join(', ')}</dd>
        </>
      )}
      {visit.isAgency && (
        <>
          <dt>{t.handler}</dt>
          <dd>{assignee ?? t.nobody}</dd>
        </>
      )}
    </dl>
  )
}

const texts = catalogue(
  {
    held: 'Dit project wacht op de systeembeheerder: een gebeurtenis liep mis en veranderde niets.',
    actions: 'Wat u kunt doen',
    next: 'Wat er komt',
    deadlines: 'Termijnen',
    money: 'Geld',
    applicant: 'Aanvrager',
    kind: 'Soort',
    partners: 'Partners',
    successor: 'Rechtsopvolger',
    networks: 'Lerende netwerken',
    handler: 'Dossierbehandelaar',
    nobody: 'nog niemand',
    lines: 'Acties en KPI’s',
    diagram: 'De weg van dit project',
    legend: '▶ hier staat het nu · ✓ hier was het · ○ hierheen kan het gaan',
    diagramOf: (state: string) => `Toestandsdiagram; nu in: ${state}`,
    history: 'Geschiedenis',
  },
  {
    held: 'This project waits for the system administrator: an event failed and changed nothing.',
    actions: 'What you can do',
    next: 'What comes next',
    deadlines: 'Deadlines',
    money: 'Money',
    applicant: 'Applicant',
    kind: 'Kind',
    partners: 'Partners',
    successor: 'Successor',
    networks: 'Learning networks',
    handler: 'File handler',
    nobody: 'nobody yet',
    lines: 'Actions and KPIs',
    diagram: 'The way of this project',
    legend: '▶ here it is now · ✓ here it was · ○ here it may go',
    diagramOf: (state: string) => `State diagram; now in: ${state}`,
    history: 'History',
  },
)
