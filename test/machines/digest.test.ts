import { describe, expect, test } from 'vitest'
import { nextWeekMs } from '../../machines/deadlines.ts'
import { formatInstant, parseInstant } from '../../src/domain/calendar.ts'
import { given } from './support.ts'

const timeZone = 'Europe/Brussels'

describe('weekly digest', () => {
  test.each([
    ['2024-04-03T00:00:00', '2024-04-08T06:00:00.000Z'],
    ['2024-04-08T07:59:59.999', '2024-04-08T06:00:00.000Z'],
    ['2024-04-08T08:00:00', '2024-04-15T06:00:00.000Z'],
    ['2024-04-07T23:59:59.999', '2024-04-08T06:00:00.000Z'],
    ['2024-10-21T09:00:00', '2024-10-28T07:00:00.000Z'],
    ['2024-12-30T08:00:00', '2025-01-06T07:00:00.000Z'],
  ])('after %s the next one leaves at %s', (from, next) => {
    expect(formatInstant(nextWeekMs(parseInstant(from, timeZone) ?? 0, timeZone))).toBe(next)
  })

  test('leaves every Monday from the launch until the call is settled, once more to say so', () => {
    const story = given.scheduled()
    expect(digests(story.at('2024-04-02'))).toEqual([])
    expect(digests(story.at('2024-04-22'))).toEqual(['2024-04-08', '2024-04-15', '2024-04-22'])
    story.at('2024-05-07').does('ifReview.request', {}, { to: '' })
    expect(story.callShape().phase).toBe('settled')
    expect(digests(story.at('2024-07-01')).slice(3)).toEqual([
      '2024-04-29',
      '2024-05-06',
      '2024-05-13',
    ])
  })
})

/** The days on which digests left, all of them for the managers. */
function digests({ model }: ReturnType<typeof given.scheduled>): readonly string[] {
  return model.emitted
    .filter(({ type }) => type === 'mail')
    .map(({ params }) => params as { template: string; to: string; atMs: number })
    .filter(({ template, to }) => template === 'digest' && to === 'manager')
    .map(({ atMs }) => formatInstant(atMs).slice(0, 10))
}
