import { beforeAll, describe, expect, test } from 'vitest'
import type { Line } from '../../machines/project/context.ts'
import { simulateLine, wholeNumber } from '../../src/web/applicant/simulation.ts'
import { at } from '../api/api-world.ts'
import { openWebWorld, type WebWorld } from './web-world.ts'

const unbounded: Line = {
  line: 'x-1',
  action: 'oefenkansen-nederlands',
  kpiType: 'count',
  unitPriceCents: 120_00,
  currentReach: 100,
  kpi: 1000,
  amountCents: 100_000_00,
}

const reduced = (line: Partial<Line>, kpi: string) =>
  simulateLine({ ...unbounded, ...line }, { decision: 'reduce', kpi })

describe('the amount of a line', () => {
  test('is what the nota works out (§2.4)', () => {
    expect(reduced({ currentReach: 100 }, '500')).toMatchObject({
      amountCents: 30_000_00,
      formula: { kpi: 500, units: 250, formulaCents: 30_000_00 },
    })
    expect(reduced({ currentReach: 500 }, '800')).toMatchObject({
      amountCents: 36_000_00,
      formula: { kpi: 800, units: 300, formulaCents: 36_000_00 },
    })
  })

  test('is never more than in year 2', () => {
    expect(reduced({ amountCents: 20_000_00 }, '500')).toMatchObject({
      amountCents: 20_000_00,
      formula: { formulaCents: 30_000_00 },
    })
  })

  test('asks for a KPI that is a number and lower', () => {
    expect(reduced({}, '').problem).toBe('kpi-missing')
    expect(reduced({}, '-3').problem).toBe('kpi-missing')
    expect(reduced({}, '1000').problem).toBe('kpi-not-reduced')
    expect(reduced({}, '1.000').problem).toBe('kpi-not-reduced')
    expect(reduced({}, '0')).toMatchObject({ problem: null, amountCents: 0 })
    expect(wholeNumber('1.340')).toBe(1340)
    expect(wholeNumber('1e3')).toBeNull()
  })
})

describe('before the deadline', () => {
  let world: WebWorld

  beforeAll(async () => {
    world = await openWebWorld({ untilMs: at('2024-05-01T00:00:00Z') })
  })

  test('the simulator works the choices out, and leads into the application', async () => {
    const path = '/simulator?project=voorbeeld/aalst&chosen=yes'
    const choices = '&lines.0.decision=reduce&lines.0.kpi=700&lines.1.decision=stop'
    const { status, text } = await world.get('an', path + choices)
    expect(status).toBe(200)
    // 120 × min(700/2, 700 − 500) = 24,000; 80 % of it is 19,200.
    expect(text).toContain('€ 24.000,00')
    expect(text).toContain('€ 120,00 × 200 = € 24.000,00')
    expect(text).toContain('€ 19.200,00')
    expect(text).toContain('€ 4.800,00')
    const [, link = ''] = /href="([^"]*application\.submit\?[^"]*)"/.exec(text) ?? []
    const form = await world.get('an', link.replaceAll('&amp;', '&'))
    expect(form.status).toBe(200)
    expect(form.text).toMatch(/name="lines\.0\.kpi"[^>]* value="700"/)
    expect(form.text).toMatch(/<option value="stop" selected/)
  })

  test('the simulator says beside the field what is wrong, and offers no application', async () => {
    const path = '/simulator?project=voorbeeld/aalst&chosen=yes&lines.0.decision=reduce'
    const { status, text } = await world.get('an', `${path}&lines.0.kpi=800`)
    expect(status).toBe(200)
    expect(text).toContain('Geef een KPI lager dan 800.')
    expect(text).not.toContain('application.submit?')
  })

  test('no one simulates a project that they may not see', async () => {
    for (const project of ['voorbeeld/gent', 'voorbeeld/nobody', 'voorbeeld', '']) {
      expect((await world.get('an', `/simulator?project=${project}`)).status).toBe(404)
    }
  })

  test('there is no balance to work out yet', async () => {
    const { text } = await world.get('els', '/simulator/settlement?project=voorbeeld/gent')
    expect(text).toContain('Er is nog niets toegekend')
  })
})

describe('after the award', () => {
  let world: WebWorld

  beforeAll(async () => {
    world = await openWebWorld({ untilMs: at('2025-08-19T12:00:00Z') })
  })

  test('one’s own page lists what was handed in, its number, and whether it was late', async () => {
    const { text } = await world.get('els', '/')
    expect(text).toContain('20 april 2024 om 10:00')
    expect(text).toMatch(/<code class="wrapped">voorbeeld\/gent:\d+<\/code>/)
    expect(text).toContain('✓ op tijd')
    expect(text).toContain('href="/simulator/settlement?project=voorbeeld%2Fgent"')
  })

  test('the settlement is worked out from what was reached', async () => {
    const path = '/simulator/settlement?project=voorbeeld/gent&chosen=yes&stimuli.0.used=yes'
    // f(500) = 250 and f(300) = 150: 30,000 × 100/250 = 12,000 is not earned; the balance is 8,000.
    const { text } = await world.get('els', `${path}&kpis.0.achieved=300`)
    expect(text).toContain('€ 12.000,00')
    expect(text).toContain('€ 4.000,00')
    expect(text).toContain('van het voorschot zou € 4.000,00 worden teruggevorderd')
    const motivated = await world.get('rik', `${path}&kpis.0.achieved=300&kpis.0.motivated=yes`)
    expect(motivated.text).toContain('Het hele saldo van € 8.000,00 zou worden uitbetaald.')
    const part = await world.get('els', `${path}&kpis.0.achieved=450`)
    // f(450) = 225: 3,000 is not earned.
    expect(part.text).toContain('Van het saldo van € 8.000,00 zou € 5.000,00 worden uitbetaald.')
    const unused = await world.get(
      'els',
      `${path.replace('&stimuli.0.used=yes', '')}&kpis.0.achieved=500`,
    )
    expect(unused.text).toContain('van het voorschot zou € 2.000,00 worden teruggevorderd')
  })
})
