import { fork } from 'node:child_process'
import type { Round, Target } from './target.ts'

const child = new URL('measure-once.ts', import.meta.url).pathname

type Side = 'ours' | 'reference'

/**
 * Measures both sides once, the reference right after us. Each runs in a process of its own, so
 * that neither inherits the other's heap or what the compiler has learnt.
 */
export const runRound = async ({ id }: Target): Promise<Round> => {
  const ours = await measureApart(id, 'ours')
  return { ours, reference: await measureApart(id, 'reference') }
}

const measureApart = (id: string, side: Side): Promise<number> =>
  new Promise((resolve, reject) => {
    let measured: number | undefined
    const process = fork(child, [id, side])
    process.on('message', (value) => {
      measured = value as number
    })
    process.on('error', reject)
    process.on('exit', (code) => {
      if (code === 0 && measured !== undefined) resolve(measured)
      else reject(new Error(`Measuring ${id} (${side}) ended with code ${code}; see above`))
    })
  })
