import type { Engine } from '../engine/index.ts'
import type { MailFacts } from './mail-facts.ts'
import type { Outage } from './outage.ts'

/** What is to happen outside of the log, performed by this process: mails, for now. */
export class Effects {
  readonly #engine: Engine
  readonly #mail: MailFacts

  constructor(engine: Engine, mail: MailFacts) {
    this.#engine = engine
    this.#mail = mail
  }

  /** Performs what is due until nothing more succeeds; returns how many were performed. */
  async perform(): Promise<number> {
    let total = 0
    for (;;) {
      const performed = await this.#engine.runEffects()
      total += performed
      if (performed === 0) return total
    }
  }

  /** On a virtual database: the times in which nobody performs anything. */
  heldDuring(outages: readonly Outage[]): void {
    this.#mail.outages = outages
  }
}
