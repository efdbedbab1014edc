import * as fc from 'fast-check'
import { renderToString } from 'preact-render-to-string'
import { describe, expect, test } from 'vitest'
import { Bar } from '../../src/web/charts/bar.tsx'
import { MonthBars } from '../../src/web/charts/month-bars.tsx'
import { linear, niceTicks } from '../../src/web/charts/scale.ts'
import { Timeline, type TimelineMark } from '../../src/web/charts/timeline.tsx'

const DAY = 86_400_000

function timeline(marks: readonly TimelineMark[]): string {
  const lanes = [{ label: 'eindrapport', marks }]
  return renderToString(
    Timeline({ title: 'Tijdlijn', lanes, ticks: [], nowMs: 0, nowLabel: 'vandaag' }),
  )
}

describe('a scale', () => {
  test('draws the ends of its domain at the ends of its range', () => {
    const x = linear([10, 20], [100, 300])
    expect([x(10), x(15), x(20)]).toEqual([100, 200, 300])
  })

  test('draws a domain of one value without dividing by nothing', () => {
    expect(linear([5, 5], [0, 100])(5)).toBe(0)
  })

  test('has ticks from 0 to at least the most, few and evenly apart', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 12 }), (most) => {
        const ticks = niceTicks(most)
        const step = ticks[1] ?? 0
        expect(ticks[0]).toBe(0)
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(most)
        expect(ticks.length).toBeLessThanOrEqual(6)
        expect(ticks).toEqual(ticks.map((_, index) => index * step))
      }),
    )
  })
})

describe('every chart', () => {
  const charts = {
    bar: Bar({ title: 'Toegekend', of: 100, from: 20, to: 60, tone: 'good' }),
    months: MonthBars({
      title: 'Per maand',
      months: [{ label: 'okt 2024', up: 1000, down: 1 }],
      upLabel: 'Betaald',
      downLabel: 'Terugbetaald',
      amount: String,
    }),
    timeline: Timeline({
      title: 'Tijdlijn',
      lanes: [{ label: 'eindrapport', marks: [{ atMs: DAY, count: 3, isOverdue: false }] }],
      ticks: [],
      nowMs: 0,
      nowLabel: 'vandaag',
    }),
  }

  test.each(Object.entries(charts))(
    '%s is an image with a title and no style of its own',
    (_, svg) => {
      const html = renderToString(svg)
      expect(html).toMatch(/^<svg[^>]* role="img"/)
      expect(html).toMatch(/<title>[^<]+<\/title>/)
      expect(html).not.toContain('style=')
      expect(html).not.toContain('NaN')
    },
  )

  test('shows what is small all the same', () => {
    expect(renderToString(Bar({ title: 't', of: 1e12, from: 0, to: 1, tone: 'bad' }))).toContain(
      'width="2"',
    )
  })
})

describe('the timeline', () => {
  const mark = fc.record({
    atMs: fc.integer({ min: -400, max: 800 }).map((days) => days * DAY),
    count: fc.integer({ min: 1, max: 500 }),
    isOverdue: fc.boolean(),
  })

  test('loses no mark where several are drawn as one', () => {
    fc.assert(
      fc.property(fc.array(mark, { minLength: 1, maxLength: 60 }), (marks) => {
        const drawn = [...timeline(marks).matchAll(/<text[^>]*>(?:⚠ )?(\d+)<\/text>/g)]
        const sum = drawn.reduce((all, [, count]) => all + Number(count), 0)
        expect(sum).toBe(marks.reduce((all, { count }) => all + count, 0))
      }),
    )
  })

  test('says by shape and sign what is overdue', () => {
    const html = timeline([
      { atMs: -30 * DAY, count: 2, isOverdue: true },
      { atMs: 60 * DAY, count: 5, isOverdue: false },
    ])
    expect(html).toContain('⚠ 2')
    expect(html).toContain('<path class="bar bad"')
    expect(html).toContain('<circle class="bar"')
  })
})
