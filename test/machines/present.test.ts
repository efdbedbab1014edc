import { describe, expect, test } from 'vitest'
import { centsOf, present } from '../../machines/present.ts'

describe('present', () => {
  test('gives what is there, and stops at what an invariant says is there', () => {
    expect(present(0, 'amount')).toBe(0)
    expect(() => present(null, 'award')).toThrow('there is no award')
    expect(() => present(undefined, 'award')).toThrow('there is no award')
    expect(centsOf('12.50')).toBe(1250)
    expect(() => centsOf('12.5')).toThrow('there is no amount in 12.5')
  })
})
