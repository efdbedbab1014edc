import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PostParams } from '../../machines/actions.ts'
import type { ProjectContext } from '../../machines/project/context.ts'
import { phaseOf } from '../../machines/project/phase.ts'
import { amountsOf } from '../../machines/project/shape.ts'
import { openApp, type App } from '../../src/app.ts'
import { startCall } from '../../src/programme/calls.ts'
import { AssumedPeople } from '../../src/programme/forecast/assumed-call.ts'
import { defaultAssumptions, isChosen } from '../../src/programme/forecast/assumptions.ts'
import { Forecasts, TooManyForecasts } from '../../src/programme/forecast/forecasts.ts'
import type { CallFolder } from '../../src/programme/import/folder.ts'
import { balancesOf } from '../../src/programme/ledger.ts'
import { importer, replayStartMs } from '../../src/programme/replay.ts'
import { emptyDirectory, folderOf, replayInto, voorbeeld } from './replayed.ts'

const directory = emptyDirectory()
const shipped = join(import.meta.dirname, '../../calls/plan-samenleven-3')
const call = 'plan-samenleven-3'
/** Before the award, and when much is open. */
const early = join(directory, 'early.sqlite')
const late = join(directory, 'late.sqlite')

let real: CallFolder
let examples = 0

beforeAll(async () => {
  real = await folderOf(shipped)
  await replayInto(early, real, Date.parse('2024-06-10T12:00:00Z'))
})

beforeAll(() => replayInto(late, real, Date.parse('2025-07-20T12:00:00Z')))

afterAll(() => {
  rmSync(directory, { recursive: true })
})

const open = (file: string): Promise<App> => openApp({ database: file, kind: 'existing' })

/** A call of four applicants that starts tomorrow. */
async function openExample(change: (folder: CallFolder) => CallFolder = (same) => same) {
  const folder = change(await folderOf(voorbeeld))
  const startMs = replayStartMs(folder)
  const database = join(directory, `example-${(examples += 1)}.sqlite`)
  const app = await openApp({ database, kind: { seed: 'example', startMs } })
  await startCall(app.engine, folder.parameters, folder.applicants, importer, { at: startMs })
  return app
}

const ends = new Set(['closed', 'lapsed', 'rejected', 'refused', 'withdrawn'])

async function withoutIban({ engine }: App): Promise<number> {
  const projects = await engine.instances({ groupId: call, machine: 'project' })
  return projects.filter(({ snapshot }) => {
    const { applicant } = snapshot.context as ProjectContext
    return applicant.iban === '' && !ends.has(phaseOf(snapshot))
  }).length
}

async function forecast(app: App, request: Partial<Parameters<Forecasts['of']>[0]> = {}) {
  const found = await new Forecasts(app.engine).of({ call, ...request })
  if (found === undefined) throw new Error('no such call')
  return found
}

