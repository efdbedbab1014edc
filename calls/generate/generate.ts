import { sumCents } from '../../src/domain/money.ts'
import {
  type Applicant,
  type Identity,
  applicantOf,
  inventedIdentities,
  shippedIdentities,
} from './applicants.ts'
import { Chance } from './chance.ts'
import { readFacts } from './facts.ts'
import { applicantsText, callText, eventsText } from './files.ts'
import { fundingOf } from './funding.ts'
import { historyOf } from './history.ts'
import { type Plan, drawnPlan, shippedExceptions, shippedPlan } from './plan.ts'

/** The files of a call folder, and the lines that are meant to be refused. */
export interface GeneratedCall {
  readonly callFile: string
  readonly applicantsFile: string
  readonly eventsFile: string
  /** Lines count from 1. */
  readonly refusals: readonly { readonly line: number; readonly code: string }[]
}

export const shippedSeed = 'plan-samenleven-3'
const ADVANCE_PERCENT = 80
/** What was awarded in practice, about; the ceiling is 16,907,780.00. */
const MEANT_CENTS = 16_830_000_00

/** The call that ships, from its seed. */
export function generateShipped(seed: string = shippedSeed): GeneratedCall {
  const facts = readFacts()
  const identities = shippedIdentities(facts)
  const plans = identities.map(({ id }) => shippedPlan(id, new Chance(`${seed}/plan/${id}`)))
  const make = (scale: number) =>
    madeApplicants(identities, { seed, actions: facts.actions, scale, ...shippedExceptions })
  const applicants = make(scaleFor(MEANT_CENTS, (scale) => awardedCents(make(scale), plans, seed)))
  return assembled({
    call: 'plan-samenleven-3',
    seed,
    applicants,
    plans,
    mergers: facts.mergers,
    isShipped: true,
    callFile: facts.callFile,
  })
}

/** A call of invented municipalities with a shorter history, to measure speed on. */
export function generateLarge(count: number, seed: string): GeneratedCall {
  const facts = readFacts()
  const call = `proefoproep-${count}`
  const identities = inventedIdentities(count, seed)
  const plans = identities.map(({ id }) => drawnPlan(new Chance(`${seed}/plan/${id}`)))
  const none: ReadonlySet<string> = new Set()
  const applicants = madeApplicants(identities, {
    seed,
    actions: facts.actions,
    scale: 1,
    withoutIban: none,
    belowMinimum: none,
  })
  const requested = awardedCents(applicants, plans, seed)
  return assembled({
    call,
    seed,
    applicants,
    plans,
    mergers: [],
    isShipped: false,
    callFile: callText(facts.callFile, { call, count, ceilingCents: requested + 1_000_000_00 }),
  })
}

interface Assembly {
  readonly call: string
  readonly seed: string
  readonly applicants: readonly Applicant[]
  readonly plans: readonly Plan[]
  readonly mergers: Parameters<typeof historyOf>[0]['mergers']
  readonly isShipped: boolean
  readonly callFile: string
}

function assembled({ callFile, ...rest }: Assembly): GeneratedCall {
  const events = historyOf({ ...rest, advancePercent: ADVANCE_PERCENT })
  return {
    callFile,
    applicantsFile: applicantsText(rest.applicants, rest.isShipped),
    eventsFile: eventsText(events),
    refusals: events.flatMap(({ refusedWith }, index) =>
      refusedWith === null ? [] : [{ line: index + 1, code: refusedWith }],
    ),
  }
}

function madeApplicants(
  identities: readonly Identity[],
  options: Parameters<typeof applicantOf>[2],
): readonly Applicant[] {
  return identities.map((identity, index) => applicantOf(identity, index, options))
}

function awardedCents(
  applicants: readonly Applicant[],
  plans: readonly Plan[],
  seed: string,
): number {
  return sumCents(
    applicants.map((applicant, index) => {
      const plan = plans[index]
      return plan === undefined ? 0 : fundingOf(applicant, plan, seed).awardedCents
    }),
  )
}

/** The scale at which the awards come nearest to what is meant: more scale, more money. */
function scaleFor(meantCents: number, awarded: (scale: number) => number): number {
  let low = 0.3
  let high = 2.5
  for (let step = 0; step < 24; step += 1) {
    const middle = (low + high) / 2
    if (awarded(middle) > meantCents) high = middle
    else low = middle
  }
  return low
}
