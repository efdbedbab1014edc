import type { Applicant } from './applicants.ts'
import { Chance } from './chance.ts'
import { type When, dayOf } from './moments.ts'
import { type Sender, accountOf, managers, paymasters, reviewers } from './people.ts'

/** One line of events.jsonl to be. */
export interface HistoryEvent {
  readonly atMs: number
  readonly to: string
  readonly type: string
  readonly sender: Sender
  /** For whom an applicant acts. */
  readonly applicant: string | null
  readonly data: object | undefined
  /** The code it is to be refused with; null when it is to be taken. */
  readonly refusedWith: string | null
}

export type Part = 'clerk' | 'reviewer' | 'colleague' | 'manager' | 'director' | 'paymaster'

interface Sent {
  readonly by: Part
  readonly when: When
  readonly data?: object
  /** Makes the payload of the day on which the event falls. */
  readonly dated?: (day: string) => object
  readonly refusedWith?: string
}

interface Shared {
  readonly id: string
  readonly applicant: Applicant
  readonly seed: string
  readonly events: HistoryEvent[]
  readonly parts: Record<Part, Sender>
}

/** One strand in the life of a project, told in the order of time. */
export class Story {
  readonly id: string
  readonly applicant: Applicant
  readonly events: readonly HistoryEvent[]
  readonly chance: Chance
  readonly #shared: Shared
  #lastMs = 0

  constructor(shared: Shared, strand: string) {
    this.id = shared.id
    this.applicant = shared.applicant
    this.events = shared.events
    this.chance = new Chance(`${shared.seed}/${strand}/${shared.applicant.id}`)
    this.#shared = shared
  }

  /** Another strand of the same life, whose times do not wait for those of this one. */
  beside(strand: string): Story {
    return new Story(this.#shared, strand)
  }

  /** Adds an event after all others of this strand; an applicant's is marked as such. */
  send(type: string, { by, when, data, dated, refusedWith }: Sent): void {
    const sender = this.sender(by)
    const applicant = by === 'clerk' ? this.applicant.id : null
    const payload = dated ?? (() => data)
    this.#add(type, sender, applicant, when, payload, refusedWith ?? null)
  }

  /** An attempt by somebody who has no business here. */
  intrude(type: string, sender: Sender, applicant: string | null, when: When, data?: object): void {
    this.#add(type, sender, applicant, when, () => data, 'not-authorised')
  }

  sender(part: Part): Sender {
    return this.#shared.parts[part]
  }

  /** From now on another reviewer has the file. */
  handOver(to: Sender): void {
    this.#shared.parts.reviewer = to
  }

  #add(
    type: string,
    sender: Sender,
    applicant: string | null,
    when: When,
    payload: (day: string) => object | undefined,
    refusedWith: string | null,
  ): void {
    const atMs = when(this.chance, this.#lastMs)
    if (atMs < this.#lastMs) throw new Error(`${this.id}: ${type} lies before what came last`)
    this.#lastMs = atMs
    const data = payload(dayOf(atMs))
    const { id } = this
    this.#shared.events.push({ atMs, to: id, type, sender, applicant, data, refusedWith })
  }
}

/** The story of an applicant, with the people who have its file. */
export function storyOf(call: string, applicant: Applicant, index: number, seed: string): Story {
  const parts: Record<Part, Sender> = {
    clerk: { actor: `${applicant.id}.${accountOf(applicant.contact)}`, roles: ['applicant'] },
    reviewer: reviewers[index % reviewers.length] ?? reviewers[0],
    colleague: reviewers[(index + 1) % reviewers.length] ?? reviewers[1],
    manager: managers[0],
    director: managers[1],
    paymaster: paymasters[index % paymasters.length] ?? paymasters[0],
  }
  return new Story({ id: `${call}/${applicant.id}`, applicant, seed, events: [], parts }, 'main')
}
