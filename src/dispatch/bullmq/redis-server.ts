import { Redis } from 'ioredis'
import type { RedisConfig } from '../../config.ts'
import { SystemClock } from '../../engine/index.ts'
import { DispatchError } from '../errors.ts'

/** How long opening waits for the server (ms); after that we go on without, until it comes. */
const patienceMs = 2000
/** How long a command may take (ms): a server that hangs is one that is away. */
const commandMs = 2000
const longestRetryMs = 2000
/** BullMQ asks for it. */
const oldestVersion = [6, 2] as const

/** The Redis server, and whether it can be used now. */
export class RedisServer {
  /** Fails at once when the server is away, so that who adds a job never waits for it. */
  readonly client: Redis
  /** For workers: it waits for a server that is away. */
  readonly patient: Redis
  readonly #tell: (error: DispatchError) => void
  readonly #listeners: (() => void)[] = []
  #isChecked = false
  #refusal: DispatchError | undefined

  private constructor(config: RedisConfig, tell: (error: DispatchError) => void) {
    const options = optionsOf(config)
    this.#tell = tell
    this.patient = new Redis({ ...options, maxRetriesPerRequest: null })
    // The other tells what there is to tell.
    this.patient.on('error', () => {})
    this.client = new Redis({
      ...options,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      connectTimeout: patienceMs,
      commandTimeout: commandMs,
    })
    this.client.on('error', (error: Error) => tell(redisError(error)))
    this.client.on('close', () => (this.#isChecked = false))
  }

  /**
   * Connects, or leaves that for later when the server is away. Throws DispatchError
   * `redis-too-old`.
   */
  static async open(
    config: RedisConfig,
    tell: (error: DispatchError) => void,
  ): Promise<RedisServer> {
    const server = new RedisServer(config, tell)
    const { client } = server
    const answered = new AbortController()
    client.once('close', () => answered.abort())
    client.on('ready', () => void server.#check().finally(() => answered.abort()))
    const clock = new SystemClock()
    await clock.sleepUntil(clock.nowMs() + patienceMs, answered.signal)
    if (server.#refusal === undefined) return server
    server.close()
    throw server.#refusal
  }

  /** It answers, and is new enough. */
  get isReady(): boolean {
    return this.#isChecked && this.client.status === 'ready'
  }

  /** Calls `listener` each time that the server has become ready, at once if it is. */
  onReady(listener: () => void): void {
    this.#listeners.push(listener)
    if (this.isReady) listener()
  }

  /** Resolves when it is away. */
  away(): Promise<void> {
    if (!this.isReady) return Promise.resolve()
    return new Promise((resolve) => this.client.once('close', () => resolve()))
  }

  close(): void {
    this.#listeners.length = 0
    this.client.disconnect()
    this.patient.disconnect()
  }

  async #check(): Promise<void> {
    try {
      const info = await this.client.info()
      this.#refusal = refusalOf(field(info, 'redis_version'))
      if (this.#refusal !== undefined) {
        this.#tell(this.#refusal)
        return
      }
      const policy = field(info, 'maxmemory_policy')
      if (policy !== '' && policy !== 'noeviction') this.#tell(evicts(policy))
      this.#isChecked = true
      for (const listener of this.#listeners) listener()
    } catch (error) {
      this.#tell(redisError(error))
    }
  }
}

/** What the server or the connection said, without the command, which may hold a password. */
export const redisError = (error: unknown): DispatchError => {
  const message = error instanceof Error ? error.message : String(error)
  if (message.startsWith('OOM')) {
    return new DispatchError(
      'redis-full',
      'Redis has no memory left for jobs; give it more. Meanwhile the sweeper brings what is due.',
    )
  }
  return isAway(error, message)
    ? new DispatchError(
        'redis-unreachable',
        `Redis cannot be reached (${message}). Meanwhile the sweeper brings what is due.`,
      )
    : new DispatchError('redis-failed', `Redis, or a queue in it, failed: ${message}`)
}

const isAway = (error: unknown, message: string): boolean =>
  (error instanceof Error && 'code' in error && typeof error.code === 'string') ||
  /closed|timed out|isn't writeable|max retries|sentinel/i.test(message) ||
  inTransition.test(message)

/** Replies of a server that starts, or that another takes over from. */
const inTransition = /\b(?:READONLY|LOADING|MASTERDOWN|UNBLOCKED)\b/

const optionsOf = (config: RedisConfig) => {
  const { servers, master, username, password, db, isEncrypted } = config
  const [first] = servers
  // Node's own checks of the certificate and of the name in it; nothing weaker.
  const tls = isEncrypted ? { tls: {} } : {}
  const behindSentinels = {
    sentinels: [...servers],
    name: master ?? '',
    sentinelCommandTimeout: commandMs,
    ...(isEncrypted ? { enableTLSForSentinelMode: true, sentinelTLS: {} } : {}),
  }
  return {
    ...(master === null ? { host: first?.host ?? '', port: first?.port ?? 0 } : behindSentinels),
    ...(username === null ? {} : { username }),
    ...(password === null ? {} : { password }),
    ...tls,
    db,
    retryStrategy: (times: number) => Math.min(times * 100, longestRetryMs),
    // Whoever was the master is none any more: a new connection finds who is.
    reconnectOnError: ({ message }: Error) => message.includes('READONLY'),
  }
}

const field = (info: string, name: string): string =>
  new RegExp(`^${name}:([^\r\n]*)`, 'm').exec(info)?.[1] ?? ''

const refusalOf = (version: string): DispatchError | undefined => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [oldestMajor, oldestMinor] = oldestVersion
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return undefined
  return new DispatchError(
    'redis-too-old',
    `The server is Redis ${version || 'of an unknown version'}; ` +
      `version ${oldestVersion.join('.')} or later is needed.`,
  )
}

const evicts = (policy: string): DispatchError =>
  new DispatchError(
    'redis-evicts',
    `Redis may drop jobs when its memory is full: maxmemory-policy is ${policy}. Set it to ` +
      'noeviction; what is dropped meanwhile, the sweeper brings.',
  )
