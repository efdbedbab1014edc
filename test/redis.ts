import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import type { RedisConfig } from '../src/config.ts'
import type { Certificates } from './certificates.ts'
import { until } from './until.ts'

export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** What the environment would say of a server on this host. */
export const redisAt = (port: number): RedisConfig => ({
  servers: [{ host: '127.0.0.1', port }],
  master: null,
  username: null,
  password: null,
  db: 0,
  isEncrypted: false,
  prefix: 'test',
})

/** A real redis-server of its own, on a free port, whose files are gone with it. */
export class RedisProcess implements AsyncDisposable {
  readonly port: number
  readonly #directory = mkdtempSync(join(tmpdir(), 'redis-'))
  readonly #words: readonly string[]
  readonly #certificates: Certificates | null
  readonly #client: Redis
  #process: ChildProcess | undefined

  private constructor(
    port: number,
    words: (directory: string) => readonly string[],
    certificates: Certificates | null,
  ) {
    this.port = port
    this.#words = [...words(this.#directory), ...encryption(port, certificates)]
    this.#certificates = certificates
    this.#client = new Redis({ ...this.#connection(), lazyConnect: true })
    this.#client.on('error', () => {})
  }

  /** `options` are those of the command line, as `--maxmemory-policy`, `allkeys-lru`. */
  static start(...options: readonly string[]): Promise<RedisProcess> {
    return RedisProcess.#started(server(options), null)
  }

  /** One that speaks TLS only, to everybody. */
  static startEncrypted(
    certificates: Certificates,
    ...options: readonly string[]
  ): Promise<RedisProcess> {
    return RedisProcess.#started(server(options), certificates)
  }

  /**
   * A Sentinel that alone decides over the master at `masterPort`, after half a second; with
   * certificates it speaks TLS only, with everybody.
   */
  static startSentinel(
    name: string,
    masterPort: number,
    certificates: Certificates | null = null,
  ): Promise<RedisProcess> {
    return RedisProcess.#started(sentinel(name, masterPort), certificates)
  }

  static async #started(
    words: (port: number) => (directory: string) => readonly string[],
    certificates: Certificates | null,
  ): Promise<RedisProcess> {
    const port = await freePort()
    const redis = new RedisProcess(port, words(port), certificates)
    await redis.start()
    return redis
  }

  /** Its address, under a prefix that no other database uses. */
  config(prefix = 'test'): RedisConfig {
    return { ...redisAt(this.port), prefix }
  }

  /** For what a test wants to do to it, or see. */
  get client(): Redis {
    return this.#client
  }

  /** Starts it, or starts it again with what its log of commands kept. */
  async start(): Promise<void> {
    const child = spawn('redis-server', this.#words, { stdio: 'ignore' })
    await once(child, 'spawn')
    this.#process = child
    await until('redis-server answers', () => this.#isUp())
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#process
    this.#process = undefined
    if (child === undefined) return
    const ended = once(child, 'exit')
    child.kill('SIGCONT')
    child.kill(signal)
    await ended
  }

  /** It hangs: connections stay open and nothing is answered. */
  pause(): void {
    this.#process?.kill('SIGSTOP')
  }

  resume(): void {
    this.#process?.kill('SIGCONT')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#client.disconnect()
    await this.stop('SIGKILL')
    rmSync(this.#directory, { recursive: true, force: true })
  }

  async #isUp(): Promise<boolean> {
    const oneTry = { lazyConnect: true, retryStrategy: () => null }
    const probe = new Redis({ ...this.#connection(), ...oneTry })
    probe.on('error', () => {})
    try {
      await probe.connect()
      return (await probe.ping()) === 'PONG'
    } catch {
      return false
    } finally {
      probe.disconnect()
    }
  }

  #connection() {
    const place = { port: this.port, host: '127.0.0.1' }
    if (this.#certificates === null) return place
    return { ...place, tls: { ca: readFileSync(this.#certificates.authority) } }
  }
}

const server = (options: readonly string[]) => (port: number) => (directory: string) => {
  const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory]
  const kept = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'always']
  return [...place, ...kept, ...options]
}

/** It notes in its file of settings what it has learnt. */
const sentinel = (name: string, masterPort: number) => (port: number) => (directory: string) => {
  const file = join(directory, 'sentinel.conf')
  const lines = [
    `port ${port}`,
    'bind 127.0.0.1',
    `dir ${directory}`,
    `sentinel monitor ${name} 127.0.0.1 ${masterPort} 1`,
    `sentinel down-after-milliseconds ${name} 500`,
    `sentinel failover-timeout ${name} 3000`,
  ]
  writeFileSync(file, lines.join('\n'))
  return [file, '--sentinel']
}

/** The later words of a command line are those that count. */
const encryption = (port: number, certificates: Certificates | null): readonly string[] => {
  if (certificates === null) return []
  const { certificate, key } = certificates.server
  const place = ['--port', '0', '--tls-port', String(port), '--tls-replication', 'yes']
  const own = ['--tls-cert-file', certificate, '--tls-key-file', key]
  const others = ['--tls-ca-cert-file', certificates.authority, '--tls-auth-clients', 'no']
  return [...place, ...own, ...others]
}
