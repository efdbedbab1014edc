/** What a process is told when it is started. */
export type Environment = Readonly<Record<string, string | undefined>>

/** A setting that cannot be used; the message names it and never repeats its value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** A port can be no higher. */
export const PORT_MAX = 65_535

/** What stands there, without the spaces around it; null when nothing does. */
export function given(environment: Environment, name: string): string | null {
  const value = environment[name]?.trim() ?? ''
  return value === '' ? null : value
}

/** As `https:`; empty when it is no URL. */
export function protocolOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : ''
}
