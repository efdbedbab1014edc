import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { plant } from './plant.ts'
import { plants } from './plants.ts'
import type { SoakResult } from './soak.ts'

const root = join(import.meta.dirname, '../..')

interface Ended {
  readonly code: number
  readonly result: SoakResult
}

/** `npm run soak` in a process of its own, as a planted bug must not outlive it. */
function soakWith(...options: readonly string[]): Promise<Ended> {
  const command = ['--import', 'tsx', 'bench/soak.ts', '--json', ...options]
  return new Promise((resolve, reject) => {
    execFile(process.execPath, command, { cwd: root }, (error, stdout, stderr) => {
      if (stdout === '') reject(new Error(stderr, { cause: error }))
      else resolve({ code: Number(error?.code ?? 0), result: JSON.parse(stdout) as SoakResult })
    })
  })
}

describe('the simulation', () => {
  test.each(Object.keys(plants))('finds the planted bug %s', async (name) => {
    const { code, result } = await soakWith(
      '--seeds',
      '60',
      '--program',
      'library',
      '--plant',
      name,
    )
    expect({ code, found: result.miss !== null }).toEqual({ code: 1, found: true })
  })

  test('ends well without a planted bug', async () => {
    const { code, result } = await soakWith('--seeds', '2', '--program', 'calls')
    expect({ code, miss: result.miss }).toEqual({ code: 0, miss: null })
  })
})

describe('plant', () => {
  test('refuses a name that no plant has', () => {
    expect(() => plant('no-such-bug')).toThrow('There is no plant no-such-bug; there is')
  })
})
