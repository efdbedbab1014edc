import { advanceCents } from '../../src/domain/award.ts'
import type { Funding } from './funding.ts'
import type { Plan } from './plan.ts'
import type { Story } from './story.ts'

/** One project while its history is told: who, what is meant to happen, and the money so far. */
export interface Project {
  readonly story: Story
  readonly plan: Plan
  readonly funding: Funding
  readonly advanceCents: number
  readonly balanceCents: number
}

/** What the balance decision settled. */
export interface Settled {
  readonly payCents: number
  /** Announced for the balance claim, later what was decided of it. */
  readonly clawbackCents: number
  readonly releasedCents: number
  readonly unearnedStimuliCents: number
}

export function projectOf(story: Story, plan: Plan, funding: Funding, percent: number): Project {
  const advance = advanceCents(funding.awardedCents, percent)
  return {
    story,
    plan,
    funding,
    advanceCents: advance,
    balanceCents: funding.awardedCents - advance,
  }
}
