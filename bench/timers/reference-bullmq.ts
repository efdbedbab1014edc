import { Queue, Worker } from 'bullmq'
import type { Figures } from '../target.ts'
import { armAll, Lateness, leadMs } from './work.ts'

const concurrency = 50

/** Delayed jobs and a handler that does nothing: no transition, no SQL. */
export const bareQueue = async (port: number): Promise<Figures> => {
  const connection = { host: '127.0.0.1', port, maxRetriesPerRequest: null }
  const prefix = `bare-${process.pid}`
  const defaultJobOptions = { removeOnComplete: true }
  const queue = new Queue('t', { connection, prefix, defaultJobOptions })
  await queue.waitUntilReady()
  const baseMs = Date.now() + leadMs.sqlite
  await armAll(baseMs, (index, due) =>
    queue.add('t', { i: index, due }, { delay: Math.max(1, due - Date.now()) }),
  )
  const lateness = new Lateness(baseMs)
  const worker = new Worker<{ due: number }>(
    't',
    async ({ data }) => {
      lateness.add(data.due)
    },
    { connection, prefix, concurrency },
  )
  const figures = await lateness.figures()
  await worker.close()
  await queue.close()
  return figures
}
