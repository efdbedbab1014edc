import { StoreError, type FireResult, type TimerReference } from '../../src/engine/index.ts'
import type { Chance } from './chance.ts'
import { graceMs, type Inspector } from './inspector.ts'
import { hold, textOf } from './miss.ts'
import type { World } from './world.ts'

/** Those who bring timers: late, early, twice, the wrong ones, or never. */
export class Couriers {
  readonly #chance: Chance
  readonly #world: World
  readonly #inspector: Inspector
  readonly #longestMs: number

  constructor(chance: Chance, world: World, inspector: Inspector, longestMs: number) {
    this.#chance = chance
    this.#world = world
    this.#inspector = inspector
    this.#longestMs = longestMs
  }

  /** Brings a few timers; when nothing else happens, what is answered must be true. */
  async bring(isClean: boolean): Promise<void> {
    const seen = [...this.#inspector.seen.values()]
    if (seen.length === 0) return
    const chosen = this.#tampered(
      this.#chance.percent(50) ? this.#armed() : this.#chance.pick(seen),
    )
    if (chosen === undefined) return
    const expected = this.#expected(chosen)
    const isAlone = isClean && this.#world.count === 1
    const times = this.#chance.pick([1, 1, 2, 3])
    const results = await Promise.all(
      Array.from({ length: times }, () => this.#fire(chosen, this.#chance.int(2))),
    )
    if (!isAlone || results.includes(undefined)) return
    const said = `${textOf(chosen)}: ${results.join()} instead of ${expected}`
    const also: Readonly<Record<FireResult, FireResult>> = {
      // A timer that was due before it may have cancelled it.
      fired: 'gone',
      // Behind a deadline of the same moment, whether it is held depends on their order.
      held: 'fired',
      'not-due': 'not-due',
      gone: 'gone',
    }
    const isTrue = results.every((each) => each === expected || each === also[expected])
    hold(isTrue, 'I6', () => said)
    const isGone = results.includes('gone') || expected === 'fired'
    hold(!isGone || !this.#isStored(chosen), 'I6', () => `${said}, and still armed`)
  }

  /** Has the outbox performed, by one process or by two at once. */
  async perform(): Promise<void> {
    const times = this.#chance.pick([1, 1, 2])
    await Promise.all(
      Array.from({ length: times }, (_, index) =>
        this.#tried((engine) => engine.runEffects(), index),
      ),
    )
  }

  async sweep(): Promise<void> {
    const limit = this.#chance.pick([1, 3, 1000])
    await this.#tried((engine) => engine.fireDue({ limit, firedBy: 'sweep' }))
  }

  /** The virtual clock goes on; on a live one the host's does. */
  async advance(isClean: boolean): Promise<void> {
    const inspector = this.#inspector
    if (!inspector.isVirtual) return this.sweep()
    const toMs = inspector.nowMs + this.#chance.duration(this.#longestMs)
    await this.#tried((engine) => engine.advanceTo(toMs, 'advance'))
    if (!isClean) return
    const next = await this.#world.engine().nextDueMs()
    hold(next === undefined || next > toMs, 'I4', () => `due at ${next}, left behind at ${toMs}`)
  }

  /** Goes on to a moment at which nothing is about to fall due, and fires what is left. */
  async finish(settle: () => Promise<void>): Promise<void> {
    const inspector = this.#inspector
    const due = inspector.refold.timers().map(({ dueMs }) => dueMs)
    let endMs = Math.max(inspector.nowMs, ...inspector.refold.groups.values())
    if (this.#chance.percent(50)) endMs = Math.max(endMs, ...due)
    for (let round = 0; round < 200; round += 1) {
      if (inspector.isVirtual) await this.#world.engine().advanceTo(endMs, 'end')
      else {
        this.#world.clock.set(endMs)
        while ((await this.#world.engine().fireDue({ firedBy: 'end' })) > 0) continue
      }
      await settle()
      const left = inspector.refold.timers().filter(({ instance }) => !inspector.held.has(instance))
      const isQuiet = left.every(({ dueMs }) => dueMs > endMs)
      if (isQuiet) return
      const isGrace = left.every(({ dueMs }) => dueMs > endMs - graceMs)
      hold(isGrace && !inspector.isVirtual, 'I7', () => `due and left: ${textOf(left)}`)
      endMs += 2 * graceMs
    }
  }

  #armed() {
    const timers = this.#inspector.refold.timers()
    if (timers.length === 0) return undefined
    const due = timers.filter((timer) => this.#inspector.isDue(timer))
    const { instance, timer } = this.#chance.pick(
      due.length > 0 && this.#chance.percent(70) ? due : timers,
    )
    const arming = this.#inspector.refold.instances.get(instance)!.timers.get(timer)!.arming
    return { instanceId: instance, timerId: timer, arming }
  }

  #tampered(timer: TimerReference | undefined): TimerReference | undefined {
    if (timer === undefined || !this.#chance.percent(10)) return timer
    return { ...timer, arming: timer.arming + this.#chance.pick([-1, 1]) }
  }

  #expected({ instanceId, timerId, arming }: TimerReference): FireResult {
    const timer = this.#inspector.refold.instances.get(instanceId)?.timers.get(timerId)
    if (timer?.arming !== arming) return 'gone'
    if (!this.#inspector.isDue(timer)) return 'not-due'
    if (this.#inspector.held.has(instanceId)) return 'held'
    return this.#isBehindDeadline(instanceId, timer.dueMs) ? 'held' : 'fired'
  }

  #isStored({ instanceId, timerId, arming }: TimerReference): boolean {
    const query = `select 1 from timer where instance_id = '${instanceId}'
      and timer_id = '${timerId}' and arming = ${arming}`
    return this.#inspector.rows(query).length > 0
  }

  /** I4: a deadline that is still waited for holds up what is due at the same time or later. */
  #isBehindDeadline(instanceId: string, dueMs: number): boolean {
    const { instances } = this.#inspector.refold
    const group = instances.get(instanceId)?.group
    return this.#inspector.refold
      .timers()
      .some(
        (timer) =>
          instances.get(timer.instance)?.group === group &&
          timer.dueMs <= dueMs &&
          !this.#inspector.isDue(timer),
      )
  }

  #fire({ instanceId, timerId, arming }: TimerReference, index: number) {
    return this.#tried((engine) => engine.fire({ instanceId, timerId, arming }, 'courier'), index)
  }

  /** Undefined when the process ended or the database failed. */
  async #tried<T>(
    work: (engine: ReturnType<World['engine']>) => Promise<T>,
    index = this.#chance.int(2),
  ): Promise<T | undefined> {
    try {
      const result = await this.#world.heard(work(this.#world.engine(index)))
      return result === 'down' ? undefined : result
    } catch (error) {
      if (error instanceof StoreError && error.retryable) return undefined
      if (this.#world.isDown) return undefined
      throw error
    }
  }
}
