import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'

interface Printed {
  readonly machineMidnight: string
  readonly goldens: Readonly<Record<string, unknown>>
  readonly digest: string
}

const PROGRAM = fileURLToPath(new URL('calendar-digest.ts', import.meta.url))
const ZONES = ['UTC', 'America/New_York', 'Pacific/Kiritimati']

async function under(timeZone: string): Promise<Printed> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', PROGRAM], {
    env: { ...process.env, TZ: timeZone },
  })
  return JSON.parse(stdout) as Printed
}

describe('the calendar', () => {
  test('says the same on machines in three time zones', async () => {
    const printed = await Promise.all(ZONES.map(under))
    expect(printed.map((each) => each.machineMidnight)).toEqual([
      '2024-01-01T00:00:00.000Z',
      '2024-01-01T05:00:00.000Z',
      '2023-12-31T10:00:00.000Z',
    ])
    for (const { goldens } of printed) {
      expect(goldens).toEqual({
        deadline: Date.UTC(2024, 4, 6, 10),
        gap: Date.UTC(2024, 2, 31, 1, 30),
        overlap: Date.UTC(2024, 9, 27, 0, 30),
        interim: Date.UTC(2025, 0, 5, 22, 59, 59, 999),
        clamped: '2025-02-28',
        review: '2024-06-18',
        reminder: Date.UTC(2025, 2, 22, 22, 59, 59, 999),
        today: '2025-01-01',
      })
    }
    expect(new Set(printed.map((each) => each.digest)).size).toBe(1)
  })
})
