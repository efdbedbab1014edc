/**
 * The only file that reads the time or waits. A process's own clock decides how long it sleeps and,
 * on SQLite, is the database's clock; a virtual database brings its own.
 */
export interface Clock {
  /** Milliseconds since the epoch, UTC. */
  nowMs(): number
  /** Resolves at `ms`, after an hour, or when `signal` aborts, whichever comes first. */
  sleepUntil(ms: number, signal?: AbortSignal): Promise<void>
}

const longestSleepMs = 3_600_000

export class SystemClock implements Clock {
  nowMs(): number {
    return Date.now()
  }

  sleepUntil(ms: number, signal?: AbortSignal): Promise<void> {
    return sleep(ms - this.nowMs(), signal)
  }
}

/**
 * The clock of a database server, from its last answer on. It never runs ahead of the server's, and
 * takes no notice of what the host's own clock says or is set to.
 */
export class ServerClock implements Clock {
  #aheadMs = Date.now() - performance.now()

  /** The server said that it is `ms`, just now. */
  observe(ms: number): void {
    this.#aheadMs = ms - performance.now()
  }

  nowMs(): number {
    return Math.floor(performance.now() + this.#aheadMs)
  }

  sleepUntil(ms: number, signal?: AbortSignal): Promise<void> {
    return sleep(ms - this.nowMs(), signal)
  }
}

/** How far this host's clock is ahead of another (ms); negative when it is behind. */
export const hostSkewMs = (clock: Clock): number => Date.now() - clock.nowMs()

/** What a virtual database stores of its clock. */
export interface VirtualTime {
  /** Virtual time when it was set. */
  readonly ms: number
  /** The host's time at that moment. */
  readonly hostMs: number
  /** Virtual milliseconds per millisecond of the host; 0 stands still. */
  readonly rate: number
}

/** The clock of a virtual database: it stands still, runs, or is set, and never goes back. */
export class VirtualClock implements Clock {
  readonly #host: Clock
  #time: VirtualTime

  constructor(time: VirtualTime, host: Clock = new SystemClock()) {
    this.#time = time
    this.#host = host
  }

  get time(): VirtualTime {
    return this.#time
  }

  nowMs(): number {
    return this.readMs(this.#time)
  }

  /** What it would say if it had adopted `time`. */
  readMs({ ms, hostMs, rate }: VirtualTime): number {
    return rate === 0 ? ms : Math.floor(ms + (this.#host.nowMs() - hostMs) * rate)
  }

  /** Takes over what the database says. */
  adopt(time: VirtualTime): void {
    this.#time = time
  }

  /** The time that {@link adopt} would need to be at `ms` now, running at `rate`. */
  at(ms: number, rate: number = this.#time.rate): VirtualTime {
    return { ms, hostMs: rate === 0 ? 0 : this.#host.nowMs(), rate }
  }

  sleepUntil(ms: number, signal?: AbortSignal): Promise<void> {
    const { rate } = this.#time
    const waitMs = rate === 0 ? longestSleepMs : (ms - this.nowMs()) / rate
    return sleep(waitMs, signal)
  }
}

/** Measures how long something takes on this machine; never part of any outcome. */
export const stopwatch = (): (() => number) => {
  const start = performance.now()
  return () => performance.now() - start
}

/** Lets everything that is ready go first. */
export const yieldToOthers = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) {
      resolve()
      return
    }
    const done = (): void => {
      clearTimeout(timeout)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timeout = setTimeout(done, Math.max(0, Math.min(ms, longestSleepMs)))
    signal?.addEventListener('abort', done, { once: true })
  })
