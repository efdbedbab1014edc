import { execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Running } from '../../test/e2e/process.ts'
import type { Figures } from '../target.ts'

/** Makes what a host runs, out of the sources as they stand. */
export const build = (): void => {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' })
}

/** A `mijlpaal serve` on a database, from its start until it is ready. */
interface Serving {
  readonly process: Running
  readonly url: string
  readonly readyAfterMs: number
}

export const serve = async (database: string): Promise<Serving> => {
  const start = performance.now()
  const process = new Running(['serve', '--database', database])
  const url = await process.url()
  while ((await fetch(`${url}/readyz`)).status !== 200) await new Promise(setImmediate)
  return { process, url, readyAfterMs: performance.now() - start }
}

const commitsBeforeKill = 50

/** How long it takes until it serves (ms): at first, and after kill -9 in the midst of commits. */
export const timesToServe = async (database: string): Promise<Figures> => {
  const first = await serve(database)
  const writer = fork(new URL('writer.ts', import.meta.url).pathname, [database])
  const written = new Promise<void>((resolve, reject) => {
    writer.on('message', (number) => {
      if (number === commitsBeforeKill) resolve()
    })
    writer.once('exit', () => reject(new Error('The writer ended too soon; see above')))
  })
  await written
  const dead = once(writer, 'exit')
  writer.kill('SIGKILL')
  await Promise.all([dead, first.process.end('SIGKILL')])
  const second = await serve(database)
  await second.process.end()
  return { start: first.readyAfterMs, recovery: second.readyAfterMs }
}

const idleSeconds = 12

/** The most memory that an idle `serve` holds (10⁶ bytes, resident), looked at every second. */
export const memoryOfServe = async (database: string): Promise<Figures> => {
  const { process } = await serve(database)
  let memory = 0
  for (let second = 0; second < idleSeconds; second += 1) {
    await new Promise((resolve) => {
      setTimeout(resolve, 1000)
    })
    memory = Math.max(memory, residentMegabytes(process.child.pid ?? 0))
  }
  await process.end()
  return { memory }
}

const residentMegabytes = (pid: number): number => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return (Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1024) / 1e6
}
