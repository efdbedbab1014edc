import type { AppliedStep } from './draft.ts'
import type { Finding } from './findings.ts'
import type { Head } from './heads.ts'
import type { Participant } from './ports.ts'
import { Refold } from './refold.ts'
import type { Runtime } from './runtime.ts'
import type { Verification } from './verification.ts'
import { compareAttempts, compareHeads, compareInfo } from './verify-heads.ts'
import {
  compareFailures,
  compareInstances,
  compareOutbox,
  comparePersons,
  compareTexts,
  compareTimers,
} from './verify-tables.ts'
import { withoutTables, type NoTables } from '../store/database.ts'
import type { Transaction } from 'kysely'

export interface VerifyOptions {
  /** Heads that {@link Engine.heads} gave earlier: the log must still contain them. */
  readonly against?: readonly unknown[]
}

/**
 * I10: reads one unchanging picture of the database, recomputes every hash, runs the whole log
 * again through the machine versions that wrote it, and compares each table with what comes of it.
 * An empty list says that all agrees.
 */
export const verifyLog = (
  runtime: Runtime,
  { against = [] }: VerifyOptions,
): Promise<readonly Finding[]> =>
  runtime.store.readSnapshot(async (trx, executor) => {
    const findings: Finding[] = []
    const report = (table: string, row: string | number, message: string): void => {
      findings.push({ table, row: String(row), message })
    }
    const verification = { runtime, trx, executor, report }
    await compareInfo(verification)
    const refold = await Refold.open(verification)
    const heads = await compareHeads(verification, against as readonly Head[])
    await runParticipants(verification, refold, findings, heads.atPosition)
    heads.end(refold.position, refold.rollingHash)
    await compareAttempts(verification, heads, refold)
    await compareInstances(verification, refold)
    await compareTimers(verification, refold)
    await compareOutbox(verification, refold)
    await compareTexts(verification, refold)
    await comparePersons(verification, refold)
    await compareFailures(verification, refold)
    return findings
  })

/** Gives every participant the refolded steps as they come, so that none holds the whole log. */
const runParticipants = async (
  { runtime, trx }: Verification,
  refold: Refold,
  findings: Finding[],
  atPosition: (position: number, rollingHash: string) => void,
): Promise<void> => {
  const verifiers = runtime.participants
    .filter((participant) => participant.verify !== undefined)
    .map((participant) => new Steps(participant))
  const results = verifiers.map((steps) => steps.verify(withoutTables(trx)))
  for await (const step of refold.steps(atPosition)) {
    for (const steps of verifiers) await steps.give(step)
  }
  for (const steps of verifiers) steps.end()
  for (const result of await Promise.all(results)) findings.push(...result)
}

/** Hands steps over one at a time. A participant that stops listening is not waited for. */
class Steps implements AsyncIterable<AppliedStep> {
  readonly #participant: Participant
  #waiting: AppliedStep[] = []
  #wake: () => void = () => {}
  #taken: () => void = () => {}
  #isEnded = false
  #isListening = true

  constructor(participant: Participant) {
    this.#participant = participant
  }

  async verify(trx: Transaction<NoTables>): Promise<readonly Finding[]> {
    try {
      return (await this.#participant.verify?.(trx, this)) ?? []
    } finally {
      this.#isListening = false
      this.#taken()
    }
  }

  async give(step: AppliedStep): Promise<void> {
    this.#waiting.push(step)
    this.#wake()
    if (this.#waiting.length < bufferedSteps || !this.#isListening) return
    await new Promise<void>((resolve) => {
      this.#taken = resolve
    })
  }

  end(): void {
    this.#isEnded = true
    this.#wake()
  }

  async *[Symbol.asyncIterator](): AsyncIterator<AppliedStep> {
    for (;;) {
      const steps = this.#waiting
      this.#waiting = []
      this.#taken()
      yield* steps
      if (this.#waiting.length > 0) continue
      if (this.#isEnded) return
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }
}

const bufferedSteps = 1000
