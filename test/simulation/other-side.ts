import type { Effect, EffectHandler } from '../../src/engine/index.ts'
import type { OutboxRow } from '../../src/store/engine/tables.ts'
import type { Chance } from './chance.ts'
import { hold, textOf } from './miss.ts'

/** Who performs effects, outlives every crash, and fails now and then. */
export class OtherSide implements EffectHandler {
  readonly kinds: readonly string[]
  readonly #chance: Chance
  /** How often each effect was performed, and with what. */
  readonly #performed = new Map<string, { times: number; readonly what: string }>()
  readonly #done = new Set<string>()
  readonly #wrong: string[] = []
  failPercent = 20

  constructor(kinds: readonly string[], chance: Chance) {
    this.kinds = kinds
    this.#chance = chance
  }

  async perform({ id, kind, params }: Effect): Promise<void> {
    if (this.#done.has(id)) this.#wrong.push(`${id} was performed again when it was done`)
    if (this.#chance.percent(this.failPercent)) throw new Error('Nobody answers')
    const what = textOf({ kind, params })
    const before = this.#performed.get(id) ?? { times: 0, what }
    if (before.what !== what) this.#wrong.push(`${id} was ${before.what}, then ${what}`)
    this.#performed.set(id, { what, times: before.times + 1 })
  }

  /** I12: what is done was performed, and what was performed had been asked for. */
  check(rows: readonly OutboxRow[], attempts: number): void {
    hold(this.#wrong.length === 0, 'I12', () => this.#wrong.join())
    const known = new Set(rows.map(({ id }) => id))
    for (const row of rows) {
      const times = this.#performed.get(row.id)?.times ?? 0
      if (row.status === 'done') {
        hold(times > 0, 'I12', () => `${row.id} counts as done, and never was`)
        this.#done.add(row.id)
      }
      const isBounded = row.attempts <= attempts && times <= row.attempts
      hold(isBounded, 'I12', () => `${row.id} was performed ${times} times of ${row.attempts}`)
      const isGivenUp = row.status !== 'parked' || row.attempts === attempts
      hold(isGivenUp, 'I12', () => `${row.id} was parked after ${row.attempts} attempts`)
    }
    for (const id of this.#performed.keys()) {
      hold(known.has(id), 'I12', () => `${id} was performed, and its event is not there`)
    }
  }
}
