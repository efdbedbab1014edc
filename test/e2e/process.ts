import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const root = join(import.meta.dirname, '../..')

/** The command line as `npm run build` makes it, from the root of the repository. */
export const builtProgram = 'dist/src/cli/main.js'

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
  /** From the signal that was sent, or else from its start, to its end. */
  readonly tookMs: number
}

/** A line of the log. */
export type Line = Readonly<Record<string, unknown>>

/** A command in a process of its own. */
export class Running {
  readonly child: ChildProcess
  readonly #ended: Promise<Ended>
  #out = ''
  #err = ''
  #sinceMs = Date.now()

  /** `script` is run in place of the command line. */
  constructor(
    words: readonly string[],
    environment: Readonly<Record<string, string>> = {},
    script: string = builtProgram,
  ) {
    const command = [script, ...words]
    const env = { ...process.env, PORT: '0', ...environment }
    this.child = spawn(process.execPath, command, { cwd: root, env })
    this.child.stdout?.on('data', (part: Buffer) => (this.#out += part.toString()))
    this.child.stderr?.on('data', (part: Buffer) => (this.#err += part.toString()))
    this.#ended = once(this.child, 'close').then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as NodeJS.Signals | null,
      out: this.#out,
      err: this.#err,
      tookMs: Date.now() - this.#sinceMs,
    }))
  }

  /** What it has logged so far; fails on a line that is no JSON. */
  get lines(): readonly Line[] {
    const whole = this.#out.slice(0, this.#out.lastIndexOf('\n') + 1)
    return whole
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line)
  }

  /** Waits until a line says this; fails when the process ends before. */
  async said(message: string): Promise<Line> {
    for (;;) {
      const line = this.lines.find(({ msg }) => msg === message)
      if (line !== undefined) return line
      if (this.child.exitCode !== null) throw new Error(`It ended: ${this.#out}${this.#err}`)
      await sleep(10)
    }
  }

  /** Where it listens. */
  async url(): Promise<string> {
    const { host, port } = await this.said('listening')
    return `http://${String(host)}:${String(port)}`
  }

  end(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    this.#sinceMs = Date.now()
    this.child.kill(signal)
    return this.#ended
  }

  ended(): Promise<Ended> {
    return this.#ended
  }
}

/** Asks again until `holds`; fails after 20 s with what it saw last. */
export async function eventually<T>(
  ask: () => Promise<T> | T,
  holds: (value: T) => boolean,
): Promise<T> {
  const endMs = Date.now() + 20_000
  for (;;) {
    const value = await ask()
    if (holds(value)) return value
    if (Date.now() > endMs) throw new Error(`It stayed at ${JSON.stringify(value)}`)
    await sleep(5)
  }
}
