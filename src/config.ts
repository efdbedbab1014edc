import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { isValidIBAN } from 'ibantools'
import { readRedis, type RedisConfig } from './config-redis.ts'
import { ConfigError, given, PORT_MAX, protocolOf, type Environment } from './environment.ts'

export type { RedisConfig }

/** What the environment says, read once. */
export interface Config {
  /** SQLite file, or `postgres://` URL. */
  readonly database: string
  readonly mail: MailConfig
  readonly server: ServerConfig
  readonly access: AccessConfig
  /** Where a worker serves its probes, and nothing else; null nowhere. */
  readonly probes: ServerConfig | null
  /** Null: timers and effects are brought from within the process. */
  readonly redis: RedisConfig | null
  readonly site: SiteConfig
  readonly logLevel: LogLevel
  /** Whose account payments leave from; null: no batch can be exported. */
  readonly payer: PayerConfig | null
  /** Most bytes of a file that is attached to a call or project. */
  readonly fileBytesMax: number
  readonly publisher: PublisherConfig
}

export interface PayerConfig {
  readonly name: string
  readonly iban: string
  /** Null: the bank knows it by the account. */
  readonly bic: string | null
}

/** Who publishes results, and funds what they tell of; null where it was not said. */
export interface PublisherConfig extends Pick<SiteConfig, 'contact'> {
  readonly name: string
  readonly kbo: string | null
  /** URI of the licence under which the data may be used again. */
  readonly licence: string
}

/** Whose pages these are. */
export interface SiteConfig {
  /** What the pages call the system. */
  readonly name: string
  /** SVG file that stands before the name; null for none. */
  readonly logo: string | null
  /** Who answers for the pages and the data; null where nobody was named. */
  readonly organisation: string | null
  /** Address, telephone number or page where people reach it; null where none was given. */
  readonly contact: string | null
}

export interface ServerConfig {
  /** Address and port to listen on; port 0 takes a free one. */
  readonly host: string
  readonly port: number
  /** Who brings it may read /metrics; null leaves that to programs on the same host. */
  readonly metricsToken: string | null
  /** Addresses and networks of proxies that say truly for whom they ask. */
  readonly proxies: readonly string[]
}

export interface AccessConfig {
  /** How people reach the server, as `https://mijlpaal.example`, without a slash; null: as it comes. */
  readonly publicUrl: string | null
  /** Null: people have passwords here. */
  readonly oidc: OidcConfig | null
}

