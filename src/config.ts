/** What the environment says, read once. */
export interface Config {
  /** SQLite file, or `postgres://` URL. */
  readonly database: string
  readonly mail: MailConfig
  readonly server: ServerConfig
  /** Null: timers and effects are brought from within the process. */
  readonly redis: RedisConfig | null
  readonly logLevel: LogLevel
}

export interface ServerConfig {
  /** Address and port to listen on; port 0 takes a free one. */
  readonly host: string
  readonly port: number
  /** Who brings it may read /metrics; null leaves that to programs on the same host. */
  readonly metricsToken: string | null
}

export interface RedisConfig {
  /** Servers, or with `master` the Sentinels that know where it is; at least one. */
  readonly servers: readonly { readonly host: string; readonly port: number }[]
  /** Name by which the Sentinels know the master; null without Sentinels. */
  readonly master: string | null
  readonly username: string | null
  readonly password: string | null
  /** Number of the database. */
  readonly db: number
  readonly isEncrypted: boolean
  /** Begins every key; each of our databases has a prefix of its own. */
  readonly prefix: string
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
    redis: readRedis(environment),
    logLevel: readLogLevel(environment),
  })
}

function readDatabase(environment: Environment): string {
  const url = given(environment, 'DATABASE_URL')
  if (url === null) return given(environment, 'MIJLPAAL_DATABASE') ?? 'data/mijlpaal.sqlite'
  if (/^postgres(ql)?:$/.test(protocolOf(url))) return url
  throw new ConfigError('DATABASE_URL is no URL like postgres://user:password@host/database.')
}

/** What a process that we start is told: all that we were, with these changes. */
export function environmentWith(changes: Readonly<Record<string, string>>): Environment {
  return { ...process.env, ...changes }
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

const REDIS_PORT = 6379
const SENTINEL_PORT = 26_379
const PLACE = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?$/

function readRedis(environment: Environment): RedisConfig | null {
  const url = given(environment, 'REDIS_URL')
  const sentinels = given(environment, 'REDIS_SENTINELS')
  const master = given(environment, 'REDIS_MASTER')
  const prefix = given(environment, 'REDIS_PREFIX') ?? 'mijlpaal'
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(prefix)) {
    throw new ConfigError('REDIS_PREFIX is no prefix; take 1 to 64 letters, digits, - and _.')
  }
  if ((sentinels === null) !== (master === null)) {
    throw new ConfigError('REDIS_SENTINELS and REDIS_MASTER go together; set both or neither.')
  }
  if (url === null && sentinels === null) return null
  const { server, ...login } = redisUrl(url ?? 'redis://localhost')
  const servers = sentinels === null ? [server] : places(sentinels)
  return Object.freeze({ servers, master, prefix, ...login })
}

function redisUrl(text: string) {
  const wrong = () =>
    new ConfigError('REDIS_URL is no URL like redis://user:password@host:6379/0, or rediss://….')
  if (!URL.canParse(text)) throw wrong()
  const url = new URL(text)
  const db = /^\/?(\d{0,4})$/.exec(url.pathname)?.[1]
  if (!/^rediss?:$/.test(url.protocol) || url.hostname === '' || db === undefined) throw wrong()
  if (url.search !== '' || url.hash !== '') throw wrong()
  const port = url.port === '' ? REDIS_PORT : Number(url.port)
  return {
    server: { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port },
    username: decoded(url.username, wrong),
    password: decoded(url.password, wrong),
    db: Number(db),
    isEncrypted: url.protocol === 'rediss:',
  }
}

function decoded(text: string, wrong: () => ConfigError): string | null {
  try {
    return text === '' ? null : decodeURIComponent(text)
  } catch {
    throw wrong()
  }
}

function places(text: string): RedisConfig['servers'] {
  return text.split(',').map((each) => {
    const [, host = '', port = String(SENTINEL_PORT)] = PLACE.exec(each.trim()) ?? []
    if (host !== '' && Number(port) > 0 && Number(port) <= PORT_MAX) {
      return { host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port) }
    }
    throw new ConfigError('REDIS_SENTINELS is no list like host:26379,host:26379.')
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
