import { describe, expect, test } from 'vitest'
import { lastInstant, parseOutage } from '../../src/cli/moments.ts'

describe('a time on the command line', () => {
  test.each([
    ['2025-07-20', '2025-07-20T21:59:59.999Z'],
    ['2025-07-20T12:00:00', '2025-07-20T10:00:00.000Z'],
    ['2025-07-20T12:00:00Z', '2025-07-20T12:00:00.000Z'],
  ])('%s means %s at the latest', (text, instant) => {
    expect(lastInstant(text)).toBe(Date.parse(instant))
  })

  test.each(['2024-02-30', 'tomorrow', '', '2024-05-06T25:00:00'])('%j is none', (text) => {
    expect(() => lastInstant(text)).toThrow(/is no time/)
  })
})

describe('an outage', () => {
  test('lasts from the start of a bare date to the end of another', () => {
    expect(parseOutage('2024-05-06/2024-05-07')).toEqual({
      fromMs: Date.parse('2024-05-05T22:00:00.000Z'),
      toMs: Date.parse('2024-05-07T21:59:59.999Z'),
    })
  })

  test.each(['2024-05-06', '2024-05-06/2024-05-07/2024-05-08'])('%j is none', (text) => {
    expect(() => parseOutage(text)).toThrow(/is no outage/)
  })

  test('does not end before it begins', () => {
    expect(() => parseOutage('2024-05-07/2024-05-06')).toThrow(/ends before it begins/)
  })
})
