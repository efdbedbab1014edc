import { describe, expect, test } from 'vitest'
import type { Caller } from '../../src/access/caller.ts'
import { at, openApiWorld, pathOf, type ApiWorld } from './api-world.ts'
import { people } from './people.ts'

const gent = 'voorbeeld/gent'
const COUNT = 50

const reviewers = Object.fromEntries(
  Array.from({ length: COUNT }, (_, index): [string, Caller] => {
    const person = `reviewer-${index}`
    return [
      person,
      { person, label: person, roles: { voorbeeld: ['reviewer'] }, organisation: null },
    ]
  }),
)

async function deciding(): Promise<{ world: ApiWorld; proposal: number }> {
  const untilMs = at('2025-08-19T12:00:00Z')
  const world = await openApiWorld({ untilMs, people: { ...people, ...reviewers } })
  const { body } = await world.ask<{ proposal: { id: number } }>('mia', pathOf(gent))
  return { world, proposal: body.proposal.id }
}

async function approvals(world: ApiWorld): Promise<number> {
  const history = await world.app.engine.history(gent)
  return history.filter(({ type }) => type === 'balance.approve').length
}

describe('fifty who approve at once', () => {
  test('one wins, and the others are told clearly that they did not', async () => {
    const { world, proposal } = await deciding()
    const answers = await Promise.all(
      Object.keys(reviewers).map((person) =>
        world.send(person, gent, 'balance.approve', { proposal }),
      ),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const losers = answers.filter(({ status }) => status !== 200)
    expect(new Set(losers.map(({ status, body }) => `${status} ${String(body['code'])}`))).toEqual(
      new Set(['409 event-not-allowed']),
    )
    expect(losers[0]?.body['detail']).toBe(`${gent} does not take balance.approve now.`)
    expect(await approvals(world)).toBe(1)
    expect(await world.app.engine.verify()).toEqual([])
  })

  test('who asks fifty times with one key gets one event and one answer', async () => {
    const { world, proposal } = await deciding()
    const key = { 'idempotency-key': 'approve' }
    const answers = await Promise.all(
      Array.from({ length: COUNT }, () =>
        world.send('lea', gent, 'balance.approve', { proposal }, key),
      ),
    )
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
    expect(answers[0]?.status).toBe(200)
    expect(await approvals(world)).toBe(1)
  })

  test('fifty with one key make one event, and only one of them is told that it is theirs', async () => {
    const { world, proposal } = await deciding()
    const key = { 'idempotency-key': 'approve' }
    const answers = await Promise.all(
      Object.keys(reviewers).map((person) =>
        world.send(person, gent, 'balance.approve', { proposal }, key),
      ),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const codes = answers.filter(({ status }) => status !== 200).map(({ body }) => body['code'])
    expect(new Set(codes)).toEqual(new Set(['idempotency-conflict']))
    expect(await approvals(world)).toBe(1)
  })
})