describe('the forecast of a call', () => {
  test.each([early, late])('leads all to their end, and nothing is refused', async (file) => {
    await using app = await open(file)
    const { refusals, failures, endedBy, phases, totals, notes } = await forecast(app)
    expect({ refusals, failures, endedBy }).toEqual({ refusals: [], failures: [], endedBy: null })
    const standing = phases.at(-1)?.phases.filter(({ phase }) => !ends.has(phase)) ?? []
    const unpaid = await withoutIban(app)
    // Who cannot be paid waits for ever, and the notes say so.
    expect(standing).toEqual(unpaid === 0 ? [] : [{ phase: 'execution', projects: unpaid }])
    expect(notes.some(({ code }) => code === 'accounts-unknown')).toBe(unpaid > 0)
    expect(totals.after.openCents > 0).toBe(unpaid > 0)
    expect(totals.after.owedCents).toBe(0)
  })

  test.each([early, late])('books in its months what becomes of the totals', async (file) => {
    await using app = await open(file)
    const { cash, totals } = await forecast(app)
    const { before, after } = totals
    const sum = (name: keyof (typeof cash)[number]) =>
      cash.reduce((all, month) => all + Number(month[name]), 0)
    expect(before.awardedCents + sum('committedCents')).toBe(after.awardedCents)
    expect(before.advancePaidCents + sum('advanceCents')).toBe(after.advancePaidCents)
    expect(before.balancePaidCents + sum('balanceCents')).toBe(after.balancePaidCents)
    expect(before.releasedCents + sum('releasedCents')).toBe(after.releasedCents)
    expect(before.clawbackDemandedCents + sum('demandedCents')).toBe(after.clawbackDemandedCents)
    expect(before.recoveredCents + sum('recoveredCents')).toBe(after.recoveredCents)
    expect(after.advancePaidCents).toBeGreaterThan(0)
    expect(after.awardedCents).toBeLessThanOrEqual(real.parameters.budget.ceilingCents)
  })

  test.each([early, late])('keeps the identities of the ledger in every project', async (file) => {
    await using app = await open(file)
    const { engine, queries } = app
    const result = await engine.forecast({
      of: { groups: [call] },
      untilMs: Date.parse('2026-01-15T12:00:00Z'),
      assumptions: new AssumedPeople({ ...defaultAssumptions, reached: 40, spending: 60 }),
    })
    let claimed = 0
    for (const { id, machine, snapshot } of result.instances) {
      if (machine !== 'project') continue
      const posted = result.steps
        .filter(({ instance }) => instance === id)
        .flatMap(({ records }) => records.flatMap(({ params }) => (params as PostParams).postings))
      const balances = balancesOf([
        ...(await queries.ledger(id)),
        ...posted.map((each) => ({ ...each, ...nowhere })),
      ])
      const of = (account: string) => balances.get(account) ?? 0
      const amounts = amountsOf(snapshot.context as ProjectContext)
      expect(of('committed') + amounts.awardedCents).toBe(0)
      const parts = ['reserved', 'payable', 'paid', 'released'].map(of)
      expect(parts.reduce((sum, each) => sum + each, 0)).toBe(amounts.awardedCents)
      expect(of('paid')).toBe(amounts.advancePaidCents + amounts.balancePaidCents)
      expect(of('receivable')).toBeGreaterThanOrEqual(0)
      claimed += amounts.clawbackDemandedCents
      const left = ['reserved', 'payable', 'receivable'].map(of)
      expect(phaseOf(snapshot) !== 'closed' || left.every((each) => each === 0)).toBe(true)
    }
    expect(claimed).toBeGreaterThan(0)
  })

  test('gives the same answer to the same question', async () => {
    await using app = await open(late)
    const assumptions = { reached: 60, lateWeeks: 1 }
    const [one, other] = [
      await forecast(app, { assumptions }),
      await forecast(app, { assumptions }),
    ]
    expect(JSON.stringify(one)).toBe(JSON.stringify(other))
  })

  test('pays more, and claims less back, the more lines reach their KPI', async () => {
    await using app = await open(late)
    const shares = [0, 50, 100]
    const found = []
    for (const reached of shares)
      found.push((await forecast(app, { assumptions: { reached } })).totals)
    const paid = found.map(({ after }) => after.balancePaidCents)
    const claimed = found.map(({ after }) => after.clawbackDemandedCents)
    expect(paid.toSorted((a, b) => a - b)).toEqual(paid)
    expect(claimed.toSorted((a, b) => b - a)).toEqual(claimed)
    expect(new Set(paid).size).toBe(3)
  })

  test('reports what a machine does not take: a report after its grace', async () => {
    await using app = await open(late)
    const { refusals, overdue } = await forecast(app, { assumptions: { lateWeeks: 12 } })
    expect(refusals).toMatchObject([{ type: 'finalReport.submit', code: 'deadline-passed' }])
    const missed = overdue.filter(({ deadline }) => deadline === 'finalReport')
    expect(refusals[0]?.count).toBe(missed.reduce((sum, each) => sum + each.missed, 0))
  })

  test('decides the award on the day asked for, and pays some days after the order', async () => {
    await using app = await open(early)
    const { cash, assumptions } = await forecast(app, {
      assumptions: { awardOn: '2024-11-20', paymentDays: 45 },
    })
    const months = (name: 'committedCents' | 'advanceCents') =>
      cash.filter((each) => each[name] !== 0).map(({ month }) => month)
    expect(months('committedCents')).toEqual(['2024-11'])
    // Proposed and approved in between, each in the time that the agency takes.
    expect(months('advanceCents')).toEqual(['2025-02'])
    expect(assumptions).toEqual({
      ...defaultAssumptions,
      awardOn: '2024-11-20',
      paymentDays: 45,
    })
  })

  test('lowers every award in proportion when together they exceed the ceiling', async () => {
    await using app = await open(early)
    const { totals, notes } = await forecast(app)
    const { ceilingCents } = real.parameters.budget
    expect(totals.before.requestedCents).toBeGreaterThan(ceilingCents)
    expect(totals.after.awardedCents).toBeLessThanOrEqual(ceilingCents)
    expect(totals.after.awardedCents).toBeGreaterThan(ceilingCents - 100_00)
    expect(notes.map(({ code }) => code)).toContain('award')
  })

  test('counts every project in every month', async () => {
    await using app = await open(late)
    const { phases, from, until } = await forecast(app)
    expect(phases[0]?.month).toBe(from.slice(0, 7))
    expect(phases.at(-1)?.month).toBe(until.slice(0, 7))
    for (const month of phases) {
      const all = month.phases.reduce((sum, { projects }) => sum + projects, 0)
      expect(all).toBe(real.applicants.length)
    }
  })

  test('of a call before its launch takes it from application to settlement', async () => {
    await using app = await openExample()
    const { phases, refusals } = await forecast(app, { call: 'voorbeeld' })
    expect(refusals).toEqual([])
    expect(phases.at(-1)?.phases).toEqual([{ phase: 'closed', projects: 4 }])
    const none = await forecast(app, { call: 'voorbeeld', assumptions: { applied: 0 } })
    expect(none.phases.at(-1)?.phases).toEqual([{ phase: 'lapsed', projects: 4 }])
  })

  test('of a call that pays in batches lets them be proposed and approved', async () => {
    await using app = await openExample((folder) => ({
      ...folder,
      parameters: { ...folder.parameters, payments: 'batch' },
    }))
    const { phases, refusals, totals } = await forecast(app, { call: 'voorbeeld' })
    expect(refusals).toEqual([])
    expect(phases.at(-1)?.phases).toEqual([{ phase: 'closed', projects: 4 }])
    expect(totals.after.balancePaidCents).toBeGreaterThan(0)
  })

  test('of a call that nobody has is none', async () => {
    await using app = await open(late)
    expect(await new Forecasts(app.engine).of({ call: 'none' })).toBeUndefined()
    expect(await new Forecasts(app.engine).of({ call: `${call}/gent` })).toBeUndefined()
  })
})

