import { beforeAll, describe, expect, test } from 'vitest'
import { dump } from '../programme/replayed.ts'
import { at, openApiWorld, pathOf, type Answer, type ApiWorld } from './api-world.ts'
import { people } from './people.ts'

const gent = 'voorbeeld/gent'
const aalst = 'voorbeeld/aalst'
const terms = { deadline: 'finalReport', to: '2025-09-30' }

interface Moved {
  readonly step: string
  readonly proposal: number | null
  readonly outcome: { readonly revision: number } | null
  readonly preview: { readonly projects: readonly { readonly id: string }[] } | null
  readonly undo: { readonly moves: readonly object[] } | null
}

let world: ApiWorld

beforeAll(async () => {
  const max = { ...people['mia'], person: 'max', label: 'max', organisation: null, roles: {} }
  world = await openApiWorld({
    untilMs: at('2024-12-20T12:00:00Z'),
    people: { ...people, max: { ...max, roles: { voorbeeld: ['manager'] } } },
  })
})

function move(
  person: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<Answer<Moved & { readonly code: string; readonly detail: string }>> {
  return world.ask(person, '/api/deadlines/move', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    payload: JSON.stringify({ call: 'voorbeeld', ...body }),
  })
}

async function propose(more: object = {}): Promise<number> {
  const body = { step: 'propose', ...terms, reason: 'Overmacht.', ...more }
  const { status, body: answer } = await move('mia', body)
  expect(status).toBe(200)
  return answer.proposal ?? 0
}

async function dueOf(id: string): Promise<string | undefined> {
  const project = await world.app.queries.project(id)
  return project?.deadlines.find(({ name }) => name === terms.deadline)?.due
}

