import type { ArmedTimer, TimerReference } from '../../engine/index.ts'

/** What a job says: which timer, never what to do with it. The row in SQL decides that. */
export type TimerJob = TimerReference

const longestId = 1000

/** A row is never used twice, so neither is the id of a job. */
export const timerJobId = ({ row, arming }: ArmedTimer): string => `t-${row}-${arming}`

export const timerJob = ({ instanceId, timerId, arming }: ArmedTimer): TimerJob => ({
  instanceId,
  timerId,
  arming,
})

/** Jobs come from outside: undefined for what none of us wrote. */
export const parseTimerJob = (data: unknown): TimerReference | undefined => {
  if (typeof data !== 'object' || data === null) return undefined
  const { instanceId, timerId, arming, ...rest } = data as Record<string, unknown>
  if (!isId(instanceId) || !isId(timerId) || Object.keys(rest).length > 0) return undefined
  return Number.isSafeInteger(arming) ? { instanceId, timerId, arming: Number(arming) } : undefined
}

const isId = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= longestId
