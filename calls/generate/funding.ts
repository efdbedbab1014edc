import { reducedAmount } from '../../src/domain/kpi.ts'
import { formatEuro, sumCents } from '../../src/domain/money.ts'
import type { Applicant, Line } from './applicants.ts'
import { Chance } from './chance.ts'
import type { Plan } from './plan.ts'

/** What an applicant asks for year 3, and what it is granted. */
export interface Funding {
  readonly application: ApplicationData
  readonly requestedCents: number
  /** What differs from the request, as `award.decide` names it; null when nothing does. */
  readonly grant: GrantData | null
  readonly lines: readonly Line[]
  readonly stimuli: Applicant['stimuli']
  /** 0 when nothing was asked or granted. */
  readonly awardedCents: number
}

export interface ApplicationData {
  readonly lines: readonly {
    readonly line: string
    readonly decision: 'continue' | 'reduce' | 'stop'
    readonly kpi?: number
  }[]
  readonly stimuli: readonly {
    readonly stimulus: string
    readonly decision: 'continue' | 'stop'
  }[]
}

interface GrantData {
  readonly lines: readonly { readonly line: string; readonly amount: string }[]
  readonly stimuli: readonly { readonly stimulus: string; readonly amount: string }[]
}

export function fundingOf(applicant: Applicant, plan: Plan, seed: string): Funding {
  const chance = new Chance(`${seed}/decisions/${applicant.id}`)
  const application =
    plan.submission === 'stopped' ? allStopped(applicant) : drawn(applicant, chance)
  const requested = requestedOf(applicant, application)
  const isAwarded = plan.grant !== 'refused' && !['none', 'stopped'].includes(plan.submission)
  const grant = plan.grant === 'lowered' ? loweredGrant(requested) : null
  const granted = grant === null ? requested : grantedOf(requested, grant)
  return {
    application,
    requestedCents: plan.submission === 'none' ? 0 : total(requested),
    grant,
    ...(isAwarded ? granted : { lines: [], stimuli: [] }),
    awardedCents: isAwarded ? total(granted) : 0,
  }
}

interface Amounts {
  readonly lines: readonly Line[]
  readonly stimuli: Applicant['stimuli']
}

/** Most go on with everything; some lower a KPI, a few stop an action. */
function drawn({ lines, stimuli }: Applicant, chance: Chance): ApplicationData {
  const lowers = chance.happens(0.35)
  const stops = chance.happens(0.2)
  const stopped = stops && lines.length > 3 ? chance.pick(lines) : null
  const decisions = lines.map((each): ApplicationData['lines'][number] => {
    const { line, action, currentReach, kpi } = each
    if (each === stopped) return { line, decision: 'stop' }
    const lower = Math.max(currentReach + 1, Math.floor(kpi * chance.between(0.6, 0.9)))
    return lowers && chance.happens(0.2) && action.type === 'count' && lower < kpi
      ? { line, decision: 'reduce', kpi: lower }
      : { line, decision: 'continue' }
  })
  return {
    lines: decisions,
    stimuli: stimuli.map(({ stimulus }) => ({ stimulus, decision: 'continue' })),
  }
}

function allStopped({ lines, stimuli }: Applicant): ApplicationData {
  return {
    lines: lines.map(({ line }) => ({ line, decision: 'stop' })),
    stimuli: stimuli.map(({ stimulus }) => ({ stimulus, decision: 'stop' })),
  }
}

/** The amounts of an application under the formula of the nota (§2.4). */
function requestedOf({ lines, stimuli }: Applicant, application: ApplicationData): Amounts {
  const requested = lines.flatMap((line): Line[] => {
    const asked = application.lines.find((each) => each.line === line.line)
    if (asked?.decision === 'continue') return [line]
    if (asked?.decision !== 'reduce' || asked.kpi === undefined) return []
    const { unitPriceCents } = line.action
    const { kpi } = asked
    return [
      {
        ...line,
        kpi,
        amountCents: reducedAmount(unitPriceCents, line.currentReach, kpi, line.amountCents),
      },
    ]
  })
  const kept = stimuli.filter(({ stimulus }) =>
    application.stimuli.some((each) => each.stimulus === stimulus && each.decision === 'continue'),
  )
  return { lines: requested, stimuli: kept }
}

/** The dearest line a tenth lower, the cheapest one dropped. */
function loweredGrant({ lines }: Amounts): GrantData {
  const byAmount = lines.toSorted((a, b) => b.amountCents - a.amountCents)
  const dearest = byAmount[0]
  const cheapest = byAmount.at(-1)
  if (dearest === undefined || cheapest === undefined) throw new Error('nothing to lower')
  return {
    lines: [
      {
        line: dearest.line,
        amount: formatEuro(Math.floor((dearest.amountCents * 9) / 1000) * 100),
      },
      { line: cheapest.line, amount: '0.00' },
    ],
    stimuli: [],
  }
}

function grantedOf({ lines, stimuli }: Amounts, grant: GrantData): Amounts {
  return {
    stimuli,
    lines: lines.flatMap((line) => {
      const given = grant.lines.find((each) => each.line === line.line)
      if (given === undefined) return [line]
      const amountCents = Number(given.amount.replace('.', ''))
      return amountCents === 0 ? [] : [{ ...line, amountCents }]
    }),
  }
}

function total({ lines, stimuli }: Amounts): number {
  return sumCents([...lines, ...stimuli].map((each) => each.amountCents))
}
