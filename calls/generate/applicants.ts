import type { ApplicantKind, Partner } from '../../src/domain/call.ts'
import { reducedAmount } from '../../src/domain/kpi.ts'
import { Chance } from './chance.ts'
import type { CatalogueAction, Facts, Municipality } from './facts.ts'
import { partnerships, singles } from './members.ts'
import { personName } from './people.ts'
import { syntheticIban, syntheticKbo } from './references.ts'

/** An applicant with its year 2, in cents; who sends for it is its clerk. */
export interface Applicant {
  readonly id: string
  readonly name: string
  readonly kind: ApplicantKind
  readonly kbo: string
  readonly nis: string | null
  readonly iban: string | null
  readonly email: string
  readonly contact: string
  readonly inhabitantsNonEu14: number | null
  readonly partners: readonly Partner[]
  readonly lines: readonly Line[]
  readonly stimuli: readonly { readonly stimulus: string; readonly amountCents: number }[]
}

export interface Line {
  readonly line: string
  readonly action: CatalogueAction
  readonly currentReach: number
  readonly kpi: number
  readonly amountCents: number
}

/** Who an applicant is, before its lines. */
export interface Identity extends Pick<Applicant, 'id' | 'name' | 'kind' | 'kbo' | 'nis'> {
  readonly partners: readonly Partner[]
  readonly inhabitants: number
}

/** The 59 applicants of the shipped call. */
export function shippedIdentities({ municipalities }: Facts): readonly Identity[] {
  const known = (name: string): Municipality => {
    const found = municipalities.get(name)
    if (found === undefined) throw new Error(`the facts have no municipality ${name}`)
    return found
  }
  return [
    ...singles.map((name) => alone(known(name))),
    ...partnerships.map(([lead, ...partners]) => together(known(lead), partners.map(known))),
    {
      id: 'vgc',
      name: 'Vlaamse Gemeenschapscommissie',
      kind: 'vgc' as const,
      kbo: syntheticKbo(9001),
      nis: null,
      partners: [],
      inhabitants: 320_000,
    },
    {
      id: 'de-rand',
      name: 'vzw de Rand',
      kind: 'de-rand' as const,
      kbo: syntheticKbo(9002),
      nis: null,
      partners: [],
      inhabitants: 70_000,
    },
  ]
}

/** Invented municipalities, as many as a test of speed asks for. */
export function inventedIdentities(count: number, seed: string): readonly Identity[] {
  return Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(4, '0')
    const chance = new Chance(`${seed}/size/${number}`)
    return {
      id: `testgemeente-${number}`,
      name: `Testgemeente ${number}`,
      kind: 'municipality' as const,
      kbo: syntheticKbo((index % 9000) + 1),
      nis: String(90_000 + (index % 10_000)),
      partners: [],
      inhabitants: chance.integer(9_000, 60_000),
    }
  })
}

interface Options {
  readonly seed: string
  readonly actions: readonly CatalogueAction[]
  /** Multiplies every KPI: 1 is about two thirds of what the catalogue allows. */
  readonly scale: number
  readonly withoutIban: ReadonlySet<string>
  readonly belowMinimum: ReadonlySet<string>
}

export function applicantOf(identity: Identity, index: number, options: Options): Applicant {
  const { id, name, kind, kbo, nis, partners, inhabitants } = identity
  const { seed, withoutIban, belowMinimum } = options
  const chance = new Chance(`${seed}/applicant/${id}`)
  const person = personName(chance)
  const share = chance.between(0.1, 0.19)
  const nonEu14 = belowMinimum.has(id)
    ? chance.integer(6_900, 7_400)
    : Math.max(Math.round(inhabitants * share), chance.integer(7_520, 9_900))
  return {
    id,
    name,
    kind,
    kbo,
    nis,
    iban: withoutIban.has(id) ? null : syntheticIban(index + 1),
    email: `samenleven@${id}.example`,
    contact: person,
    inhabitantsNonEu14: kind === 'municipality' || kind === 'partnership' ? nonEu14 : null,
    partners,
    lines: linesOf(identity, options),
    stimuli: stimuliOf(identity, seed),
  }
}

function idOf(name: string): string {
  return name.toLowerCase().replaceAll(' ', '-')
}

function alone({ name, kbo, nis, inhabitants }: Municipality): Identity {
  return { id: idOf(name), name, kind: 'municipality', kbo, nis, partners: [], inhabitants }
}

function together(lead: Municipality, partners: readonly Municipality[]): Identity {
  return {
    id: idOf(lead.name),
    name: `Samenwerkingsverband ${lead.name}`,
    kind: 'partnership',
    kbo: lead.kbo,
    nis: lead.nis,
    partners: partners.map(({ name, kbo, nis }) => ({ id: idOf(name), name, kbo, nis })),
    inhabitants: [lead, ...partners].reduce((sum, each) => sum + each.inhabitants, 0),
  }
}

/** More inhabitants, more actions and higher KPIs. */
function linesOf(identity: Identity, { seed, actions, scale }: Options): readonly Line[] {
  const weight = Math.min(1, Math.sqrt(identity.inhabitants / 160_000))
  const chance = new Chance(`${seed}/lines/${identity.id}`)
  const count = Math.min(actions.length - 5, Math.round(3 + 13 * weight + chance.between(-2, 2)))
  const chosen = new Set(chance.shuffled(actions).slice(0, count))
  return actions
    .filter((action) => chosen.has(action))
    .map((action, index) => lineOf(`${identity.id}-${index + 1}`, action, chance, weight * scale))
}

function lineOf(line: string, action: CatalogueAction, chance: Chance, weight: number): Line {
  const { type, unitPriceCents, mostUnits, ceilingCents } = action
  const share = Math.min(1, weight * chance.between(0.5, 1.1))
  const reachShare = chance.fraction()
  const isMostlyNew = chance.happens(0.75)
  if (type === 'plan') {
    return { line, action, currentReach: 0, kpi: 1, amountCents: ceilingCents }
  }
  const kpi = rounded(Math.max(4, mostUnits * share))
  const currentReach = isMostlyNew
    ? Math.floor(kpi * reachShare * 0.5)
    : Math.floor(kpi * (0.52 + reachShare * 0.3))
  const amountCents = reducedAmount(unitPriceCents, currentReach, kpi, ceilingCents)
  return { line, action, currentReach, kpi, amountCents }
}

/** People set round targets. */
function rounded(kpi: number): number {
  const step = kpi > 400 ? 10 : kpi > 60 ? 5 : 1
  return Math.max(1, Math.floor(kpi / step) * step)
}

/** 10,000.00 for collaboration is known (practice); the two other amounts are synthetic. */
function stimuliOf({ id, kind, inhabitants }: Identity, seed: string): Applicant['stimuli'] {
  const chance = new Chance(`${seed}/stimuli/${id}`)
  const isMentor = chance.happens(0.25)
  const collaborates = kind === 'partnership' ? chance.happens(0.85) : chance.happens(0.25)
  return [
    ...(isMentor ? [{ stimulus: 'mentor', amountCents: 15_000_00 }] : []),
    ...(collaborates ? [{ stimulus: 'collaboration', amountCents: 10_000_00 }] : []),
    ...(inhabitants > 200_000 && kind === 'municipality'
      ? [{ stimulus: 'social-impact-bond', amountCents: 40_000_00 }]
      : []),
  ]
}
