import type { Locale } from '../catalogue.ts'
import { wordOf, words } from './words.ts'

/** "eindrapport", "rekeningen 2024", "terugbetaling (terugvordering bij het saldo)". */
export function deadlineName(locale: Locale, deadline: string): string {
  const { deadline: names, claim } = words[locale]
  const [kind = '', detail] = deadline.split('.')
  const name = wordOf(names, kind)
  if (detail === undefined) return name
  return kind === 'accounts' ? `${name} ${detail}` : `${name} (${wordOf(claim, detail)})`
}
