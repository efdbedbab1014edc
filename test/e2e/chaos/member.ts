import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Outcome } from '../../../src/engine/index.ts'
import type { Answer, Question, Settings } from './messages.ts'

/** How long an answer may take (ms): after that the question is asked again. */
const patienceMs = 20_000

/** One process of the chaos run, from its start to its end. */
export class Member {
  readonly settings: Settings
  readonly #process: ChildProcess
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  #questions = 0
  #wasReady = false
  /** Somebody else killed it. */
  #isToDie = false

  private constructor(settings: Settings, child: ChildProcess) {
    this.settings = settings
    this.#process = child
    child.on('message', (message: Answer | 'ready') => {
      if (message === 'ready') {
        this.#wasReady = true
        return
      }
      this.#waiting.get(message.id)?.(message)
      this.#waiting.delete(message.id)
    })
    child.on('exit', () => {
      for (const [id, answer] of this.#waiting) answer({ id, error: 'The process has ended' })
      this.#waiting.clear()
    })
  }

  /** Resolves when it is ready to work, or has ended before it was. */
  static async start(script: string, settings: Settings): Promise<Member> {
    const command = ['--enable-source-maps', script, JSON.stringify(settings)]
    const stdio = ['ignore', 'ignore', settings.isLoud ? 'inherit' : 'ignore', 'ipc'] as const
    const child = spawn(process.execPath, command, { stdio: [...stdio] })
    const member = new Member(settings, child)
    await Promise.race([once(child, 'message'), once(child, 'exit')])
    return member
  }

  get hasEnded(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null
  }

  /** Whether it killed itself at the place that it was told of. */
  get hasCrashed(): boolean {
    return this.wasKilled && !this.#isToDie
  }

  /** Whether it ended by kill -9, as opposed to by an error of its own. */
  get wasKilled(): boolean {
    return this.#process.signalCode === 'SIGKILL'
  }

  /** Whether it ever began to work: it cannot while the database is away. */
  get wasReady(): boolean {
    return this.#wasReady
  }

  get exitCode(): number | null {
    return this.#process.exitCode
  }

  /** Throws when there is no answer: what was asked may have been done all the same. */
  async ask(question: Question): Promise<Outcome | null> {
    if (this.hasEnded) throw new Error('The process has ended')
    this.#questions += 1
    const id = this.#questions
    const answer = await new Promise<Answer>((resolve) => {
      const timeout = setTimeout(() => resolve({ id, error: 'No answer' }), patienceMs)
      this.#waiting.set(id, (given) => {
        clearTimeout(timeout)
        resolve(given)
      })
      this.#process.send({ id, question }, (error) => {
        if (error !== null) this.#waiting.get(id)?.({ id, error: error.message })
      })
    })
    if ('error' in answer) throw new Error(answer.error)
    return answer.outcome
  }

  signal(name: NodeJS.Signals): void {
    if (this.hasEnded) return
    if (name === 'SIGKILL') this.#isToDie = true
    this.#process.kill(name)
  }

  /** Waits for its end. */
  async ended(): Promise<void> {
    if (!this.hasEnded) await once(this.#process, 'exit')
  }
}
