import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import {
  type GeneratedCall,
  generateLarge,
  generateShipped,
} from '../../calls/generate/generate.ts'
import { catalog } from '../../machines/catalog.ts'
import type { ProjectContext } from '../../machines/project/context.ts'
import { dateOf, isWorkingDay, parseInstant } from '../../src/domain/calendar.ts'
import { withinCeiling } from '../../src/domain/budget.ts'
import { type LoadedCall, loadCall } from './load.ts'
import { type EventLine, Replay } from './replay.ts'

const folder = new URL('../../calls/plan-samenleven-3/', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, folder), 'utf8')
const ZONE = 'Europe/Brussels'
const JULY_MS = Date.parse('2025-07-20T23:59:59.999+02:00')
const START_MS = Date.parse('2024-04-01T00:00:00+02:00')

const linesOf = (text: string): readonly EventLine[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
const msOf = ({ at }: EventLine) => parseInstant(at, ZONE)!

const call = await loadCall(fileURLToPath(folder))
const lines = linesOf(read('events.jsonl'))
const replay = new Replay(call, START_MS)
for (const line of lines.filter((each) => msOf(each) <= JULY_MS)) replay.send(line)
replay.model.advanceTo(JULY_MS)
const july = {
  tally: replay.tally(),
  contexts: call.applicants.map(({ id }) => replay.context(id)),
  states: call.applicants.map(({ id }) => replay.state(id)),
}
for (const line of lines.filter((each) => msOf(each) > JULY_MS)) replay.send(line)

const project = (id: string) => replay.context(id)
const phase = (id: string) => replay.phases().get(`${call.id}/${id}`)
const status = (id: string, deadline: string) => project(id).deadlines[deadline]?.status
const sent = (id: string, type: string) =>
  replay.taken.filter((each) => each.to === `${call.id}/${id}` && each.type === type)
const claim = (id: string, name: 'balance' | 'endControl') => project(id).claims[name]!

describe('the history', () => {
  test('never goes back in time, and keeps office hours of working days', () => {
    const times = lines.map(msOf)
    expect(times.toSorted((a, b) => a - b)).toEqual(times)
    const odd = lines.filter(({ at }, index) => {
      const hours = at.slice(11, 16)
      return !isWorkingDay(dateOf(times[index]!, ZONE), []) || hours < '08:30' || hours > '18:00'
    })
    expect(odd).toEqual([])
  })

  test('runs from April 2024 into 2027, with the offset that Brussels has', () => {
    expect(lines[0]!.at.slice(0, 7)).toBe('2024-04')
    expect(lines.at(-1)!.at.slice(0, 4)).toBe('2027')
    expect(new Set(lines.map(({ at }) => at.slice(-6)))).toEqual(new Set(['+02:00', '+01:00']))
  })

  test('is refused on exactly the lines that are meant to be, with the code that is meant', () => {
    const refused = replay.refused.map(({ line, code }) => ({ line, code }))
    expect(refused).toEqual(generateShipped().refusals)
  })

  test('shows every code that people meet', () => {
    const codes = [...new Set(replay.refused.map((each) => each.code))].toSorted()
    expect(codes).toEqual([
      'amount-exceeds',
      'budget-exceeded',
      'deadline-passed',
      'event-not-allowed',
      'four-eyes',
      'invalid-payload',
      'kpi-above-year-2',
      'kpi-not-reduced',
      'line-unknown',
      'motivation-missing',
      'not-authorised',
      'unknown-order',
    ])
  })

  test('shows every event of both machines, but a withdrawal', () => {
    const taken = new Set(replay.taken.map((each) => each.type))
    const known = catalog.flatMap(({ events }) => Object.keys(events))
    expect(known.filter((type) => !taken.has(type)).toSorted()).toEqual(['application.withdraw'])
  })

  test('awards near 16.83 M EUR, below the ceiling, though more was requested', () => {
    const awards = replay.amounts().map((each) => each.awardedCents)
    const { totalCents, excessCents } = withinCeiling(awards, call.parameters.budget.ceilingCents)
    expect(totalCents).toBeGreaterThan(16_800_000_00)
    expect(totalCents).toBeLessThan(16_860_000_00)
    expect(excessCents).toBe(0)
  })

  test('ends with a settled call and every cent accounted for', () => {
    expect(replay.tally()).toEqual({ closed: 56, lapsed: 1, refused: 1, withdrawn: 1 })
    expect(replay.model.snapshot(call.id).value).toMatchObject({ life: 'settled' })
    for (const each of replay.amounts()) {
      const { awardedCents, advancePaidCents, balancePaidCents, releasedCents } = each
      expect(advancePaidCents + balancePaidCents + releasedCents).toBe(awardedCents)
      expect(each.recoveredCents + each.writtenOffCents).toBe(each.clawbackDemandedCents)
    }
  })
})

describe('on 20 July 2025', () => {
  const count = (is: (context: ProjectContext) => boolean) => july.contexts.filter(is).length
  const isAt = (deadline: string, wanted: string) => (context: ProjectContext) =>
    context.deadlines[deadline]?.status === wanted
  const inState = (state: string) => july.states.filter((each) => each.includes(state)).length

  test('projects stand in every phase that such a day can have', () => {
    expect(july.tally).toEqual({
      execution: 34,
      balanceDecision: 9,
      balance: 4,
      endControl: 9,
      lapsed: 1,
      refused: 1,
      withdrawn: 1,
    })
  })

  test('much is open', () => {
    expect({
      finalsIn: inState('finalReport.submitted'),
      finalsOverdue: count(isAt('finalReport', 'overdue')),
      finalsMoved: count(isAt('finalReport', 'open')),
      balancesProposed: inState('balanceDecision.proposed'),
      balancesDue: inState('balance.due'),
      balancesOrdered: inState('balance.ordered'),
      accountsDue: count(isAt('accounts.2024', 'open')),
      claimsAnnounced: count(isAt('hearing.balance', 'open')),
    }).toEqual({
      finalsIn: 8,
      finalsOverdue: 8,
      finalsMoved: 16,
      balancesProposed: 4,
      balancesDue: 3,
      balancesOrdered: 1,
      accountsDue: 13,
      claimsAnnounced: 2,
    })
  })
})

type Feature = readonly [name: string, shown: () => unknown, expected: unknown]
const features: readonly Feature[] = [
  ['never applied', () => phase('oostkamp'), 'lapsed'],
  ['stops everything', () => phase('koksijde'), 'withdrawn'],
  ['late, reopened, submitted', () => sent('izegem', 'submission.reopen').length, 1],
  ['application replaced', () => sent('brugge', 'application.submit').length, 2],
  [
    'submitted at noon',
    () => sent('vilvoorde', 'application.submit')[0]?.at.slice(0, 19),
    '2024-05-06T12:00:00',
  ],
  ['returned, resubmitted', () => status('beringen', 'resubmission'), 'met'],
  ['returned, unanswered', () => project('tessenderlo').flags, ['resubmission-missed']],
  ['rejected, reassessed', () => sent('maaseik', 'application.reassess').length, 1],
  ['refused an award', () => phase('knokke-heist'), 'refused'],
  ['award lowered', () => isLowered('leuven'), true],
  ['advance retried', () => project('willebroek').orders.advance?.attempt, 2],
  ['advance to another IBAN', () => hasNewIban('denderleeuw', 'payment.retry'), true],
  ['advance returned by the bank', () => sent('temse', 'payment.return').length, 1],
  ['without IBAN', () => hasNewIban('houthalen-helchteren', 'applicant.update'), true],
  ['a merger', () => project('hasselt').applicant.nis, '71072'],
  ['a merger told afterwards', () => lastSucceed('tielt') > '2025-01-02', true],
  ['a merger of a partner', () => partnerNis('mortsel', 'borsbeek'), '11002'],
  ['a merger of lead and partner', () => partnerNis('tielt', 'meulebeke'), '37022'],
  ['interim late', () => status('lokeren', 'interimReport'), 'late'],
  ['interim missed', () => status('grimbergen', 'interimReport'), 'missed'],
  ['interim returned', () => sent('kortrijk', 'interimReport.submit').length, 2],
  ['interim unanswered', () => project('deinze').flags.includes('interim-return-unanswered'), true],
  ['interim moved', () => sent('bilzen', 'deadline.move').length, 1],
  ['final moved', () => sent('hasselt', 'deadline.move').length, 1],
  ['final moved for many', () => status('antwerpen', 'finalReport'), 'met'],
  ['final late in grace', () => status('ronse', 'finalReport'), 'late'],
  ['final missed', () => status('maasmechelen', 'finalReport'), 'missed'],
  ['final missed and reopened', () => status('herentals', 'finalReport'), 'met'],
  ['final returned', () => sent('roeselare', 'finalReport.submit').length, 2],
  ['final unanswered', () => project('lier').flags, ['final-return-unanswered']],
  ['motivation accepted', () => [judged('genk'), phase('genk')], ['sufficient', 'closed']],
  ['motivation refused', () => judged('oostende'), 'insufficient'],
  ['unearned by hand', () => judged('vilvoorde'), 'by hand'],
  ['stimulus not used', () => stimulusUnearned('houthalen-helchteren'), 15_000_00],
  ['stimulus used in part', () => stimulusUnearned('brasschaat'), 2_500_00],
  ['period extended', () => project('brugge').periodEnd, '2025-12-31'],
  ['a year more of accounts', () => status('vgc', 'accounts.2026'), 'met'],
  ['terminated', () => [project('geel').periodEnd, phase('geel')], ['2025-03-12', 'closed']],
  ['balance in full', () => project('gent').releasedCents, 0],
  ['balance in part', () => isPartly('oostende'), true],
  [
    'balance withheld',
    () => [project('turnhout').orders.balance, anyClaim('turnhout')],
    [null, false],
  ],
  ['balance proposal returned', () => sent('gent', 'balance.propose').length, 2],
  ['balance failed', () => project('schoten').orders.balance?.attempt, 2],
  ['balance returned by the bank', () => sent('dilbeek', 'payment.return').length, 1],
  ['repaid in parts', () => sent('menen', 'clawback.repay').length, 3],
  ['claim lowered', () => isClaimLowered('zaventem'), true],
  ['claim of nothing', () => claim('denderleeuw', 'balance').decidedCents, 0],
  ['claim not heard', () => status('maasmechelen', 'hearing.balance'), 'missed'],
  ['claim overdue', () => status('lommel', 'repayment.balance'), 'late'],
  ['claim written off', () => claim('tienen', 'balance').writtenOffCents > 0, true],
  ['claim after the balance', () => isClaimedAfterBalance('aalst'), true],
  ['repaid too much', () => replay.unmatchedCents(), 50_00],
  ['repayment moved', () => sent('kortrijk', 'deadline.move').length, 1],
  ['accounts late', () => status('lier', 'accounts.2024'), 'late'],
  ['accounts missing', () => status('tielt', 'accounts.2024'), 'missed'],
  ['accounts clarified', () => status('willebroek', 'accounts.2025'), 'late'],
  ['own share clarified', () => status('leuven', 'clarification'), 'met'],
  ['clarification unanswered', () => status('deinze', 'clarification'), 'missed'],
  ['chapters of De Rand', () => sent('de-rand', 'accounts.confirm').length, 2],
  ['end control returned', () => sent('hasselt', 'endControl.return').length, 1],
]

describe('the history shows', () => {
  test.each(features)('%s', (_name, shown, expected) => {
    expect(shown()).toEqual(expected)
  })

  test('a question of the Inspectie and an advice with remarks', () => {
    const types = replay.taken.filter((each) => each.type.startsWith('ifReview.'))
    expect(types.map((each) => each.type)).toEqual([
      'ifReview.request',
      'ifReview.suspend',
      'ifReview.resume',
      'ifReview.advise',
    ])
    expect(types.at(-1)?.data?.['outcome']).toBe('remarks')
  })

  test('batches that hold every payment, one of them sent back, and approvers kept out', () => {
    const batches = replay.taken.filter((each) => each.type === 'paymentBatch.propose')
    const approved = replay.taken.filter((each) => each.type === 'paymentBatch.approve')
    expect([batches.length - approved.length, approved.length]).toEqual([1, 29])
    const kept = replay.refused.filter(({ type }) => type === 'paymentBatch.approve')
    expect(kept.map(({ message }) => message)).toEqual([
      'Another person than the one who proposed this must approve it.',
      'The batch holds an IBAN that you changed since the award; another person must approve.',
    ])
    const paidOn = replay.taken.filter(({ type }) => type === 'payment.execute')
    const days = new Set(batches.map(({ data }) => data!['executionDate']))
    expect(paidOn.every(({ data }) => days.has(data!['date']))).toBe(true)
  })

  test('files with several reviewers, some handed over', () => {
    const assigned = replay.taken.filter((each) => each.type === 'project.assign')
    expect(new Set(assigned.map((each) => each.data?.['person'])).size).toBe(5)
    expect(assigned.length).toBeGreaterThan(57)
  })
})

describe('a large call', () => {
  test('replays without a refusal until it is settled', async () => {
    const made = generateLarge(40, 'a seed')
    const large = await loaded(made)
    const run = new Replay(large, START_MS)
    for (const line of linesOf(made.eventsFile)) run.send(line)
    expect(run.refused).toEqual([])
    expect(run.tally()).toEqual({ closed: 40 })
    expect(run.model.snapshot(large.id).value).toMatchObject({ life: 'settled' })
  })
})

async function loaded({ callFile, applicantsFile }: GeneratedCall): Promise<LoadedCall> {
  const place = mkdtempSync(join(tmpdir(), 'mijlpaal-call-'))
  writeFileSync(join(place, 'call.yaml'), callFile)
  writeFileSync(join(place, 'applicants.json'), applicantsFile)
  try {
    return await loadCall(place)
  } finally {
    rmSync(place, { recursive: true })
  }
}

function isLowered(id: string): boolean {
  const { award, application } = project(id)
  return award!.totalCents < application!.requestedCents
}

function hasNewIban(id: string, type: string): boolean {
  const iban = sent(id, type)[0]?.data?.['iban']
  return iban !== undefined && call.applicants.every((each) => each.iban !== iban)
}

function lastSucceed(id: string): string {
  return sent(id, 'applicant.succeed').at(-1)?.at ?? ''
}

function partnerNis(id: string, partner: string) {
  return project(id).applicant.partners.find((each) => each.id === partner)?.nis
}

function judged(id: string): string {
  const accepted = sent(id, 'finalReport.accept')[0]!
  const [first] = accepted.data!['lines'] as { sufficient?: boolean }[]
  if (first?.sufficient === undefined) return 'by hand'
  return first.sufficient ? 'sufficient' : 'insufficient'
}

function stimulusUnearned(id: string) {
  return project(id).judgement?.stimuli[0]?.unearnedCents
}

function isPartly(id: string): boolean {
  const { orders, releasedCents } = project(id)
  return (orders.balance?.paidMs ?? null) !== null && releasedCents > 0
}

function anyClaim(id: string): boolean {
  const { balance, endControl } = project(id).claims
  return balance !== null || endControl !== null
}

function isClaimLowered(id: string): boolean {
  const { decidedCents, announcedCents } = claim(id, 'balance')
  return decidedCents !== null && decidedCents > 0 && decidedCents < announcedCents
}

function isClaimedAfterBalance(id: string): boolean {
  const { orders, claims } = project(id)
  return orders.balance!.paidMs! < claims.endControl!.announcedMs
}
