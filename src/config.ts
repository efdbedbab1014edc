/** What the environment says, read once. */
export interface Config {
  /** SQLite file of the embedded database. */
  readonly database: string
  readonly mail: MailConfig
}

export interface MailConfig {
  /** Null keeps mails in the database instead of sending them. */
  readonly smtpUrl: string | null
  /** "Name <address>" or an address. */
  readonly from: string
  /** Addresses of the programme managers, and of the Inspectie van Financiën. */
  readonly manager: readonly string[]
  readonly inspector: readonly string[]
}

/** A setting that cannot be used; the message names it and never repeats its value. */
class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

type Environment = Readonly<Record<string, string | undefined>>

export function readConfig(environment: Environment = process.env): Config {
  return Object.freeze({
    database: environment['MIJLPAAL_DATABASE'] ?? 'data/mijlpaal.sqlite',
    mail: readMail(environment),
  })
}

const ADDRESS = /^[^\s@<>,;"]+@[^\s@<>,;"]+$/
const NAMED = /^[^<>\r\n]*<([^<>]+)>$/

function readMail(environment: Environment): MailConfig {
  const smtpUrl = given(environment, 'SMTP_URL')
  const from = given(environment, 'MAIL_FROM')
  if (smtpUrl !== null && from === null) {
    throw new ConfigError('SMTP_URL is set but MAIL_FROM is not; set it to the sender’s address.')
  }
  if (smtpUrl !== null && !/^smtps?:$/.test(protocolOf(smtpUrl))) {
    throw new ConfigError('SMTP_URL is no URL like smtp://user:password@host:587.')
  }
  if (from !== null && !ADDRESS.test(NAMED.exec(from)?.[1] ?? from)) {
    throw new ConfigError('MAIL_FROM is no address, nor a name with one: Name <address>.')
  }
  return Object.freeze({
    smtpUrl,
    from: from ?? 'Mijlpaal <mijlpaal@localhost>',
    manager: addresses(environment, 'MAIL_MANAGER'),
    inspector: addresses(environment, 'MAIL_INSPECTOR'),
  })
}

function addresses(environment: Environment, name: string): readonly string[] {
  const list = (given(environment, name) ?? '').split(',').map((each) => each.trim())
  const found = list.filter((each) => each !== '')
  if (found.every((each) => ADDRESS.test(each))) return found
  throw new ConfigError(`${name} is no list of addresses with commas between them.`)
}

function given(environment: Environment, name: string): string | null {
  const value = environment[name]?.trim() ?? ''
  return value === '' ? null : value
}

function protocolOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : ''
}
