/** What moving the clock did; times in ms. */
export interface Moved {
  readonly timers: number
  readonly fromMs: number
  readonly toMs: number
}

const NAME = 'moved'

/** A page that tells what moving the clock did. */
export function withMoved(path: string, { timers, fromMs, toMs }: Moved): string {
  const [bare = '/', hash] = withoutMoved(path).split('#')
  const told = `${bare}${bare.includes('?') ? '&' : '?'}${NAME}=${timers}_${fromMs}_${toMs}`
  return hash === undefined ? told : `${told}#${hash}`
}

/** Told once: what a page leads back to, does not tell it again. */
export function withoutMoved(path: string): string {
  return path
    .replace(new RegExp(`([?&])${NAME}=[^&#]*&`), '$1')
    .replace(new RegExp(`[?&]${NAME}=[^&#]*(?=#|$)`), '')
}

/** Null when the address tells of no move. */
export function movedIn(query: unknown): Moved | null {
  const { [NAME]: told } = query as Readonly<Record<string, unknown>>
  const found = typeof told === 'string' ? /^(\d{1,9})_(\d{1,15})_(\d{1,15})$/.exec(told) : null
  if (found === null) return null
  const [timers = 0, fromMs = 0, toMs = 0] = found.slice(1).map(Number)
  return { timers, fromMs, toMs }
}
