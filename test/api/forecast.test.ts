import { beforeAll, describe, expect, test } from 'vitest'
import type { CallForecast } from '../../src/programme/forecast/forecasts.ts'
import type { NextStep } from '../../src/programme/forecast/next-steps.ts'
import { dump } from '../programme/replayed.ts'
import { at, openApiWorld, pathOf, type ApiWorld } from './api-world.ts'

let world: ApiWorld

beforeAll(async () => {
  world = await openApiWorld({ untilMs: at('2025-02-01T12:00:00Z') })
})

const forecast = (query: string) =>
  world.ask<CallForecast>('aud', `/api/forecast?call=voorbeeld${query}`)

describe('GET /api/forecast', () => {
  test('answers with the assumptions it was asked with, and changes nothing', async () => {
    const before = dump(world.file)
    const query = '&until=2027-01-01&reached=30&lateWeeks=2&reviewDays=7&awardOn=2025-03-01'
    const { status, body } = await forecast(query)
    expect(status).toBe(200)
    expect(body.assumptions).toMatchObject({
      reached: 30,
      lateWeeks: 2,
      reviewDays: 7,
      awardOn: '2025-03-01',
      paymentDays: 14,
    })
    expect(body).toMatchObject({
      call: 'voorbeeld',
      from: '2025-02-01T12:00:00.000Z',
      until: '2027-01-01T22:59:59.999Z',
      endedBy: null,
    })
    expect(body.phases).toHaveLength(24)
    expect(dump(world.file)).toBe(before)
  })

  test.each([
    ['reached=101', 'reached'],
    ['reached=many', 'reached'],
    ['lateWeeks=-1', 'lateWeeks'],
    ['awardOn=2025-02-30', 'awardOn'],
    ['until=yesterday', 'until'],
    ['until=2025-01-31', 'until'],
    ['until=2099-01-01', 'until'],
    ['luck=7', 'luck'],
  ])('refuses %s and says where', async (query, field) => {
    const { status, body } = await world.ask('mia', `/api/forecast?call=voorbeeld&${query}`)
    expect({ status, code: body['code'], field: body['field'] }).toEqual({
      status: 400,
      code: 'invalid-payload',
      field,
    })
  })

  test('of a call that nobody has is not found', async () => {
    expect((await world.ask('aud', '/api/forecast?call=none')).status).toBe(404)
    expect((await world.ask('aud', '/api/forecast?call=voorbeeld%2Fgent')).status).toBe(404)
  })

  test('is limited on its own, and leaves reading alone', async () => {
    const small = await openApiWorld({
      untilMs: at('2024-04-10T12:00:00Z'),
      limits: { forecasts: 2 },
    })
    const statuses: number[] = []
    for (let asked = 0; asked < 3; asked += 1) {
      statuses.push((await small.ask('mia', '/api/forecast?call=voorbeeld')).status)
    }
    expect(statuses).toEqual([200, 200, 429])
    expect((await small.ask('mia', '/api/calls')).status).toBe(200)
  })

  test('answers 503 to those for whom too many wait', async () => {
    const asked = await Promise.all(Array.from({ length: 8 }, () => forecast('')))
    const statuses = asked.map(({ status }) => status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(5)
    expect(statuses.filter((status) => status === 503)).toHaveLength(3)
    expect((await forecast('')).status).toBe(200)
  })

  test('lets other answers go out while it runs', async () => {
    const order: string[] = []
    const slow = forecast('').then(() => order.push('forecast'))
    const quick = world.ask('mia', '/api/calls').then(() => order.push('calls'))
    await Promise.all([slow, quick])
    expect(order).toEqual(['calls', 'forecast'])
  })
})

describe('GET /api/projects/:id/next', () => {
  test('tells the applicant its coming dates', async () => {
    const path = `${pathOf('voorbeeld/gent')}/next`
    const { body } = await world.ask<{ items: NextStep[] }>('els', path)
    expect(body.items.map(({ name }) => name)).toContain('finalReport')
    const times = body.items.map(({ due }) => due.at)
    expect(times.toSorted()).toEqual(times)
  })
})