/** A provider of OpenID Connect, and what it calls us. */
export interface OidcConfig {
  readonly issuer: string
  readonly clientId: string
  /** Null for a public client. */
  readonly clientSecret: string | null
  /** Where the provider sends people back to; ends in `/oidc/callback`. */
  readonly redirectUrl: string
  readonly scope: string
  /** JSON file that says which claim gives which role. */
  readonly rolesFile: string
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

export function readConfig(environment: Environment = process.env): Config {
  return Object.freeze({
    database: readDatabase(environment),
    mail: readMail(environment),
    server: readServer(environment),
    access: readAccess(environment),
    probes: readProbes(environment),
    redis: readRedis(environment),
    site: readSite(environment),
    logLevel: readLogLevel(environment),
    payer: readPayer(environment),
    fileBytesMax: readFileMax(environment),
    publisher: readPublisher(environment),
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

const DEFAULT_FILE_MB = 10
const FILE_MB_MAX = 50

function readFileMax(environment: Environment): number {
  const text = given(environment, 'FILE_MAX_MB')
  const megabytes = Number(text ?? DEFAULT_FILE_MB)
  if (Number.isInteger(megabytes) && megabytes >= 1 && megabytes <= FILE_MB_MAX) {
    return megabytes * 1_000_000
  }
  throw new ConfigError(`FILE_MAX_MB is no whole number from 1 to ${FILE_MB_MAX}.`)
}

const DEFAULT_PORT = 3000
const TOKEN_LENGTH_MIN = 16

function readServer(environment: Environment): ServerConfig {
  const metricsToken = given(environment, 'METRICS_TOKEN')
  if (metricsToken !== null && metricsToken.length < TOKEN_LENGTH_MIN) {
    throw new ConfigError(
      `METRICS_TOKEN is too short; give ${TOKEN_LENGTH_MIN} characters or more.`,
    )
  }
  return Object.freeze({
    host: given(environment, 'HOST') ?? '127.0.0.1',
    port: readPort(environment, 'PORT') ?? DEFAULT_PORT,
    metricsToken,
    proxies: readProxies(environment),
  })
}

function readProxies(environment: Environment): readonly string[] {
  const list = (given(environment, 'TRUSTED_PROXIES') ?? '').split(',').map((each) => each.trim())
  const found = list.filter((each) => each !== '')
  const isNetwork = (text: string) => {
    const [address = '', bits = '0', ...rest] = text.split('/')
    const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1
    return rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= most
  }
  if (found.every(isNetwork)) return found
  throw new ConfigError('TRUSTED_PROXIES is no list like 127.0.0.1,10.0.0.0/8.')
}

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** A setting that is an address; without TLS only on this very host. */
function siteNamed(environment: Environment, name: string): URL | null {
  const text = given(environment, name)
  if (text === null) return null
  const url = URL.canParse(text) ? new URL(text) : null
  const isPlain = url?.protocol === 'http:' && LOOPBACK.test(url.hostname)
  if (url !== null && (url.protocol === 'https:' || isPlain) && url.search + url.hash === '') {
    return url
  }
  throw new ConfigError(`${name} is no address that begins with https:// (http on this host only).`)
}

function readAccess(environment: Environment): AccessConfig {
  const publicUrl = siteNamed(environment, 'PUBLIC_URL')
  if (publicUrl !== null && publicUrl.pathname !== '/') {
    throw new ConfigError('PUBLIC_URL has a path; give only https:// and the host.')
  }
  const base = publicUrl === null ? null : publicUrl.origin
  return Object.freeze({ publicUrl: base, oidc: readOidc(environment, base) })
}

function readOidc(environment: Environment, publicUrl: string | null): OidcConfig | null {
  const issuer = given(environment, 'OIDC_ISSUER')
  if (issuer === null) return null
  siteNamed(environment, 'OIDC_ISSUER')
  const needed = (name: string): string => {
    const value = given(environment, name)
    if (value !== null) return value
    throw new ConfigError(`OIDC_ISSUER is set but ${name} is not; the provider needs both.`)
  }
  const redirect = siteNamed(environment, 'OIDC_REDIRECT_URL')?.href
  if (redirect === undefined && publicUrl === null) {
    throw new ConfigError('OIDC_ISSUER is set but neither PUBLIC_URL nor OIDC_REDIRECT_URL is.')
  }
  const redirectUrl = redirect ?? `${publicUrl}/oidc/callback`
  if (!redirectUrl.endsWith('/oidc/callback')) {
    throw new ConfigError('OIDC_REDIRECT_URL does not end in /oidc/callback, where people return.')
  }
  return Object.freeze({
    issuer,
    clientId: needed('OIDC_CLIENT_ID'),
    clientSecret: readSecret(environment, 'OIDC_CLIENT_SECRET'),
    redirectUrl,
    scope: given(environment, 'OIDC_SCOPE') ?? 'openid profile',
    rolesFile: needed('OIDC_ROLES'),
  })
}

/** A secret from the environment, or from the file that `<name>_FILE` names. */
function readSecret(environment: Environment, name: string): string | null {
  const file = given(environment, `${name}_FILE`)
  const secret = given(environment, name)
  if (file === null) return secret
  if (secret !== null) throw new ConfigError(`${name} and ${name}_FILE are both set; keep one.`)
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    throw new ConfigError(`${name}_FILE names a file that cannot be read.`)
  }
}

function readProbes(environment: Environment): ServerConfig | null {
  const port = readPort(environment, 'PROBES_PORT')
  return port === null ? null : Object.freeze({ ...readServer(environment), port })
}

function readPort(environment: Environment, name: string): number | null {
  const port = given(environment, name)
  if (port === null) return null
  if (/^\d{1,5}$/.test(port) && Number(port) <= PORT_MAX) return Number(port)
  throw new ConfigError(`${name} is no port; give a number from 0 to ${PORT_MAX}.`)
}

const SITE_TEXT_MAX = 200

function readSite(environment: Environment): SiteConfig {
  const text = (name: string) => {
    const value = given(environment, name)
    if (value === null || (value.length <= SITE_TEXT_MAX && !/\p{Cc}/u.test(value))) return value
    throw new ConfigError(`${name} is no line of at most ${SITE_TEXT_MAX} characters.`)
  }
  const logo = given(environment, 'SITE_LOGO')
  if (logo !== null && !logo.toLowerCase().endsWith('.svg')) {
    throw new ConfigError('SITE_LOGO is no SVG file; give the path of one that ends in .svg.')
  }
  return Object.freeze({
    name: text('SITE_NAME') ?? 'Mijlpaal',
    logo,
    organisation: text('ORGANISATION_NAME'),
    contact: text('ORGANISATION_CONTACT'),
  })
}

const FREE_REUSE = 'https://data.vlaanderen.be/id/licentie/modellicentie-gratis-hergebruik/v1.0'

function readPublisher(environment: Environment): PublisherConfig {
  const { organisation, contact } = readSite(environment)
  const kbo = given(environment, 'PUBLISHER_KBO')?.replaceAll('.', '') ?? null
  const licence = given(environment, 'PUBLISHER_LICENCE') ?? FREE_REUSE
  if (!/^[01]\d{9}$/.test(kbo ?? '0'.repeat(10))) throw new ConfigError('PUBLISHER_KBO is no KBO.')
  if (!URL.canParse(licence)) throw new ConfigError('PUBLISHER_LICENCE is no URL.')
  return Object.freeze({ name: organisation ?? 'Vlaamse overheid', kbo, contact, licence })
}

function readLogLevel(environment: Environment): LogLevel {
  const name = given(environment, 'LOG_LEVEL') ?? 'info'
  const level = logLevels.find((each) => each === name)
  if (level !== undefined) return level
  throw new ConfigError(`LOG_LEVEL is no level; take one of ${logLevels.join(', ')}.`)
}

const IBAN = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/
const BIC = /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/

function readPayer(environment: Environment): PayerConfig | null {
  const name = given(environment, 'PAYER_NAME')
  const iban = given(environment, 'PAYER_IBAN')
  const bic = given(environment, 'PAYER_BIC')
  if (name === null && iban === null && bic === null) return null
  if (name === null || iban === null) {
    throw new ConfigError('PAYER_NAME and PAYER_IBAN go together; set both or neither.')
  }
  if (!IBAN.test(iban) || !isValidIBAN(iban)) {
    throw new ConfigError('PAYER_IBAN is no IBAN; write it without spaces.')
  }
  if (bic !== null && !BIC.test(bic)) {
    throw new ConfigError('PAYER_BIC is no BIC of 8 or 11 characters; leave it out if in doubt.')
  }
  return Object.freeze({ name, iban, bic })
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
