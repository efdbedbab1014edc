import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SystemClock } from '../engine/index.ts'

/** How long it may take to begin (ms), and how often we look. */
const patienceMs = 10_000
const lookMs = 20

class NoRedisError extends Error {
  override readonly name = 'NoRedisError'
}

/** A redis-server of our own on a free port of this host, that keeps nothing. */
export class OwnRedis implements AsyncDisposable {
  readonly #port: number
  readonly #process: ChildProcess
  readonly #directory: string

  private constructor(port: number, process: ChildProcess, directory: string) {
    this.#port = port
    this.#process = process
    this.#directory = directory
  }

  /** Throws an error with a sentence for people when there is no redis-server on the PATH. */
  static async start(): Promise<OwnRedis> {
    const port = await freePort()
    const directory = await mkdtemp(join(tmpdir(), 'mijlpaal-redis-'))
    const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory]
    const nothingKept = ['--save', '', '--appendonly', 'no']
    const child = spawn('redis-server', [...place, ...nothingKept], { stdio: 'ignore' })
    const redis = new OwnRedis(port, child, directory)
    try {
      await once(child, 'spawn')
      await answers(port)
      return redis
    } catch (error) {
      await redis[Symbol.asyncDispose]()
      throw new NoRedisError('There is no Redis: set REDIS_URL, or install redis-server.', {
        cause: error,
      })
    }
  }

  get url(): string {
    return `redis://127.0.0.1:${this.#port}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { pid, exitCode, signalCode } = this.#process
    if (pid !== undefined && exitCode === null && signalCode === null) {
      const ended = once(this.#process, 'exit')
      this.#process.kill()
      await ended
    }
    await rm(this.#directory, { recursive: true, force: true })
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function answers(port: number): Promise<void> {
  const clock = new SystemClock()
  const endMs = clock.nowMs() + patienceMs
  for (;;) {
    const socket = connect(port, '127.0.0.1')
    try {
      await once(socket, 'connect')
      return
    } catch (error) {
      if (clock.nowMs() > endMs) throw error
    } finally {
      socket.destroy()
    }
    await clock.sleepUntil(clock.nowMs() + lookMs)
  }
}
