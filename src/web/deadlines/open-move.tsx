import { dueOf } from '../../../machines/deadlines.ts'
import type { MovePreview } from '../../programme/move-preview.ts'
import { catalogue } from '../catalogue.ts'
import { timeZone } from '../format.ts'
import type { Visit } from '../visit.ts'
import { deadlineName } from '../words/deadline-name.ts'
import { MovePreviewView } from './move-preview-view.tsx'
import type { CallVisit } from '../agency-visit.ts'

/** A move that was proposed and waits for a second person. */
export interface OpenMove {
  readonly id: number
  readonly deadline: string
  readonly to: string
  /** How many projects it was limited to; null for all. */
  readonly limitedTo: number | null
  readonly reason: string
  readonly proposedBy: string
  readonly proposedMs: number
  readonly isOwn: boolean
  /** What the approval would do now, why it cannot, or where to ask what it would do. */
  readonly result:
    { readonly preview: MovePreview } | { readonly refused: string } | { readonly askedAt: string }
  /** Of the forms below it, each with its own. */
  readonly keys: { readonly approve: string; readonly end: string }
  readonly revision: number
}

/** The proposal with its preview, and what a manager may do with it. */
export function OpenMoveBox({
  visit,
  move,
}: {
  readonly visit: CallVisit
  readonly move: OpenMove
}) {
  const { locale, format } = visit
  const t = texts[locale]
  const isManager = visit.roles.includes('manager')
  return (
    <section class="panel" id="proposal" aria-labelledby="proposal-title">
      <h2 id="proposal-title">{t.title}</h2>
      <p class="lead">
        {moveInWords(visit, move)}{' '}
        {move.limitedTo === null ? t.forAll : t.forSome(format.number(move.limitedTo))}
      </p>
      <p>
        {t.proposed(move.proposedBy, format.moment(move.proposedMs))} {t.reason(move.reason)}
      </p>
      {'preview' in move.result && <MovePreviewView visit={visit} preview={move.result.preview} />}
      {'refused' in move.result && <p class="message bad">{move.result.refused}</p>}
      {'askedAt' in move.result && (
        <p>
          <a class="button" href={move.result.askedAt}>
            {t.lookFirst}
          </a>
        </p>
      )}
      {!isManager && <p>{t.managersDecide}</p>}
      {isManager && move.isOwn && <p class="message warn">{t.anotherMustApprove}</p>}
      {isManager && <Decision visit={visit} move={move} />}
    </section>
  )
}

function Decision({ visit, move }: { readonly visit: CallVisit; readonly move: OpenMove }) {
  const t = texts[visit.locale]
  return (
    <>
      {!move.isOwn && 'preview' in move.result && (
        <form method="post" action="/deadlines/proposal">
          <Carried visit={visit} move={move} decision={move.keys.approve} />
          <div class="buttons">
            <button name="step" value="approve">
              {t.approve}
            </button>
          </div>
        </form>
      )}
      <details>
        <summary>{move.isOwn ? t.withdraw : t.refuse}</summary>
        <form method="post" action="/deadlines/proposal" data-keeps>
          <Carried visit={visit} move={move} decision={move.keys.end} />
          <div class="field">
            <label for="end-reason">
              {t.why} <small>{t.optional}</small>
            </label>
            <textarea id="end-reason" name="reason" maxLength={20_000} />
          </div>
          <button class="quiet" name="step" value={move.isOwn ? 'withdraw' : 'refuse'}>
            {move.isOwn ? t.withdraw : t.refuse}
          </button>
        </form>
      </details>
    </>
  )
}

function Carried({
  visit,
  move,
  decision,
}: {
  readonly visit: CallVisit
  readonly move: OpenMove
  readonly decision: string
}) {
  return (
    <>
      <input type="hidden" name="csrf" value={visit.csrf} />
      <input type="hidden" name="call" value={visit.call.id} />
      <input type="hidden" name="proposal" value={String(move.id)} />
      <input type="hidden" name="revision" value={String(move.revision)} />
      <input type="hidden" name="key" value={decision} />
    </>
  )
}

/** "Eindrapport: naar 31 augustus 2025." */
export function moveInWords(
  { locale, format }: Visit,
  { deadline, to }: { readonly deadline: string; readonly to: string },
): string {
  return texts[locale].move(deadlineName(locale, deadline), format.due(dueOf(to, timeZone)))
}

const texts = catalogue(
  {
    title: 'Een verplaatsing wacht op een tweede persoon',
    move: (name: string, to: string) => `Termijn “${name}” naar ${to}.`,
    forAll: 'Voor alle projecten waar hij loopt.',
    forSome: (count: string) => `Alleen voor ${count} gekozen projecten.`,
    proposed: (who: string, when: string) => `Voorgesteld door ${who} op ${when}.`,
    reason: (reason: string) => `Reden: ${reason}`,
    managersDecide: 'Een programmabeheerder keurt dit goed of weigert het.',
    anotherMustApprove:
      'U stelde dit zelf voor. Een andere programmabeheerder moet het goedkeuren; ' +
      'u kunt het intrekken.',
    lookFirst: 'Bekijk wat het gevolg is (dit duurt even)',
    approve: 'Goedkeuren en verplaatsen',
    refuse: 'Weigeren',
    withdraw: 'Intrekken',
    why: 'Waarom?',
    optional: '(mag leeg blijven)',
  },
  {
    title: 'A move waits for a second person',
    move: (name: string, to: string) => `Deadline “${name}” to ${to}.`,
    forAll: 'For all projects where it runs.',
    forSome: (count: string) => `Only for ${count} chosen projects.`,
    proposed: (who: string, when: string) => `Proposed by ${who} on ${when}.`,
    reason: (reason: string) => `Reason: ${reason}`,
    managersDecide: 'A programme manager approves or refuses this.',
    anotherMustApprove:
      'You proposed this yourself. Another programme manager must approve it; ' +
      'you may withdraw it.',
    lookFirst: 'See what it leads to (this takes a while)',
    approve: 'Approve and move',
    refuse: 'Refuse',
    withdraw: 'Withdraw',
    why: 'Why?',
    optional: '(may stay blank)',
  },
)
