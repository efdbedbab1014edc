import { ConfigError, given, PORT_MAX, type Environment } from './environment.ts'

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

const REDIS_PORT = 6379
const SENTINEL_PORT = 26_379
const PLACE = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?$/

/** Null: neither a server nor Sentinels are named. */
export function readRedis(environment: Environment): RedisConfig | null {
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
