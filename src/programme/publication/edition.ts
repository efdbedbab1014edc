import type { PublisherConfig } from '../../config.ts'
import type { Action, CallParameters, Texts } from '../../domain/call.ts'
import type { Figure, PublicFacts, PublicLine, ReportStanding } from './facts.ts'

/** Everything that the documents of one version are made from, and nothing else. */
export interface Edition {
  readonly call: string
  readonly version: number
  /** Time of the events that made this version, and of those that made the first one (ms). */
  readonly atMs: number
  readonly firstAtMs: number
  readonly digest: string
  readonly parameters: CallParameters
  /** What of the data is made up, as a sentence; null when nothing is. */
  readonly synthetic: string | null
  readonly publisher: PublisherConfig
  /** By id. */
  readonly grants: readonly Grant[]
}

export interface Grant {
  /** `<call>/<applicant>`. */
  readonly id: string
  readonly applicant: string
  /** When what is public of it changed last (ms), and the version that told it. */
  readonly atMs: number
  readonly version: number
  readonly facts: PublicFacts
}

/** Where everything is published, without a slash; '' where links begin at the site's root. */
export type Base = string

/** Where the documents of a version are, for ever. */
export function placeOf({ call, version }: Pick<Edition, 'call' | 'version'>, base: Base): string {
  return `${currentPlaceOf(call, base)}/v${version}`
}

/** Where the latest of them is. */
export function currentPlaceOf(call: string, base: Base): string {
  return `${base}/open/${encodeURIComponent(call)}`
}

/** "12", "<5"; for a plan "1" or "0". */
export function figureText(figure: Figure): string {
  return 'count' in figure ? String(figure.count) : `<${figure.below}`
}

/** What is reckoned with: small counts are told to nobody, so they add nothing. */
function shownCount(figure: Figure | null): number {
  return figure !== null && 'count' in figure ? figure.count : 0
}

export function actionOf({ parameters }: Edition, { action }: PublicLine): Action {
  const found = parameters.actions.find(({ code }) => code === action)
  if (found === undefined) throw new Error(`Call ${parameters.id} has no action ${action}.`)
  return found
}

/** An action with what all authorities together were awarded and reached. */
export interface ActionTotal {
  readonly code: string
  readonly title: Texts
  readonly unit: Texts
  readonly kpi: 'count' | 'plan'
  readonly authorities: number
  readonly cents: number
  /** Sums of the figures that are shown; each with how many are too small to be shown. */
  readonly target: Sum
  readonly reached: Sum
  /** How many authorities' results are accepted. */
  readonly accepted: number
}

export interface Sum {
  readonly count: number
  readonly hidden: number
}

/**
 * By action, in the call's order. Every figure is made from figures that are shown, so that no
 * small count can be worked out from a total, a difference of totals or one of versions.
 */
export function totalsOf(edition: Edition): readonly ActionTotal[] {
  return edition.parameters.actions.flatMap((action): ActionTotal[] => {
    const lines = edition.grants.flatMap(({ id, facts }) =>
      facts.lines
        .filter((line) => line.action === action.code)
        .map((line) => ({ ...line, grant: id })),
    )
    if (lines.length === 0) return []
    const reached = lines.flatMap((line) => (line.reached === null ? [] : [line.reached]))
    return [
      {
        code: action.code,
        title: action.title,
        unit: action.kpi.unit,
        kpi: action.kpi.type,
        authorities: new Set(lines.map(({ grant }) => grant)).size,
        cents: sum(lines.map(({ cents }) => cents)),
        target: sumOf(lines.map(({ target }) => target)),
        reached: sumOf(reached),
        accepted: new Set(lines.flatMap((line) => (line.reached === null ? [] : [line.grant])))
          .size,
      },
    ]
  })
}

/** How many authorities' reports stand how. */
export function reportsOf({ grants }: Edition): Readonly<Record<ReportStanding, number>> {
  const of = (standing: ReportStanding) =>
    grants.filter(({ facts }) => facts.report === standing).length
  return {
    expected: of('expected'),
    accepted: of('accepted'),
    missing: of('missing'),
    notAccepted: of('notAccepted'),
  }
}

function sumOf(figures: readonly Figure[]): Sum {
  return {
    count: sum(figures.map(shownCount)),
    hidden: figures.filter((figure) => 'below' in figure).length,
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
