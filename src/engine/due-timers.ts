import type { Timer } from './draft.ts'

/**
 * The due timers of one group in the order of I4: due time, the group's root first, instance id,
 * arming, timer id. A heap, because firing one may arm the next.
 */
export class DueTimers {
  readonly #rootId: string
  readonly #heap: Timer[] = []

  constructor(rootId: string) {
    this.#rootId = rootId
  }

  get first(): Timer | undefined {
    return this.#heap[0]
  }

  /** At most `limit` timers, the first among them; the others in no promised order. */
  ahead(limit: number): readonly Timer[] {
    return this.#heap.slice(0, limit)
  }

  push(timer: Timer): void {
    const heap = this.#heap
    let index = heap.length
    heap.push(timer)
    while (index > 0) {
      const above = (index - 1) >> 1
      if (this.#compare(heap[above] as Timer, timer) <= 0) break
      heap[index] = heap[above] as Timer
      index = above
    }
    heap[index] = timer
  }

  pop(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return
    let index = 0
    for (;;) {
      const left = 2 * index + 1
      if (left >= heap.length) break
      const right = left + 1
      const isRightFirst =
        right < heap.length && this.#compare(heap[right] as Timer, heap[left] as Timer) < 0
      const child = isRightFirst ? right : left
      if (this.#compare(last, heap[child] as Timer) <= 0) break
      heap[index] = heap[child] as Timer
      index = child
    }
    heap[index] = last
  }

  #compare(a: Timer, b: Timer): number {
    return (
      a.due_ms - b.due_ms ||
      this.#rank(a) - this.#rank(b) ||
      order(a.instance_id, b.instance_id) ||
      a.arming - b.arming ||
      order(a.timer_id, b.timer_id)
    )
  }

  #rank(timer: Timer): number {
    return timer.instance_id === this.#rootId ? 0 : 1
  }
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
