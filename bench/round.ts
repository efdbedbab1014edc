import { fork } from 'node:child_process'
import type { Figures, Round, Target } from './target.ts'

const child = new URL('measure-once.ts', import.meta.url).pathname

type Side = 'ours' | 'reference'

/**
 * Measures both sides once, the reference right after us. Each runs in a process of its own, so
 * that neither inherits the other's heap or what the compiler has learnt.
 */
export const runRound = async ({ id, reference }: Target, place: string): Promise<Round> => {
  const ours = await measureApart(id, 'ours', place)
  return { ours, reference: reference && (await measureApart(id, 'reference', place)) }
}

const measureApart = (id: string, side: Side, place: string): Promise<Figures> =>
  new Promise((resolve, reject) => {
    let measured: Figures | undefined
    const process = fork(child, [id, side, place])
    process.on('message', (value) => {
      measured = value as Figures
    })
    process.on('error', reject)
    process.on('exit', (code) => {
      if (code === 0 && measured !== undefined) resolve(measured)
      else reject(new Error(`Measuring ${id} (${side}) ended with code ${code}; see above`))
    })
  })
