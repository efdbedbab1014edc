import type { Clock } from '../../src/engine/index.ts'

/** The host's clock of a simulated world: it stands wherever it is put, also back. */
export class SimulatedClock implements Clock {
  #ms: number

  constructor(ms: number) {
    this.#ms = ms
  }

  nowMs(): number {
    return this.#ms
  }

  set(ms: number): void {
    this.#ms = ms
  }

  async sleepUntil(): Promise<void> {}
}
