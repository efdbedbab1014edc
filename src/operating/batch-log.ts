import type { BatchReport } from '../engine/index.ts'
import type { Logger } from '../logger.ts'

/** Writes a line for each event that a batch applied and for each request that it refused. */
export function logBatch(logger: Logger, { steps, refusals }: BatchReport): void {
  for (const { groupId, instanceId, revision, ...step } of steps) {
    logger.info('event applied', {
      call: groupId,
      instance: instanceId,
      event: `${instanceId}:${revision}`,
      type: step.type,
      cause: step.cause,
      firedBy: step.firedBy,
      lateMs: step.lateMs,
      requestId: step.requestId,
    })
  }
  for (const code of refusals) logger.info('event refused', { code })
}
