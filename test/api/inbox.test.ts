import { beforeAll, describe, expect, test } from 'vitest'
import { at, openApiWorld, type ApiWorld } from './api-world.ts'
import { people } from './people.ts'

interface Item {
  readonly id: string
  readonly type: string
  readonly proposal: number | null
  readonly due: string | null
  readonly overdue: boolean
  readonly assigned: boolean
}

interface Page {
  readonly items: readonly Item[]
  readonly next: string | null
}

async function waiting(world: ApiWorld, person: string): Promise<readonly string[]> {
  const { body } = await world.ask<Page>(person, '/api/inbox')
  return body.items.map(({ id, type }) => `${id.replace('voorbeeld/', '')} ${type}`)
}

describe('GET /api/inbox', () => {
  describe('before the deadline', () => {
    let world: ApiWorld

    beforeAll(async () => {
      world = await openApiWorld({ untilMs: at('2024-04-25T00:00:00Z') })
    })

    test('tells applicants of their own task and its date, until it is done', async () => {
      expect(await waiting(world, 'an')).toEqual(['aalst application.submit'])
      expect(await waiting(world, 'els')).toEqual([])
      const { body } = await world.ask<Page>('an', '/api/inbox')
      expect(body.items[0]?.due).toBe('2024-05-06T10:00:00.000Z')
    })

    test('tells who has nothing to do, nothing', async () => {
      for (const person of ['rik', 'mia', 'ivo', 'pol', 'aud', 'ada', 'far', 'out']) {
        expect(await waiting(world, person)).toEqual([])
      }
    })
  })

  describe('in the assessment', () => {
    test('tells reviewers what to admit, the files assigned to them first', async () => {
      const world = await openApiWorld({ untilMs: at('2024-05-07T00:00:00Z') })
      expect(await waiting(world, 'rik')).toEqual([
        'aalst application.admit',
        'gent application.admit',
      ])
      await world.send('mia', 'voorbeeld/gent', 'project.assign', { person: 'rik' })
      // A person whom the log does not know yet is nobody's assignee.
      await world.send('rik', 'voorbeeld/gent', 'note.add', { text: 'Van mij.' })
      expect(await waiting(world, 'rik')).toEqual([
        'gent application.admit',
        'aalst application.admit',
      ])
      expect(await waiting(world, 'lea')).toEqual([
        'aalst application.admit',
        'gent application.admit',
      ])
      expect(await waiting(world, 'mia')).toEqual(['voorbeeld ifReview.request'])
    })

    test('tells the inspector of the advice and its date', async () => {
      const world = await openApiWorld({ untilMs: at('2024-06-01T00:00:00Z') })
      const { body } = await world.ask<Page>('ivo', '/api/inbox')
      expect(body.items).toMatchObject([
        { id: 'voorbeeld', type: 'ifReview.advise', due: '2024-06-18T21:59:59.999Z' },
      ])
    })
  })

  describe('when balances are proposed', () => {
    let world: ApiWorld

    beforeAll(async () => {
      world = await openApiWorld({ untilMs: at('2025-08-19T12:00:00Z') })
    })

    test('tells others than who proposed them, with the proposal to name', async () => {
      expect(await waiting(world, 'rik')).toEqual([])
      for (const person of ['lea', 'mia']) {
        expect(await waiting(world, person)).toEqual([
          'aalst balance.approve',
          'gent balance.approve',
        ])
      }
      const { body } = await world.ask<Page>('mia', '/api/inbox')
      for (const { id, proposal } of body.items) {
        const approved = await world.send('mia', id, 'balance.approve', { proposal })
        expect(approved.status).toBe(200)
      }
      expect(await waiting(world, 'mia')).toEqual([])
      expect(await waiting(world, 'pol')).toEqual(['gent payment.execute'])
    })

    test('gives the nearest date first, in pages', async () => {
      expect(await waiting(world, 'an')).toEqual(['aalst clawback.hear', 'aalst accounts.submit'])
      const first = await world.ask<Page>('an', '/api/inbox?limit=1')
      const second = await world.ask<Page>('an', `/api/inbox?limit=1&cursor=${first.body.next}`)
      expect([...first.body.items, ...second.body.items].map(({ type }) => type)).toEqual([
        'clawback.hear',
        'accounts.submit',
      ])
      expect(second.body.next).toBeNull()
      expect((await world.ask('an', '/api/inbox?cursor=x')).status).toBe(400)
    })
  })

  test('tells a person with two roles what waits for either', async () => {
    const both = {
      ...people['rik']!,
      person: 'both',
      roles: { voorbeeld: ['reviewer', 'paymaster'] },
    }
    const world = await openApiWorld({
      untilMs: at('2024-10-02T00:00:00Z'),
      people: { both: both as (typeof people)[string] },
    })
    expect(await waiting(world, 'both')).toEqual(['aalst payment.execute', 'gent payment.execute'])
  })
})
