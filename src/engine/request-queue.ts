import type { Request, Result } from './batch.ts'
import { yieldToOthers } from './clock.ts'
import { EngineError } from './errors.ts'
import { runBatch, type Waiting } from './run-batch.ts'
import type { Runtime } from './runtime.ts'

/** The one way to a change: what has gathered here is applied as one batch in one transaction. */
export class RequestQueue {
  readonly #runtime: Runtime
  readonly #waiting: Waiting[] = []
  #pump: Promise<void> | undefined
  #ended: Error | undefined

  constructor(runtime: Runtime) {
    this.#runtime = runtime
  }

  /** Resolves when the answer is durable; rejects when the database fails or all has ended. */
  ask(request: Request): Promise<Result> {
    if (this.#ended) return Promise.reject(this.#ended)
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject })
      this.#pump ??= this.#run()
    })
  }

  /** Waits for what was accepted and refuses what comes after. */
  async close(): Promise<void> {
    this.#ended ??= new EngineError('engine-closed', 'The runtime is closed')
    await this.#pump
  }

  async #run(): Promise<void> {
    const { batchRequests, batchSteps } = this.#runtime.limits
    let batch: readonly Waiting[] = []
    try {
      await yieldToOthers()
      while (this.#waiting.length > 0) {
        batch = this.#waiting.splice(0, batchRequests)
        const later = await runBatch(this.#runtime, batch, batchSteps)
        this.#waiting.unshift(...later)
        await yieldToOthers()
      }
    } catch (error) {
      this.#ended = error as Error
      // Who was answered already is not told again: a promise settles once.
      for (const { reject } of [...batch, ...this.#waiting.splice(0)]) reject(error)
    } finally {
      this.#pump = undefined
    }
  }
}
