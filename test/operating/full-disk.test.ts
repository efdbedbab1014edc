import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'

const directory = mkdtempSync(join(tmpdir(), 'mijlpaal-full-'))
const script = join(import.meta.dirname, 'full-disk-work.ts')

afterAll(() => {
  rmSync(directory, { recursive: true })
})

/** Mounts that a child makes for itself alone, and that are gone with it. */
const apart = process.getuid?.() === 0 ? ['-m'] : ['-Urm']
const mount = `mount -t tmpfs -o size=4m tmpfs '${directory}'`
const canMount = spawnSync('unshare', [...apart, 'sh', '-c', mount]).status === 0

/** Where nobody may mount, a limit on the size of files does nearly the same. */
const bounds = canMount
  ? {
      name: 'disk',
      code: 'database-full',
      message: /^The disk of the database is full; nothing was written; make room and try again/,
      ways: ['unshare', ...apart, 'sh', '-c', `${mount} && `],
    }
  : {
      name: 'limit',
      code: 'database-failed',
      message: /^The database refused a statement: disk I\/O error/,
      ways: ['sh', '-c', `trap '' XFSZ; ulimit -S -f 4000; `],
    }

function work(): Record<string, unknown> {
  const [command = '', ...words] = bounds.ways
  const node = `exec '${process.execPath}' --import tsx '${script}' '${directory}' ${bounds.name}`
  const before = words.slice(0, -1)
  const done = spawnSync(command, [...before, `${words.at(-1)}${node}`], { encoding: 'utf8' })
  if (done.status !== 0) throw new Error(done.stderr)
  return JSON.parse(done.stdout) as Record<string, unknown>
}

describe('a full disk', () => {
  test('is told to who sends; nothing is lost, and all goes on once there is room', () => {
    const seen = work()
    expect(seen).toMatchObject({
      code: bounds.code,
      retryable: true,
      again: bounds.code,
      findings: [],
    })
    expect(seen['message']).toMatch(bounds.message)
    const before = seen['before'] as number
    expect(before).toBeGreaterThan(20)
    expect(seen).toMatchObject({ acknowledged: before + 1, notes: before + 1 })
  })
})
