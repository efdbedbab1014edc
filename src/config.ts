/** What the environment says, read once. */
export interface Config {
  /** SQLite file of the embedded database. */
  readonly database: string
}

export function readConfig(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Config {
  return Object.freeze({ database: environment['MIJLPAAL_DATABASE'] ?? 'data/mijlpaal.sqlite' })
}