describe('forecasts that wait', () => {
  test('are refused above a number, and stopped by their signal', async () => {
    await using app = await open(late)
    const forecasts = new Forecasts(app.engine, 2)
    const gone = new AbortController()
    const first = forecasts.of({ call })
    const second = forecasts.of({ call, signal: gone.signal })
    await expect(forecasts.of({ call })).rejects.toThrow(TooManyForecasts)
    gone.abort(new Error('gone'))
    await expect(second).rejects.toThrow('gone')
    expect((await first)?.call).toBe(call)
    expect((await forecasts.of({ call }))?.call).toBe(call)
  })

  test('reach into the future, and not too far', async () => {
    await using app = await open(late)
    const forecasts = new Forecasts(app.engine)
    const why = (text: string) => forecasts.whyNotUntil(Date.parse(text))
    expect(await why('2025-07-20T12:00:00Z')).toMatch(/past/)
    expect(await why('2025-07-20T12:00:00.001Z')).toBeNull()
    expect(await why('2045-07-20T00:00:00Z')).toBeNull()
    expect(await why('2045-07-21T00:00:00Z')).toMatch(/2045-07-20/)
  })
})

describe('a share of things', () => {
  test('holds about that many, and all of a smaller share', () => {
    const names = Array.from({ length: 2000 }, (_, index) => `project-${index}`)
    const chosen = (percent: number) => names.filter((name) => isChosen(name, percent))
    for (const percent of [10, 50, 90]) {
      expect(Math.abs(chosen(percent).length / 20 - percent)).toBeLessThan(4)
    }
    expect(chosen(50)).toEqual(expect.arrayContaining(chosen(10)))
    expect([chosen(0).length, chosen(100).length]).toEqual([0, 2000])
  })
})

/** The columns of a ledger row that balances do not look at. */
const nowhere = { instance_id: '', revision: 0, place: 0, call_id: call, at_ms: 0 }
