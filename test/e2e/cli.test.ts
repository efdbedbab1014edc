import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Running } from './process.ts'

const root = join(import.meta.dirname, '../..')
const voorbeeld = 'test/fixtures/voorbeeld'

const run = (...words: readonly string[]) => new Running(words).ended()

describe('mijlpaal, as a process', () => {
  test('says which version it is', async () => {
    const text = readFileSync(join(root, 'package.json'), 'utf8')
    const { version } = JSON.parse(text) as { version: string }
    expect(await run('--version')).toMatchObject({ code: 0, out: `${version}\n`, err: '' })
  })

  test('prints exactly one JSON document that holds what is expected', async () => {
    const { code, out } = await run('replay', voorbeeld, '--json')
    const text = readFileSync(join(root, voorbeeld, 'expected.json'), 'utf8')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject(JSON.parse(text) as object)
  })

  test('ends with 1 and a sentence on stderr when it refuses', async () => {
    const { code, out, err } = await run('replay', voorbeeld, '--until', '2024-02-30')
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^mijlpaal: 2024-02-30 is no time; .+\n$/)
  })

  test('answers an unknown command with a remedy', async () => {
    const { code, err } = await run('fly')
    expect(code).not.toBe(0)
    expect(err).toMatch(/unknown command 'fly'/)
  })
})
