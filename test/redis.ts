import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import type { RedisConfig } from '../src/config.ts'
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
  readonly #options: readonly string[]
  readonly #client: Redis
  #process: ChildProcess | undefined

  private constructor(port: number, options: readonly string[]) {
    this.port = port
    this.#options = options
    this.#client = new Redis({ port, host: '127.0.0.1', lazyConnect: true })
    this.#client.on('error', () => {})
  }

  /** `options` are those of the command line, as `--maxmemory-policy`, `allkeys-lru`. */
  static async start(...options: readonly string[]): Promise<RedisProcess> {
    const redis = new RedisProcess(await freePort(), options)
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
    const place = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.#directory]
    const kept = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'always']
    const child = spawn('redis-server', [...place, ...kept, ...this.#options], { stdio: 'ignore' })
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
    const probe = new Redis({ port: this.port, host: '127.0.0.1', ...oneTry })
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
}
