import type { Locale } from '../catalogue.ts'
import type { Site } from '../site.ts'

/** What the statements are made from. */
export interface Statement {
  readonly locale: Locale
  readonly site: Site
}

/** Whom to write to. */
export function Contact({ locale, site }: Statement) {
  const { organisation, contact } = site
  const who = organisation ?? nobody[locale]
  if (contact === null) return <p>{organisation === null ? unnamed[locale] : `${who}.`}</p>
  const link = linkOf(contact)
  return (
    <p>
      {who}: {link === null ? contact : <a href={link}>{contact}</a>}
    </p>
  )
}

function linkOf(contact: string): string | null {
  if (/^[^\s@<>]+@[^\s@<>]+$/.test(contact)) return `mailto:${contact}`
  return /^https:\/\/\S+$/.test(contact) ? contact : null
}

const nobody = {
  nl: 'De organisatie die deze toepassing aanbiedt',
  en: 'The organisation that offers this application',
} as const

const unnamed = {
  nl:
    'De organisatie die deze toepassing aanbiedt. Haar naam en adres zijn hier nog niet ' +
    'ingesteld.',
  en: 'The organisation that offers this application. Its name and address are not set here yet.',
} as const
