import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { projectEvents } from '../../machines/project/events.ts'
import { formatEuro } from '../../src/domain/money.ts'
import { keyMark, readForm, timeMark, type Filled } from '../../src/web/forms/body.ts'
import { fieldsOf } from '../../src/web/forms/fields.ts'
import { formats } from '../../src/web/format.ts'

function read(type: string, filled: Filled, whole: readonly string[] = [], variant = '') {
  const fields = fieldsOf(projectEvents[type]?.schema ?? {}, variant)
  return readForm(fields, filled, new Set(whole))
}

describe('readForm', () => {
  test('reads rows by their index, and knows which input each place came from', () => {
    const filled = {
      'lines.0.line': 'gent-1',
      [`lines.0.line${keyMark}`]: '1',
      'lines.0.sufficient': '',
      'lines.2.line': 'gent-3',
      [`lines.2.line${keyMark}`]: '1',
      'lines.2.sufficient': 'no',
      'lines.2.reason': 'te weinig',
    }
    const { payload, inputOf } = read('finalReport.accept', filled)
    expect(payload).toEqual({
      lines: [{ line: 'gent-3', sufficient: false, reason: 'te weinig' }],
    })
    expect(inputOf('lines.0.reason')).toBe('lines.2.reason')
    expect(inputOf('reason')).toBe('reason')
  })

  test('keeps a blank row where each must be answered', () => {
    const filled = { 'lines.0.line': 'gent-1', [`lines.0.line${keyMark}`]: '1' }
    const { payload } = read('application.submit', filled, ['lines', 'stimuli'])
    expect(payload).toEqual({ lines: [{ line: 'gent-1' }], stimuli: [] })
  })

  test('leaves blank fields out, and keeps what cannot be read as it was typed', () => {
    const { payload } = read('balance.propose', { pay: 'veel', clawback: '', reason: ' ' })
    expect(payload).toEqual({ pay: 'veel' })
  })

  test('reads a moment from its date and its time', () => {
    const reason = 'x'
    const day = read('deadline.move', { deadline: 'finalReport', to: '2025-07-05', reason })
    expect(day.payload['to']).toBe('2025-07-05')
    const filled = { deadline: 'finalReport', to: '2025-07-05', [`to${timeMark}`]: '12:00', reason }
    expect(read('deadline.move', filled).payload['to']).toBe('2025-07-05T12:00:00')
  })

  test('asks for chapters where an applicant reports by chapter', () => {
    const filled = { year: '2024', 'entries.0.chapter': 'Werking', 'entries.0.amount': '1.000' }
    expect(read('accounts.submit', filled, [], 'chapter').payload).toEqual({
      year: 2024,
      entries: [{ chapter: 'Werking', amount: '1000.00' }],
    })
  })

  test.each([
    ['13.526,40', '13526.40'],
    ['13526.40', '13526.40'],
    ['13,526.40', '13526.40'],
    ['€ 13 526,4', '13526.40'],
    ['13.526', '13526.00'],
    ['0', '0.00'],
    ['007', '7.00'],
    ['12,345', '12345.00'],
    ['1,2,3', '1,2,3'],
    ['-5', '-5'],
    ['1e3', '1e3'],
  ])('reads the amount %s as %s', (typed, amount) => {
    const { payload } = read('balance.propose', { pay: typed, clawback: '0', reason: 'x' })
    expect(payload['pay']).toBe(amount)
  })

  test('reads every amount as the pages write it, in both languages', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 12 }), (cents) => {
        for (const format of Object.values(formats)) {
          const { payload } = read('clawback.decide', { amount: format.euro(cents), reason: 'x' })
          expect(payload['amount']).toBe(formatEuro(cents))
        }
      }),
    )
  })

  test('reads whole numbers as the pages write them', () => {
    const filled = { 'kpis.0.line': 'a', 'kpis.0.achieved': '1.340' }
    expect(read('interimReport.submit', filled).payload).toEqual({
      kpis: [{ line: 'a', achieved: 1340 }],
    })
  })
})
