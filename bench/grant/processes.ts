import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { stepsPerInstance, type Load } from './work.ts'

const root = new URL('../..', import.meta.url).pathname
const child = new URL('share.ts', import.meta.url).pathname
const options = { cwd: root, execArgv: ['--import', 'tsx'] }

/** What is told to a process of {@link driveInProcesses}. */
export interface Share {
  readonly url: string
  readonly number: number
  readonly instances: number
  readonly concurrency: number
  readonly warmUps: readonly Load[]
}

interface Shared extends Pick<Load, 'instances' | 'concurrency'> {
  readonly warmUps: (prefix: string) => readonly Load[]
}

/**
 * Splits the instances among processes, each with an engine of its own on the same database, warmed
 * up before the clock starts. Returns durable steps per second of all together.
 */
export const driveInProcesses = async (
  url: string,
  processes: number,
  load: Shared,
): Promise<number> => {
  const shares: ChildProcess[] = []
  const instances = Math.floor(load.instances / processes)
  const concurrency = Math.floor(load.concurrency / processes)
  // One after the other: the first makes the tables.
  for (let number = 1; number <= processes; number += 1) {
    const share: Share = { url, number, instances, concurrency, warmUps: load.warmUps(`${number}`) }
    const process = fork(child, [JSON.stringify(share)], options)
    shares.push(process)
    await told(process)
  }
  const start = performance.now()
  const finished = shares.map((process) => {
    process.send('go')
    return told(process)
  })
  await Promise.all(finished)
  const elapsedMs = performance.now() - start
  for (const process of shares) {
    process.send('end')
    await once(process, 'exit')
  }
  return (instances * processes * stepsPerInstance * 1000) / elapsedMs
}

/** The next word of a process; rejects when it ends instead. */
const told = (process: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    const ended = () => reject(new Error('A process ended before its share was done; see above'))
    process.once('exit', ended)
    process.once('message', () => {
      process.off('exit', ended)
      resolve()
    })
  })
