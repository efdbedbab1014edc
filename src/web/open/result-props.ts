import type { Edition } from '../../programme/publication/edition.ts'
import type { Locale } from '../catalogue.ts'

/** What every part of a public page is made from. */
export interface ResultProps {
  readonly locale: Locale
  readonly edition: Edition
}
