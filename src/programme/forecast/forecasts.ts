import type { CallContext } from '../../../machines/call/context.ts'
import type { ProjectContext } from '../../../machines/project/context.ts'
import { amountsOf, type ProjectAmounts } from '../../../machines/project/shape.ts'
import { addPeriod, endOfDay, formatInstant } from '../../domain/calendar.ts'
import type { CallParameters } from '../../domain/call.ts'
import { sumCents } from '../../domain/money.ts'
import type { Engine, Forecast, Instance } from '../../engine/index.ts'
import { AssumedPeople } from './assumed-call.ts'
import { defaultAssumptions, type AssumedValues } from './assumptions.ts'
import { notesOf, type ForecastNote } from './notes.ts'
import { Tally, type CashOfMonth, type OverdueOfMonth, type PhasesOfMonth } from './tally.ts'

/** What would become of a call. Nothing of it has happened. Times are ISO 8601, UTC. */
export interface CallForecast {
  readonly call: string
  readonly from: string
  readonly until: string
  /** What ended it before `until`; null when nothing did. */
  readonly endedBy: Forecast['endedBy']
  readonly assumptions: AssumedValues
  readonly phases: readonly PhasesOfMonth[]
  readonly cash: readonly CashOfMonth[]
  /** Sums over all projects, now and at the end. */
  readonly totals: { readonly before: Totals; readonly after: Totals }
  readonly overdue: readonly OverdueOfMonth[]
  /** Coming deadlines, earliest first; `more` were left off. */
  readonly dates: {
    readonly items: readonly {
      readonly due: string
      readonly deadline: string
      readonly projects: number
    }[]
    readonly more: number
  }
  /** What is assumed but would not be taken, one entry a type and code. */
  readonly refusals: readonly RefusedAssumption[]
  /** Projects that would come to a standstill in machine code. */
  readonly failures: readonly string[]
  /** What is not modelled. */
  readonly notes: readonly ForecastNote[]
}

export interface Totals extends ProjectAmounts {
  /** Awarded, and neither paid nor released. */
  readonly openCents: number
  /** Announced as a claim and not decided. */
  readonly announcedCents: number
  /** Demanded, and neither recovered nor written off. */
  readonly owedCents: number
}

export interface RefusedAssumption {
  readonly type: string
  readonly code: string
  readonly count: number
  /** The first of them. */
  readonly to: string
  readonly at: string
  readonly message: string
}

export interface ForecastRequest {
  readonly call: string
  /** Default: two years after the last accounts are due, or a year from now if that is later. */
  readonly untilMs?: number
  readonly assumptions?: Partial<AssumedValues>
  readonly signal?: AbortSignal
}

const datesShown = 50
const refusalsShown = 50

/** How far ahead a forecast may look. */
const horizon = 'P20Y'

/** Others ask for forecasts too, and this one would wait too long for its turn. */
export class TooManyForecasts extends Error {
  override readonly name = 'TooManyForecasts'
}

/** Forecasts of calls, one at a time in this process: each takes all of a processor. */
export class Forecasts {
  readonly #engine: Engine
  readonly #mostWaiting: number
  #running: Promise<unknown> = Promise.resolve()
  #waiting = 0

  constructor(engine: Engine, mostWaiting = 5) {
    this.#engine = engine
    this.#mostWaiting = mostWaiting
  }

  /** Why no forecast reaches until then, as a sentence; null when one does. */
  async whyNotUntil(untilMs: number): Promise<string | null> {
    const nowMs = await this.#engine.currentMs()
    const last = addPeriod(formatInstant(nowMs).slice(0, 10), horizon)
    if (untilMs <= nowMs) return 'until is past; choose a later day.'
    return formatInstant(untilMs).slice(0, 10) > last
      ? `until is too far ahead; choose ${last} at the latest.`
      : null
  }

  /**
   * Undefined when there is no such call.
   * Errors: TooManyForecasts; the signal's reason when it says stop.
   */
  async of(request: ForecastRequest): Promise<CallForecast | undefined> {
    if (this.#waiting >= this.#mostWaiting) {
      const message = `${this.#waiting} forecasts wait already; try again in a minute.`
      throw new TooManyForecasts(message)
    }
    this.#waiting += 1
    const forecast = this.#running.then(() => {
      request.signal?.throwIfAborted()
      return forecastOf(this.#engine, request)
    })
    this.#running = forecast.catch(() => {})
    try {
      return await forecast
    } finally {
      this.#waiting -= 1
    }
  }
}

