/** A text that stands in a source file exactly once, and what stands there instead. */
export interface Mutation {
  readonly file: string
  readonly find: string
  readonly replace: string
}

/** Ends the transaction that is under way, and begins another. */
const split = ['commit', 'begin immediate']
  .map((sql) => `await trx.executeQuery({ sql: '${sql}', parameters: [], query: {} } as never)`)
  .join('\n')

/**
 * Bugs that the simulation must find. They stand in no source file: `plant` puts them in while a
 * process loads it. Whoever rewrites a place that one of them names gives it its new text here.
 */
export const plants: Readonly<Record<string, readonly Mutation[]>> = {
  /** A timer that was cancelled in the same batch fires all the same. */
  'no-stale-timer-check': [
    {
      file: 'src/engine/workspace.ts',
      find: 'return current === undefined || current === timer',
      replace: 'return true',
    },
  ],
  /** A courier that brings an arming of before fires the one of now. */
  'no-arming-check': [
    {
      file: 'src/engine/timers.ts',
      find: 'return row?.arming === arming ? row : undefined',
      replace: 'return row',
    },
  ],
  /** Snapshot and log are durable before the timers that belong to them. */
  'separate-commits': [
    {
      file: 'src/engine/write.ts',
      find: "await reach(runtime, 'after-events')",
      replace: `${split}\nawait reach(runtime, 'after-events')`,
    },
  ],
  /** What another process wrote meanwhile goes unseen, at the load and at the write. */
  'no-revision-check': [
    {
      file: 'src/engine/workspace.ts',
      find: 'if (state.revision !== head.revision || state.hash !== head.hash) return undefined',
      replace: '',
    },
    {
      file: 'src/store/engine/instance-table.ts',
      find: ".where('id', '=', param('id'))\n        .where('revision', '=', param('was')),",
      replace: ".where('id', '=', param('id')),",
    },
  ],
  /** A courier that comes early fires all the same. */
  'early-timer': [
    {
      file: 'src/engine/timers.ts',
      find: "if (this.#takenMs(row) > nowMs) return 'not-due'",
      replace: '',
    },
  ],
  /** Timers due together fire by chance of the heap, not by instance. */
  'no-group-order': [
    {
      file: 'src/engine/due-timers.ts',
      find: 'order(a.instance_id, b.instance_id) ||',
      replace: '',
    },
  ],
  /** An event goes before the timers that were due before it. */
  'event-before-timers': [
    {
      file: 'src/engine/send.ts',
      find: 'const atMs = Math.max(request.stampMs, group.atMs)\n',
      replace: 'const atMs = Math.max(request.stampMs, group.atMs)\n  group.timers.pop()\n',
    },
  ],
  /** What a timer has to say is forgotten. */
  'lost-message': [
    {
      file: 'src/engine/deliver.ts',
      find: 'for (const [index, message] of messages.entries()) {',
      replace:
        'for (const [index, message] of messages.entries()) {\n    if (chain.isOptional) break',
    },
  ],
  /** A key is not recognised. */
  'no-idempotency': [
    {
      file: 'src/engine/send.ts',
      find: 'if (earlier === undefined) return null',
      replace: 'if (earlier !== undefined || earlier === undefined) return null',
    },
  ],
  /** Refused attempts leave no trace under their key. */
  'refusals-forgotten': [
    {
      file: 'src/engine/send.ts',
      find: 'if (options.key === undefined) return answer',
      replace: "if (options.key === undefined || 'outcome' in answer) return answer",
    },
  ],
  /** What a refused event had begun is kept. */
  'half-refused': [
    {
      file: 'src/engine/send.ts',
      find: 'if (refusal) return refused(refusal, allowedOf(target))\n    work.accept',
      replace: [
        'if (refusal) work.accept(draft, delivery.atMs)',
        'if (refusal) return refused(refusal)',
        'work.accept',
      ].join('\n'),
    },
  ],
  /** Time goes back when a late event brings an earlier stamp. */
  'time-goes-back': [
    {
      file: 'src/engine/send.ts',
      find: 'const atMs = Math.max(request.stampMs, group.atMs)',
      replace: 'const atMs = request.stampMs',
    },
  ],
  /** The sender hears of it before it is durable. */
  'early-answer': [
    {
      file: 'src/engine/run-batch.ts',
      find: "await reach(runtime, 'before-commit')",
      replace: [
        'answer(waiting, computed.results)',
        'await yieldToOthers()',
        "await reach(runtime, 'before-commit')",
      ].join('\n'),
    },
    {
      file: 'src/engine/run-batch.ts',
      find: "import { VirtualClock, stopwatch } from './clock.ts'",
      replace: "import { VirtualClock, stopwatch, yieldToOthers } from './clock.ts'",
    },
  ],
  /** The ledger is written after the transaction of its events. */
  'ledger-apart': [
    {
      file: 'src/engine/write.ts',
      find: "await reach(runtime, 'after-outbox')",
      replace: [
        'await store.head.setStream(trx, heads)',
        split,
        "await reach(runtime, 'after-outbox')",
      ].join('\n'),
    },
  ],
  /** A cancelled timer stays armed. */
  'timer-left-behind': [
    {
      file: 'src/engine/write.ts',
      find: 'await store.timer.remove(',
      replace: 'void ((..._: unknown[]) => 0)(',
    },
  ],
  /** A refusal that is repeated says what is allowed now. */
  'refusal-said-anew': [
    {
      file: 'src/engine/send.ts',
      find: "if (earlier && 'outcome' in earlier && !earlier.outcome.accepted) return earlier",
      replace: '',
    },
  ],
  /** An effect counts as done without ever being performed. */
  'effect-skipped': [
    {
      file: 'src/engine/outbox.ts',
      find: 'await this.#handlers.get(row.kind)?.perform(effectOf(row))',
      replace: '',
    },
  ],
}
