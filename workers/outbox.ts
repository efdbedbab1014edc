/**
 * Performs effects, such as mails, when the queue `outbox` wakes it, and what was left lying. Any
 * number of these may run, on any number of hosts: leases in SQL decide who performs what.
 */
import { runWorker } from '../src/worker.ts'

await runWorker('outbox')
