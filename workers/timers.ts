/**
 * Fires timers that the queue `timers` brings, and those that it has left lying. Any number of
 * these may run, on any number of hosts: SQL decides who fires what. See docs/OPERATING.md.
 */
import { runWorker } from '../src/worker.ts'

await runWorker('timers')
