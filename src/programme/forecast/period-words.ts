const words = {
  nl: { Y: ['jaar', 'jaar'], M: ['maand', 'maanden'], W: ['week', 'weken'], D: ['dag', 'dagen'] },
  en: { Y: ['year', 'years'], M: ['month', 'months'], W: ['week', 'weeks'], D: ['day', 'days'] },
} as const

/** A period of dates in words: P6M is "6 maanden", P1Y2M "1 jaar en 2 maanden". */
export function periodWords(period: string, language: 'nl' | 'en'): string {
  const parts = [...period.matchAll(/(\d+)([YMWD])/g)].map(([, count = '', unit = '']) => {
    const [one, many] = words[language][unit as keyof (typeof words)['nl']]
    return `${count} ${count === '1' ? one : many}`
  })
  return parts.join(language === 'nl' ? ' en ' : ' and ')
}
