/** What the environment says, read once. */
export interface Config {
  /** SQLite file, or `postgres://` URL. */
  readonly database: string
  readonly mail: MailConfig
  readonly server: ServerConfig
  readonly logLevel: LogLevel
}

export interface ServerConfig {
  /** Address and port to listen on; port 0 takes a free one. */
  readonly host: string
  readonly port: number
  /** Who brings it may read /metrics; null leaves that to programs on the same host. */
  readonly metricsToken: string | null
}

const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const

export type LogLevel = (typeof logLevels)[number]

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
    database: readDatabase(environment),
    mail: readMail(environment),
    server: readServer(environment),
    logLevel: readLogLevel(environment),
  })
}

function readDatabase(environment: Environment): string {
  const url = given(environment, 'DATABASE_URL')
  if (url === null) return given(environment, 'MIJLPAAL_DATABASE') ?? 'data/mijlpaal.sqlite'
  if (/^postgres(ql)?:$/.test(protocolOf(url))) return url
  throw new ConfigError('DATABASE_URL is no URL like postgres://user:password@host/database.')
}

const PORT_MAX = 65_535
const TOKEN_LENGTH_MIN = 16

function readServer(environment: Environment): ServerConfig {
  const port = given(environment, 'PORT') ?? '3000'
  if (!/^\d{1,5}$/.test(port) || Number(port) > PORT_MAX) {
    throw new ConfigError(`PORT is no port; give a number from 0 to ${PORT_MAX}.`)
  }
  const metricsToken = given(environment, 'METRICS_TOKEN')
  if (metricsToken !== null && metricsToken.length < TOKEN_LENGTH_MIN) {
    throw new ConfigError(
      `METRICS_TOKEN is too short; give ${TOKEN_LENGTH_MIN} characters or more.`,
    )
  }
  return Object.freeze({
    host: given(environment, 'HOST') ?? '127.0.0.1',
    port: Number(port),
    metricsToken,
  })
}

function readLogLevel(environment: Environment): LogLevel {
  const name = given(environment, 'LOG_LEVEL') ?? 'info'
  const level = logLevels.find((each) => each === name)
  if (level !== undefined) return level
  throw new ConfigError(`LOG_LEVEL is no level; take one of ${logLevels.join(', ')}.`)
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
