/**
 * The reference work, a grant's life: an instance makes 12 durable steps (its creation and 11
 * events with a payload of about 200 bytes that its context keeps), arms two timers and cancels
 * one. Engine and reference loops do exactly this work, driven by the same {@link drive}.
 */
export const eventTypes = [
  'SUBMIT',
  'COMPLETE',
  'START_IF',
  'AWARD',
  'PAY_ADVANCE',
  'INTERIM_DUE',
  'REPORT_INTERIM',
  'REPORT_FINAL',
  'CONTROL',
  'PAY_BALANCE',
  'CLOSE',
] as const

export const stepsPerInstance = eventTypes.length + 1

export interface Payload {
  readonly type: string
  readonly id: string
  readonly by: string
  readonly at: string
  readonly amount: number
  readonly note: string
}

/** What step `k` of instance `i` brings; -1 is the creation. */
export const payload = (i: number, k: number): Payload => ({
  type: eventTypes[k] ?? 'LAUNCH',
  id: `ev-${i}-${k}`,
  by: 'beheerder@vlaanderen.be',
  at: '2026-03-01T09:00:00.000Z',
  amount: 125_000 + k,
  note: 'Dossier gecontroleerd en volledig bevonden; budget en KPI kloppen met aanvraag.',
})

export interface GrantInput {
  readonly id: string
  readonly last: Payload
}

export interface GrantContext {
  readonly project: string
  readonly municipality: string
  readonly requested: number
  readonly advance: number
  /** Steps so far. */
  readonly n: number
  readonly last: Payload | null
}

export const contextOf = ({ id, last }: GrantInput): GrantContext => ({
  project: id,
  municipality: 'Gemeente Sint-Niklaas',
  requested: 250_000,
  advance: 0,
  n: 1,
  last,
})

export const reviewMs = 20 * 86_400_000
export const reminderMs = 10 * 86_400_000

/** Whatever can do the work; both promises resolve once the step is durable. */
export interface Contestant extends AsyncDisposable {
  create(id: string, input: GrantInput): Promise<void>
  send(id: string, event: Payload): Promise<void>
}

export interface Load {
  readonly instances: number
  /** Instances at once. */
  readonly concurrency: number
  readonly prefix: string
}

export const warmUp: Load = { instances: 20, concurrency: 1, prefix: 'w' }

/** With many at once too: each connection to a server prepares its own statements. */
export const manyWarmUps = (prefix: string): readonly Load[] => [
  { ...warmUp, prefix: `${prefix}-w` },
  { instances: 64, concurrency: 64, prefix: `${prefix}-v` },
]

/** Leads instances through their life; returns durable steps per second. */
export const drive = async (
  contestant: Contestant,
  { instances, concurrency, prefix }: Load,
): Promise<number> => {
  let next = 0
  const start = performance.now()
  const one = async (): Promise<void> => {
    for (;;) {
      const i = next++
      if (i >= instances) return
      const id = `${prefix}-${i}`
      await contestant.create(id, { id, last: payload(i, -1) })
      for (let k = 0; k < eventTypes.length; k += 1) await contestant.send(id, payload(i, k))
    }
  }
  await Promise.all(Array.from({ length: concurrency }, one))
  return (instances * stepsPerInstance * 1000) / (performance.now() - start)
}
