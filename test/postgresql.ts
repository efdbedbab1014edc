import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'

export interface PostgresqlOptions {
  /** Whether a commit is on the disk before it is answered; default false, as tests end anyway. */
  readonly isDurable?: boolean
  /** Where its directory is made; default the host's for temporary files. */
  readonly parent?: string
}

/** A PostgreSQL server of the tests' own: on 127.0.0.1, on a free port, in a directory that goes. */
export class PostgresqlServer implements AsyncDisposable {
  readonly #directory: string
  readonly #port: number
  readonly #options: PostgresqlOptions
  #process: ChildProcess | undefined

  private constructor(directory: string, port: number, options: PostgresqlOptions) {
    this.#directory = directory
    this.#port = port
    this.#options = options
  }

  static async start(options: PostgresqlOptions = {}): Promise<PostgresqlServer> {
    const directory = mkdtempSync(join(options.parent ?? tmpdir(), 'postgresql-'))
    const { uid, gid } = owner()
    if (uid !== undefined && gid !== undefined) chownSync(directory, uid, gid)
    const flags = ['-U', 'mijlpaal', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '-N']
    const where = { ...owner(), cwd: directory, stdio: 'ignore' } as const
    execFileSync(programNamed('initdb'), ['-D', join(directory, 'data'), ...flags], where)
    const server = new PostgresqlServer(directory, await freePort(), options)
    await server.begin()
    return server
  }

  /** Starts it again after {@link end} or {@link kill}; resolves when it answers. */
  async begin(): Promise<void> {
    const flags = ['-p', `${this.#port}`, '-h', '127.0.0.1', '-k', '', '-c', 'max_connections=200']
    const fsync = this.#options.isDurable === true ? [] : ['-F']
    this.#process = spawn(
      programNamed('postgres'),
      ['-D', join(this.#directory, 'data'), ...flags, ...fsync],
      { ...owner(), cwd: this.#directory, stdio: 'ignore' },
    )
    await this.#answers()
  }

  url(database: string): string {
    return `postgres://mijlpaal@127.0.0.1:${this.#port}/${database}`
  }

  /** Ends it at once, connections and all; what was committed stays. */
  end(): Promise<void> {
    return this.#signal('SIGINT')
  }

  /** As a power cut would. */
  kill(): Promise<void> {
    return this.#signal('SIGQUIT')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end()
    rmSync(this.#directory, { recursive: true, force: true })
  }

  async #signal(signal: NodeJS.Signals): Promise<void> {
    const running = this.#process
    this.#process = undefined
    if (running === undefined || running.exitCode !== null) return
    const gone = once(running, 'exit')
    running.kill(signal)
    await gone
  }

  async #answers(): Promise<void> {
    for (;;) {
      if (this.#process?.exitCode != null) throw new Error('PostgreSQL ended while it was started')
      try {
        await asking(this.url('postgres'), (client) => client.query('select 1'))
        return
      } catch {
        await new Promise(setImmediate)
      }
    }
  }
}

let schemas = 0

/** A place for tables of one's own on a server, empty and cheap to make; returns its URL. */
export const freshSchema = async (server: string): Promise<string> => {
  schemas += 1
  const name = `test_${process.pid}_${schemas}`
  await asking(server, (client) => client.query(`create schema ${name}`))
  const url = new URL(server)
  url.searchParams.set('options', `-c search_path=${name}`)
  return url.href
}

const asking = async <T>(url: string, work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}

/** A port that was free a moment ago. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** PostgreSQL refuses to run as root: then the user that its package made runs it. */
const owner = (): { readonly uid?: number; readonly gid?: number } => {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres']).toString())
  return { uid: id('-u'), gid: id('-g') }
}

const debian = '/usr/lib/postgresql'

/** Debian keeps a server's programs apart, by version. */
const programNamed = (name: string): string => {
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => +b - +a) : []
  const found = versions.map((version) => join(debian, version, 'bin', name)).find(existsSync)
  const path = (process.env['PATH'] ?? '').split(':').map((folder) => join(folder, name))
  const program = found ?? path.find(existsSync)
  if (program === undefined) throw new Error(`There is no ${name} here; run: npm run setup`)
  return program
}
