import { beforeAll, describe, expect, test } from 'vitest'
import { at } from '../api/api-world.ts'
import { dump } from '../programme/replayed.ts'
import { openWebWorld, type WebWorld } from './web-world.ts'

let world: WebWorld

beforeAll(async () => {
  world = await openWebWorld({ untilMs: at('2025-08-19T12:00:00Z') })
})

describe('the forecast', () => {
  test('works nothing out before it is asked', async () => {
    const { status, text } = await world.get('mia', '/forecast')
    expect(status).toBe(200)
    expect(text).toContain('Lijnen die hun KPI halen, in procent')
    expect(text).not.toContain('Bedragen, nu en aan het einde')
  })

  test('tells money, phases and passed deadlines in both languages', async () => {
    const dutch = await world.get('mia', '/forecast?reached=100')
    expect(dutch.status).toBe(200)
    expect(dutch.text).toContain('Geld per maand')
    expect(dutch.text).toContain('Projecten per fase')
    const english = await world.get('mia', '/forecast?reached=100', 'en')
    expect(english.text).toContain('Money by month')
  })

  test('takes a number that is none, or beyond its limit, as the form can show it', async () => {
    const { text } = await world.get('mia', '/forecast?reached=veel&achieved=5000&until=2025-12-31')
    expect(text).toMatch(/name="reached" inputmode="numeric" value="80"/)
    expect(text).toMatch(/name="achieved" inputmode="numeric" value="99"/)
  })

  test('says that it looks ahead only, and not for ever', async () => {
    for (const until of ['2020-01-01', '2090-01-01']) {
      const { status, text } = await world.get('mia', `/forecast?until=${until}`)
      expect(status).toBe(400)
      expect(text).toContain('Kies een dag die nog komt, hoogstens twintig jaar vooruit.')
    }
  })

  test('changes nothing', async () => {
    const before = dump(world.file)
    await world.get('mia', '/forecast?reached=10')
    expect(dump(world.file)).toBe(before)
  })

  test('is for who reads the whole call', async () => {
    const persons = ['rik', 'aud', 'els', 'far']
    const statuses = persons.map(async (each) => (await world.get(each, '/forecast')).status)
    expect(await Promise.all(statuses)).toEqual([200, 200, 404, 404])
  })
})

describe('what comes next for a project', () => {
  test('says who acts, by which rule, and what follows if nobody does', async () => {
    const { text } = await world.get('rik', '/projects/voorbeeld/gent')
    expect(text).toContain('Wat er komt')
    expect(text).toContain('Gebeurt er niets:')
    expect(text).toContain('Aan zet: aanvrager.')
  })
})
