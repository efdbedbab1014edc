import { formatEuro } from '../../src/domain/money.ts'
import { instant } from './moments.ts'
import { type Sender, inspector, managers, paymasters, reviewers } from './people.ts'
import type { Project } from './project.ts'
import type { HistoryEvent } from './story.ts'

/** What is sent to the call itself. */
export interface CallOptions {
  readonly call: string
  readonly projects: readonly Project[]
  /** With the question, the refused attempts and the bulk moves of the shipped call. */
  readonly isShipped: boolean
}

export function callEvents(options: CallOptions): readonly HistoryEvent[] {
  const { call, projects, isShipped } = options
  const told: HistoryEvent[] = []
  const send = (
    local: string,
    type: string,
    sender: Sender,
    data?: object,
    refusedWith: string | null = null,
  ): void => {
    const atMs = instant(local)
    told.push({ atMs, to: call, type, sender, applicant: null, data, refusedWith })
  }
  if (isShipped) {
    send('2024-05-21T09:30:00', 'ifReview.request', managers[0], {}, 'event-not-allowed')
  }
  send('2024-05-28T10:15:00', 'ifReview.request', managers[0])
  if (isShipped) tellQuestion(send)
  const advice = isShipped
    ? { outcome: 'remarks', remarks: 'Gunstig, mits opvolging van de eigen inbreng.' }
    : { outcome: 'favourable' }
  send(isShipped ? '2024-06-20T11:40:00' : '2024-06-12T11:40:00', 'ifReview.advise', inspector, {
    ...advice,
    reference: 'IF/2024/0611 (fictief)',
  })
  tellAward(send, projects, isShipped)
  if (isShipped) tellMoves(send, projects)
  return told
}

type Send = (
  local: string,
  type: string,
  sender: Sender,
  data?: object,
  refusedWith?: string,
) => void

function tellQuestion(send: Send): void {
  send('2024-06-04T14:20:00', 'ifReview.suspend', inspector, {
    question: 'Hoe wordt vermeden dat dezelfde deelnemer in twee acties meetelt?',
  })
  send('2024-06-05T09:05:00', 'note.add', managers[1], {
    text: 'Antwoord aan de Inspectie in voorbereiding met de dossierbehandelaars.',
  })
  send('2024-06-11T09:50:00', 'ifReview.resume', managers[0])
}

/** Decided on Friday 5 July 2024, recorded on Monday. */
function tellAward(send: Send, projects: readonly Project[], isShipped: boolean): void {
  const decision = { date: '2024-07-05', reference: 'VR 2024 0507 DOC (fictief nummer)' }
  const grants = projects.flatMap(({ story, plan, funding }) =>
    funding.grant === null || plan.grant !== 'lowered'
      ? []
      : [{ project: story.id, ...funding.grant }],
  )
  const refusals = projects
    .filter(({ plan }) => plan.grant === 'refused')
    .map(({ story }) => ({
      project: story.id,
      reason: 'De acties overlappen met een lopende Vlaamse subsidie.',
    }))
  if (isShipped) {
    send('2024-07-08T09:10:00', 'award.decide', reviewers[0], decision, 'not-authorised')
    send('2024-07-08T09:25:00', 'award.decide', managers[1], decision, 'budget-exceeded')
  }
  send('2024-07-08T09:40:00', 'award.decide', managers[1], {
    ...decision,
    ...(grants.length === 0 ? {} : { grants }),
    ...(refusals.length === 0 ? {} : { refusals }),
  })
}

/** One bulk move sent back, one approved by another manager than proposed it. */
function tellMoves(send: Send, projects: readonly Project[]): void {
  const deadline = 'finalReport'
  send('2025-05-27T11:00:00', 'deadlineMove.propose', managers[0], {
    deadline,
    to: '2025-12-31',
    reason: 'Uitstel voor alle besturen.',
  })
  send('2025-05-28T15:30:00', 'deadlineMove.return', managers[1], {
    reason: 'Te ruim; beperken tot de besturen die fuseerden.',
  })
  send('2025-06-16T10:05:00', 'deadlineMove.propose', managers[0], {
    deadline,
    to: '2025-08-29',
    reason: 'Fusies van 1 januari 2025: de cijfers van de vroegere gemeenten worden samengelegd.',
    projects: projects
      .filter(({ plan }) => plan.final === 'movedForMany')
      .map(({ story }) => story.id),
  })
  send('2025-06-16T10:10:00', 'deadlineMove.approve', managers[0], {}, 'four-eyes')
  send('2025-06-17T16:20:00', 'deadlineMove.approve', managers[1], {})
}

/** Money above a claim, booked on the call. */
export function receiptEvent(call: string, atMs: number, day: string, cents: number): HistoryEvent {
  return {
    atMs,
    to: call,
    type: 'receipt.book',
    sender: paymasters[0],
    applicant: null,
    data: {
      amount: formatEuro(cents),
      date: day,
      reference: 'Te veel gestort bij een terugbetaling',
    },
    refusedWith: null,
  }
}
