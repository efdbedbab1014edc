import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openApp, type App } from '../../src/app.ts'
import type { Outcome } from '../../src/engine/index.ts'
import type { CallFolder, ReplayEvent } from '../../src/programme/import/folder.ts'
import { dump, emptyDirectory, folderOf, replayInto, voorbeeld } from './replayed.ts'

const directory = emptyDirectory()

afterAll(() => {
  rmSync(directory, { recursive: true })
})

/** Lines of the example call that bring messages, timers, effects and postings. */
const lines = [
  { type: 'award.decide', to: 'voorbeeld' },
  { type: 'balance.approve', to: 'voorbeeld/gent' },
]

describe('the Nth statement of a decision fails', () => {
  test.each(lines)('and for every N, $type on $to is done whole or not at all', async (wanted) => {
    const folder = await folderOf(voorbeeld)
    const line = folder.events.find(({ type, to }) => type === wanted.type && to === wanted.to)!
    const prepared = await preparedFor(folder, line)
    const before = dump(prepared)
    const calm = join(directory, `calm-${wanted.type}.sqlite`)
    copyFileSync(prepared, calm)
    const done = await sendIn(calm, line, Infinity)
    expect(done.outcome).toMatchObject({ accepted: true })
    const after = dump(calm)
    expect(after).not.toBe(before)
    let failures = 0
    for (let nth = 1; ; nth += 1) {
      const file = join(directory, `${wanted.type}-${nth}.sqlite`)
      copyFileSync(prepared, file)
      const { outcome, state, again, findings } = await sendIn(file, line, nth)
      expect(again).toEqual(done.outcome)
      expect(findings).toEqual([])
      expect(dump(file)).toBe(after)
      rmSync(file)
      if (outcome !== 'failed') break
      failures += 1
      expect([before, after]).toContain(state)
    }
    // Reading alone takes a handful of statements, writing another.
    expect(failures).toBeGreaterThan(12)
  })
})

/** The example call as it stands before a line, with nothing due that would go before it. */
async function preparedFor(folder: CallFolder, line: ReplayEvent): Promise<string> {
  const file = join(directory, `before-${line.line}.sqlite`)
  const events = folder.events.filter((each) => each.line < line.line)
  await replayInto(file, { ...folder, events }, line.atMs - 1)
  return file
}

interface Sent {
  readonly outcome: Outcome | 'failed'
  /** The whole database after the failure. */
  readonly state: string
  /** What the same request gets on the same app, once the disk is well again. */
  readonly again: Outcome
  readonly findings: readonly unknown[]
}

async function sendIn(file: string, line: ReplayEvent, nth: number): Promise<Sent> {
  let left = Infinity
  const onStatement = (): void => {
    left -= 1
    if (left === 0) throw new Error('The disk says no')
  }
  await using app = await openApp({ database: file, kind: 'existing', onStatement })
  left = nth
  const outcome = await send(app, line).catch(() => 'failed' as const)
  left = Infinity
  const state = dump(file)
  const again = await send(app, line)
  return { outcome, state, again, findings: await app.engine.verify() }
}

function send(
  { engine }: App,
  { to, type, data, actor, roles, atMs, applicant, line }: ReplayEvent,
) {
  const claims = applicant === undefined ? {} : { claims: { applicant } }
  const sender = { person: actor, roles, ...claims }
  return engine.send({ to, type, data, sender, at: atMs, key: `line:${line}` })
}
