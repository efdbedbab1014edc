import { describe, expect, test } from 'vitest'
import { remembered } from '../../src/domain/remembered.ts'

function counted(limit?: number): { ask: (key: string, scope: string) => string; asked: string[] } {
  const asked: string[] = []
  const ask = remembered((key: string, scope: string) => {
    asked.push(`${scope}:${key}`)
    return `${scope}:${key}`
  }, limit)
  return { ask, asked }
}

describe('remembered', () => {
  test('computes once for each key of each scope', () => {
    const { ask, asked } = counted()
    for (const scope of ['UTC', 'Europe/Brussels', 'UTC']) {
      expect(ask('a', scope)).toBe(`${scope}:a`)
    }
    expect(asked).toEqual(['UTC:a', 'Europe/Brussels:a'])
  })

  test('forgets everything when it holds its limit, over all scopes', () => {
    const { ask, asked } = counted(2)
    ask('a', 'UTC')
    ask('a', 'Asia/Tokyo')
    ask('a', 'UTC')
    expect(asked).toHaveLength(2)
    ask('b', 'UTC')
    ask('b', 'UTC')
    expect(asked).toHaveLength(3)
    ask('a', 'UTC')
    expect(asked).toEqual(['UTC:a', 'Asia/Tokyo:a', 'UTC:b', 'UTC:a'])
  })

  test('keeps nothing of a computation that fails', () => {
    let failures = 0
    const ask = remembered((): string => {
      failures += 1
      throw new RangeError('no')
    })
    expect(() => ask('a', '')).toThrow('no')
    expect(() => ask('a', '')).toThrow('no')
    expect(failures).toBe(2)
  })
})
