import { readFileSync } from 'node:fs'
import type { SiteConfig } from '../config.ts'

/** Whose pages these are, as every page says it. */
export interface Site extends Omit<SiteConfig, 'logo'> {
  readonly logo: Logo | null
}

interface Logo {
  readonly svg: Buffer
  readonly path: string
}

/** Without settings: the name of the system, and nobody who answers for it. */
export const plainSite = {
  name: 'Mijlpaal',
  logo: null,
  organisation: null,
  contact: null,
} as const satisfies Site

/** The logo cannot be shown. */
class SiteError extends Error {
  override readonly name = 'SiteError'
}

/** Reads the logo, once. Errors: SiteError with a sentence for people. */
export function openSite({ logo, ...config }: SiteConfig): Site {
  return { ...config, logo: logo === null ? null : readLogo(logo) }
}

/** It is sent with every first page. */
const LOGO_MAX = 100_000

function readLogo(file: string): Logo {
  const svg = contentOf(file)
  if (svg.length > LOGO_MAX || !/<svg[\s>]/.test(svg.toString())) {
    throw new SiteError(`SITE_LOGO is no SVG image of at most ${LOGO_MAX} bytes: ${file}.`)
  }
  return { svg, path: '/assets/logo.svg' }
}

function contentOf(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new SiteError(`SITE_LOGO cannot be read: ${file}.`, { cause: error })
  }
}
