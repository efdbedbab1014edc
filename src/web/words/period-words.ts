import { catalogue, type Locale } from '../catalogue.ts'

/** "6 maanden", "1 jaar en 2 maanden", for a period like `P1Y2M`. */
export function periodInWords(locale: Locale, period: string): string {
  const t = texts[locale]
  const units = { Y: t.year, M: t.month, W: t.week, D: t.day } as const
  const parts = [...period.matchAll(/(\d+)([YMWD])/g)].map(([, count = '', unit = '']) =>
    units[unit as keyof typeof units](Number(count)),
  )
  return parts.length === 0 ? period : parts.join(` ${t.and} `)
}

const texts = catalogue(
  {
    year: (count: number) => `${count} jaar`,
    month: (count: number) => (count === 1 ? '1 maand' : `${count} maanden`),
    week: (count: number) => (count === 1 ? '1 week' : `${count} weken`),
    day: (count: number) => (count === 1 ? '1 dag' : `${count} dagen`),
    and: 'en',
  },
  {
    year: (count: number) => (count === 1 ? '1 year' : `${count} years`),
    month: (count: number) => (count === 1 ? '1 month' : `${count} months`),
    week: (count: number) => (count === 1 ? '1 week' : `${count} weeks`),
    day: (count: number) => (count === 1 ? '1 day' : `${count} days`),
    and: 'and',
  },
)