describe('POST /api/deadlines/move', () => {
  test('previews, proposes, shows and approves a move, and tells how to undo it', async () => {
    const before = dump(world.file)
    const preview = await move('mia', { step: 'preview', ...terms })
    expect(preview.body.preview?.projects.map(({ id }) => id)).toEqual([aalst, gent])
    expect(dump(world.file)).toBe(before)
    const proposed = await move('mia', { step: 'propose', ...terms, reason: 'Overmacht.' })
    expect(proposed.body).toMatchObject({ step: 'propose', undo: null })
    expect(proposed.body.preview).toEqual(preview.body.preview)
    const proposal = proposed.body.proposal ?? 0
    const open = await move('max', { step: 'preview', proposal })
    expect(open.body).toMatchObject({ proposal, preview: preview.body.preview, outcome: null })
    const inbox = await world.ask('max', '/api/inbox')
    expect(JSON.stringify(inbox.body)).toContain('"deadlineMove.approve"')
    const approved = await move('max', { step: 'approve', proposal })
    expect(approved.status).toBe(200)
    expect(await dueOf(gent)).toBe('2025-09-30T21:59:59.999Z')

    const undo = await move('max', { step: 'undo', move: approved.body.outcome?.revision })
    const back = { deadline: 'finalReport', to: '2025-07-05T21:59:59.999Z', projects: null }
    expect(undo.body).toMatchObject({ undo: { moves: [back], left: [] }, outcome: null })
    const again = await propose({ to: back.to })
    expect((await move('max', { step: 'approve', proposal: again })).status).toBe(200)
    expect(await dueOf(gent)).toBe(back.to)
    expect(await world.app.engine.verify()).toEqual([])
  })

  test('takes another person to approve or refuse, and the same to withdraw', async () => {
    const proposal = await propose()
    for (const [person, step] of [
      ['mia', 'approve'],
      ['mia', 'refuse'],
      ['max', 'withdraw'],
    ] as const) {
      const { status, body } = await move(person, { step, proposal })
      expect(`${status} ${body.code}`).toBe('403 four-eyes')
    }
    const refused = await move('max', { step: 'refuse', proposal, reason: 'Te laat.' })
    expect(refused.status).toBe(200)
    const next = await propose()
    expect((await move('mia', { step: 'withdraw', proposal: next })).status).toBe(200)
    expect((await world.ask('mia', pathOf('voorbeeld'))).body['deadlineMove']).toBeNull()
    expect(await dueOf(gent)).toBe('2025-07-05T21:59:59.999Z')
  })

  test('refuses a decision on a proposal that another has overtaken', async () => {
    const first = await propose()
    await move('mia', { step: 'withdraw', proposal: first })
    const second = await propose({ to: '2026-12-31' })
    for (const step of ['approve', 'refuse', 'preview']) {
      const { status, body } = await move('max', { step, proposal: first })
      expect(`${status} ${body.code} ${body.detail}`).toBe(
        `412 version-conflict Proposal ${first} is not open; ${second} is.`,
      )
    }
    const stale = await move('max', { step: 'approve', proposal: second }, { 'if-match': '"1"' })
    expect(stale).toMatchObject({ status: 412, body: { code: 'version-conflict' } })
    expect((await move('mia', { step: 'withdraw', proposal: second })).status).toBe(200)
    for (const step of ['approve', 'refuse', 'withdraw', 'preview']) {
      const { status, body } = await move('max', { step, proposal: second })
      expect(`${step} ${status} ${body.code}`).toBe(`${step} 409 event-not-allowed`)
    }
  })

  test('gives the same answer to the same key, and one event', async () => {
    const key = { 'idempotency-key': 'move-1' }
    const body = { step: 'propose', ...terms, reason: 'Eens.' }
    const first = await move('mia', body, key)
    const again = await move('mia', body, key)
    expect(again.body).toEqual(first.body)
    const { proposal } = first.body
    const withdraw = { step: 'withdraw', proposal }
    const done = await move('mia', withdraw, { 'idempotency-key': 'move-2' })
    const repeated = await move('mia', withdraw, { 'idempotency-key': 'move-2' })
    expect(done.status).toBe(200)
    expect(repeated.body).toEqual(done.body)
    const late = await move('mia', body, key)
    expect(late.body).toMatchObject({ proposal, outcome: first.body.outcome, preview: null })
  })

  test.each([
    ['no step', {}, 'step', 400],
    ['a step that is none', { step: 'do' }, 'step', 400],
    ['no date', { step: 'preview', deadline: 'finalReport' }, 'to', 400],
    ['no reason', { step: 'propose', ...terms }, 'reason', 400],
    ['a blank reason', { step: 'propose', ...terms, reason: ' ' }, 'reason', 400],
    ['a date that is none', { step: 'preview', ...terms, to: '2025-02-30' }, 'to', 400],
    ['a date in the past', { step: 'preview', ...terms, to: '2024-12-19' }, 'to', 400],
    ['no proposal', { step: 'approve' }, 'proposal', 400],
    ['a proposal of nothing', { step: 'approve', proposal: 0 }, 'proposal', 400],
    ['what the step does not take', { step: 'approve', proposal: 3, to: '2025' }, 'to', 400],
    ['a revision that moved nothing', { step: 'undo', move: 1 }, 'move', 400],
    ['a field that is none', { step: 'undo', move: 1, more: 1 }, 'more', 400],
    ['another call', { step: 'preview', ...terms, call: 'elsewhere' }, null, 404],
    ['a project for a call', { step: 'preview', ...terms, call: gent }, null, 404],
    ['no projects', { step: 'preview', ...terms, projects: [] }, null, 409],
    ['a project that is none', { step: 'preview', ...terms, projects: ['x'] }, null, 409],
    ['a deadline that is none', { step: 'preview', ...terms, deadline: 'x' }, null, 409],
  ])('refuses %s and changes nothing', async (_, body, field, status) => {
    const before = dump(world.file)
    const answer = await move('mia', body)
    expect(answer).toMatchObject({ status, body: { field } })
    expect(answer.body.detail).toMatch(/^\S[^\n]+$/)
    expect(dump(world.file)).toBe(before)
  })
})