async function forecastOf(
  engine: Engine,
  request: ForecastRequest,
): Promise<CallForecast | undefined> {
  const { call, assumptions: given = {}, signal } = request
  const instance = await engine.instance(call)
  if (instance?.machine !== 'call') return undefined
  const { parameters } = instance.snapshot.context as CallContext
  const nowMs = await engine.currentMs()
  const untilMs = request.untilMs ?? defaultEndMs(parameters, nowMs)
  const values = { ...defaultAssumptions, ...given }
  const people = new AssumedPeople(values)
  const tally = new Tally(nowMs, untilMs, parameters.timeZone)
  let before = totalsOf([])
  let standing = { phase: '', lacksIban: false }
  const forecast = await engine.forecast({
    of: { groups: [call] },
    untilMs,
    ...(signal === undefined ? {} : { signal }),
    assumptions: {
      begin: (members, fromMs) => {
        tally.begin(members)
        before = totalsOf(members)
        standing = { phase: phaseOfCall(members), lacksIban: members.some(lacksIban) }
        return people.begin(members, fromMs)
      },
      applied: (step) => {
        tally.applied(step)
        return people.applied(step)
      },
    },
  })
  const dates = tally.dates(untilMs)
  return {
    call,
    from: formatInstant(forecast.fromMs),
    until: formatInstant(untilMs),
    endedBy: forecast.endedBy,
    assumptions: values,
    phases: tally.phases(),
    cash: tally.cash(),
    totals: { before, after: totalsOf(forecast.instances) },
    overdue: tally.overdue(),
    dates: {
      items: dates
        .slice(0, datesShown)
        .map(({ dueMs, ...rest }) => ({ due: formatInstant(dueMs), ...rest })),
      more: Math.max(0, dates.length - datesShown),
    },
    refusals: refusedAssumptions(forecast),
    failures: [...new Set(forecast.failures.map((each) => each.instance))].toSorted(),
    notes: notesOf(parameters, standing),
  }
}

/** Two years after the last accounts are due, so that what was extended is over too. */
function defaultEndMs({ accounts, timeline, timeZone }: CallParameters, nowMs: number): number {
  const lastYear = Number(timeline.projectEnd.slice(0, 4))
  const last = [`${lastYear + 1}-07-31`, ...Object.values(accounts.due)].toSorted().at(-1) ?? ''
  const yearAhead = addPeriod(formatInstant(nowMs).slice(0, 10), 'P1Y')
  const end = [addPeriod(last, 'P2Y'), yearAhead].toSorted().at(-1) ?? ''
  return endOfDay(end, timeZone)
}

function totalsOf(members: readonly Instance[]): Totals {
  const projects = members
    .filter(({ machine }) => machine === 'project')
    .map(({ snapshot }) => snapshot.context as ProjectContext)
  const amounts = projects.map(amountsOf)
  const sum = (name: keyof ProjectAmounts) => sumCents(amounts.map((each) => each[name]))
  const claims = projects.flatMap(({ claims: { balance, endControl } }) =>
    [balance, endControl].filter((claim) => claim !== null),
  )
  const undecided = claims.filter(({ decidedCents }) => decidedCents === null)
  const sums = {
    requestedCents: sum('requestedCents'),
    awardedCents: sum('awardedCents'),
    advancePaidCents: sum('advancePaidCents'),
    balancePaidCents: sum('balancePaidCents'),
    releasedCents: sum('releasedCents'),
    clawbackDemandedCents: sum('clawbackDemandedCents'),
    recoveredCents: sum('recoveredCents'),
    writtenOffCents: sum('writtenOffCents'),
  }
  return {
    ...sums,
    openCents:
      sums.awardedCents - sums.advancePaidCents - sums.balancePaidCents - sums.releasedCents,
    announcedCents: sumCents(undecided.map(({ announcedCents }) => announcedCents)),
    owedCents: sums.clawbackDemandedCents - sums.recoveredCents - sums.writtenOffCents,
  }
}

function phaseOfCall(members: readonly Instance[]): string {
  const call = members.find(({ machine }) => machine === 'call')
  if (call === undefined) return ''
  const { life } = call.snapshot.value as { readonly life: string | object }
  return typeof life === 'string' ? life : (Object.keys(life)[0] ?? '')
}

/** A project that goes on and cannot be paid. */
function lacksIban({ machine, snapshot }: Instance): boolean {
  if (machine !== 'project' || snapshot.hasTag('end')) return false
  return (snapshot.context as ProjectContext).applicant.iban === ''
}

function refusedAssumptions({ refusals }: Forecast): readonly RefusedAssumption[] {
  const found = new Map<string, RefusedAssumption>()
  for (const { to, at, type, code, message } of refusals) {
    const key = `${type} ${code}`
    const known = found.get(key) ?? { type, code, count: 0, to, at: formatInstant(at), message }
    found.set(key, { ...known, count: known.count + 1 })
  }
  return [...found.values()].slice(0, refusalsShown)
}
