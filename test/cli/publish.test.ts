import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { folderOf, replayInto, voorbeeld } from '../programme/replayed.ts'
import { printed } from './printed.ts'

const directory = mkdtempSync(join(tmpdir(), 'mijlpaal-publish-'))
const file = join(directory, 'replayed.sqlite')

beforeAll(async () => {
  await replayInto(file, await folderOf(voorbeeld))
})

afterAll(() => {
  rmSync(directory, { recursive: true })
})

/** What the command prints. */
function run(...words: readonly string[]): Promise<string> {
  return printed([...words, '--database', file])
}

describe('mijlpaal publish', () => {
  test('publishes what an outbox left behind, and a second time nothing', async () => {
    const first = JSON.parse(await run('publish', '--json')) as Record<string, unknown[]>
    expect(first['made']).toHaveLength(3)
    expect(first['versions']).toEqual(first['made'])
    expect(first['made']?.[0]).toMatchObject({ version: 1, path: '/open/voorbeeld/v1' })
    const again = JSON.parse(await run('publish', 'voorbeeld', '--json')) as typeof first
    expect(again).toEqual({ made: [], versions: first['versions'] })
    expect(await run('publish')).toMatch(/^Nothing was left to publish\.[^]*\/open\/voorbeeld\/v3/)
  })

  test('says so when there is no such call', async () => {
    await expect(run('publish', 'elsewhere')).rejects.toThrow(/There is no call elsewhere/)
  })
})

describe('mijlpaal calendar', () => {
  test('makes an address, lists it without its secret, and ends it', async () => {
    await run('user', 'add', 'Rik (test)', '--login', 'rik', '--link-file', join(directory, 'link'))
    const made = JSON.parse(
      await run('calendar', 'add', 'rik', '--call', 'voorbeeld', '--role', 'reviewer', '--json'),
    ) as { id: string; url: string; secret?: string }
    expect(made.url).toMatch(/^\/cal\/[\w-]{43}\.ics$/)
    expect(made.secret).toBeUndefined()
    const listed = await run('calendar', 'list', 'rik')
    expect(listed).toContain('role voorbeeld:reviewer')
    expect(listed).not.toContain(made.url.slice(5, -4))
    await run('calendar', 'revoke', made.id)
    const [one] = JSON.parse(await run('calendar', 'list', '--json')) as { revokedMs: number }[]
    expect(one?.revokedMs).toBeGreaterThan(0)
    await expect(run('calendar', 'add', 'rik', '--call', 'x')).rejects.toThrow(/--role together/)
  })
})
