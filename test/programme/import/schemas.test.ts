import { readFileSync } from 'node:fs'
import type { TSchema } from 'typebox'
import { describe, expect, test } from 'vitest'
import { applicantsFile, callFile, eventLine } from '../../../src/programme/import/schemas.ts'

const page = readFileSync(new URL('../../../docs/CALL-FOLDER.md', import.meta.url), 'utf8')
const sections = page.split('\n## ')

/** Names of all keys of a schema, at every depth. */
function keysOf(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const {
    properties = {},
    items,
    anyOf = [],
  } = schema as {
    readonly properties?: Readonly<Record<string, TSchema>>
    readonly items?: TSchema
    readonly anyOf?: readonly TSchema[]
  }
  return [
    ...Object.entries(properties).flatMap(([key, inner]) => [key, ...keysOf(inner)]),
    ...keysOf(items),
    ...anyOf.flatMap(keysOf),
  ]
}

describe('docs/CALL-FOLDER.md', () => {
  test.each([
    ['call.yaml', callFile],
    ['applicants.json', applicantsFile],
    ['events.jsonl', eventLine],
  ] as const)('names every key of %s', (file, schema) => {
    const section = sections.find((text) => text.startsWith(file)) ?? ''
    const missing = keysOf(schema).filter(
      (key) =>
        !new RegExp(`\`([a-zA-Z]+\\.)?${key}(\\.[a-zA-Z]+|\\[\\])?(\\.[a-zA-Z]+)?\``).test(section),
    )
    expect(missing).toEqual([])
  })
})
