import type { Identifiable } from './caller.ts'

/**
 * Whether a request that signs somebody in came from a page of ours, or from no page: otherwise
 * another site could sign a visitor in as somebody else, and see what is then filled in. Browsers
 * say where a request comes from; programs say nothing.
 */
export function isFromHere({ headers }: Identifiable, publicUrl: string | null): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  const { origin, host } = headers
  if (origin === undefined) return true
  if (!URL.canParse(origin)) return false
  const from = new URL(origin)
  return publicUrl === null ? from.host === host : from.origin === new URL(publicUrl).origin
}

/** A path of ours to go on to, and never an address elsewhere. */
export function isLocalPath(text: string): boolean {
  const base = 'http://here.invalid'
  // Browsers read a backslash as a slash, and leave control characters out.
  if (!/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(text) || !URL.canParse(text, base)) return false
  const { origin, pathname } = new URL(text, base)
  return origin === base && !pathname.startsWith('//')
}
