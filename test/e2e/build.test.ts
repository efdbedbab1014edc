import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Running } from './process.ts'

const root = join(import.meta.dirname, '../..')
const directory = mkdtempSync(join(tmpdir(), 'mijlpaal-built-'))

afterAll(() => rmSync(directory, { recursive: true }))

test('what is built replays the shipped call and serves its pages', async () => {
  const database = join(directory, 'demo.sqlite')
  const words = ['demo', '--no-serve', '--json', '--database', database]
  const { code, out } = await new Running(words).ended()
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ call: { phase: 'running' } })
  const serving = new Running(['serve', '--database', database])
  const url = await serving.url()
  const page = await fetch(`${url}/sign-in`)
  const [, stylesheet = ''] = /<link rel="stylesheet" href="([^"]+)"/.exec(await page.text()) ?? []
  const style = await fetch(new URL(stylesheet, url))
  expect(await style.text()).toBe(readFileSync(join(root, 'src/web/assets/style.css'), 'utf8'))
  expect(await serving.end()).toMatchObject({ code: 0 })
}, 120_000)
