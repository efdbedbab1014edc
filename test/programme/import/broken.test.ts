import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Broken } from './broken.ts'
import { broken, lineOf, texts } from './broken.ts'
import { errorsIn, sample } from './sample.ts'
import type { Files } from './sample.ts'

function edited(files: Files, { file, from, to }: Broken): Files {
  const text = String(files[file])
  expect(text.split(from), `${from} once in ${file}`).toHaveLength(2)
  return { ...files, [file]: text.replace(from, () => to) }
}

function expected({ file, row, from, field }: Broken): string {
  return `${file}:${row ?? lineOf(file, from)} ${field}`
}

describe('a broken folder', () => {
  test.each(broken)('$file: $what gives that error and no other', async (variant) => {
    const errors = await errorsIn(edited(sample, variant))
    expect(errors.map(({ file, row, field }) => `${file}:${row} ${field}`)).toEqual([
      expected(variant),
    ])
    expect(errors[0]?.message).toMatch(variant.message)
    expect(errors[0]?.message).toMatch(/^[A-Z][^\n]*\.$/)
  })

  test('names all its errors at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...broken], { minLength: 2 }), async (picked) => {
        const apart = withoutOverlap(picked)
        const errors = await errorsIn(apart.reduce(edited, sample))
        expect(errors.map(({ file, row, field }) => `${file}:${row} ${field}`).toSorted()).toEqual(
          apart.map(expected).toSorted(),
        )
      }),
      { numRuns: 150 },
    )
  })

  test('lists them by file and line', async () => {
    const errors = await errorsIn({
      'call.yaml': '{}\n',
      'applicants.json': '[{},\n{}]',
      'events.jsonl': '{}\n{}',
    })
    const places = errors.map(({ file, row }) => `${file}:${row}`)
    expect([...new Set(places)]).toEqual([
      'call.yaml:1',
      'applicants.json:1',
      'applicants.json:2',
      'events.jsonl:1',
      'events.jsonl:2',
    ])
  })
})

/** Edits that touch other places and other rules. */
function withoutOverlap(picked: readonly Broken[]): readonly Broken[] {
  return picked.reduce<readonly Broken[]>(
    (kept, variant) => (kept.some((other) => overlap(other, variant)) ? kept : [...kept, variant]),
    [],
  )
}

function overlap(one: Broken, other: Broken): boolean {
  if (one.groups.some((group) => other.groups.includes(group))) return true
  if (one.file !== other.file) return false
  const text: string = texts[one.file]
  const [start, next] = [text.indexOf(one.from), text.indexOf(other.from)]
  return start < next + other.from.length && next < start + one.from.length
}
