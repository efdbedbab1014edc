import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApp } from '../../src/app.ts'
import { replay, replayStartMs } from '../../src/programme/replay.ts'
import { folderOf, voorbeeld } from '../programme/replayed.ts'
import { printed } from './printed.ts'

const directory = mkdtempSync(join(tmpdir(), 'mijlpaal-mails-'))
const file = join(directory, 'replayed.sqlite')

beforeAll(async () => {
  const folder = await folderOf(voorbeeld)
  const kind = { seed: folder.parameters.id, startMs: replayStartMs(folder) }
  await using app = await openApp({ database: file, kind })
  const untilMs = Date.parse('2025-01-25T00:00:00Z')
  await replay(app.engine, app.queries, folder, { effects: app.effects, untilMs })
})

afterAll(() => {
  rmSync(directory, { recursive: true })
})

/** What the command prints. */
async function mails(...words: readonly string[]): Promise<string> {
  return printed(['mails', '--database', file, ...words])
}

describe('mijlpaal mails', () => {
  test('lists what was kept for a project, and says that nothing left a virtual database', async () => {
    const text = await mails('--project', 'voorbeeld/gent')
    expect(text).toMatch(/6 Dec 2024, 08:00 +applicant +reminder interimReport -P30D +kept\n/)
    expect(text).toMatch(/reminder submission -P14D +skipped +What it asks for has come; /)
    expect(text).toMatch(/none of these mails left it\.\n$/)
  })

  test('prints one JSON document', async () => {
    const found = JSON.parse(await mails('--call', 'voorbeeld', '--status', 'kept', '--json')) as {
      status: string
      at: string
    }[]
    expect(found.length).toBeGreaterThan(10)
    expect(new Set(found.map(({ status }) => status))).toEqual(new Set(['kept']))
    expect(found[0]).toMatchObject({
      effect: 'voorbeeld/aalst:3:0',
      instance: 'voorbeeld/aalst',
      about: 'submission',
      at: '2024-04-06T06:00:00.000Z',
      notedAt: '2024-04-06T06:00:00.000Z',
    })
  })

  test('shows one mail in full, for people and for programs', async () => {
    const text = await mails('--show', 'voorbeeld/aalst:3:0')
    expect(text).toMatch(/^kept\nTo: applicant .+@.+\nSubject: .+\nMessage-ID: <.+>\n\n/)
    expect(text).toContain('BEGIN:VCALENDAR')
    const shown = JSON.parse(await mails('--show', 'voorbeeld/aalst:3:0', '--json')) as object
    expect(shown).toMatchObject({ effect: 'voorbeeld/aalst:3:0', status: 'kept' })
  })

  test('says so when there is none', async () => {
    expect(await mails('--project', 'voorbeeld/nobody')).toBe('No mail fits.\n')
    await expect(mails('--show', 'voorbeeld/nobody:1:0')).rejects.toThrow(/There is no mail/)
    await expect(mails('--retry', 'voorbeeld/aalst:3:0')).rejects.toThrow(/is not parked; mails/)
    await expect(mails('--status', 'lost')).rejects.toThrow(/lost is no status; take one of sent/)
  })
})
