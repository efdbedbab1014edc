import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { voorbeeld } from '../programme/replayed.ts'
import { openApiWorld, pathOf } from './api-world.ts'

interface Line {
  readonly at: string
  readonly to: string
  readonly type: string
  readonly actor: string
  readonly data?: Record<string, unknown>
}

interface Shown {
  readonly proposal: { readonly id: number } | null
}

interface Refused {
  readonly line: number
  readonly to: string
  readonly type: string
  readonly code: string
}

describe('voorbeeld over HTTP', () => {
  test('ends as its expectation says, each event sent by its person at its time', async () => {
    const world = await openApiWorld()
    const lines = readFileSync(join(voorbeeld, 'events.jsonl'), 'utf8').trim().split('\n')
    const refused: Refused[] = []
    for (const [index, text] of lines.entries()) {
      const line = JSON.parse(text) as Line
      const { to, type, actor } = line
      await world.ask('mia', '/api/clock', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        payload: JSON.stringify({ at: line.at }),
      })
      const data = { ...line.data }
      if (type.endsWith('.approve')) {
        const shown = await world.ask<Shown>(actor, pathOf(to))
        data['proposal'] = shown.body.proposal?.id
      }
      const key = { 'idempotency-key': `line-${index + 1}` }
      const { status, body } = await world.send(actor, to, type, data, key)
      if (status === 200) continue
      refused.push({ line: index + 1, to, type, code: String(body['code']) })
    }
    const call = (await world.ask('mia', pathOf('voorbeeld'))).body
    const projects = (await world.ask<{ items: unknown[] }>('mia', '/api/projects')).body.items
    const expected: unknown = JSON.parse(readFileSync(join(voorbeeld, 'expected.json'), 'utf8'))
    expect({ call, projects, refused }).toMatchObject(expected as object)
    expect(await world.app.engine.verify()).toEqual([])
  })
})
