import type { RunSeed } from '../e2e/chaos/demo-call.ts'
import { libraryProgram } from './library.ts'
import { Miss } from './miss.ts'
import type { Program } from './program.ts'
import { nothing, simulate, SimulationMiss, type Tally } from './simulation.ts'

export interface SoakOptions {
  readonly first: number
  readonly seeds: number
  /** All of them by default. */
  readonly programs?: readonly ProgramName[]
  /** A bug that the processes of the chaos run work with; the other programs load it themselves. */
  readonly plant?: string
  /** Told before each run. */
  readonly onSeed?: (seed: number) => void
}

export interface SoakResult {
  readonly runs: number
  /** What all runs did together. */
  readonly tally: Tally
  /** The first run that found a promise broken; it ends the soak. */
  readonly miss: {
    readonly program: string
    readonly seed: number
    readonly step: number
    readonly message: string
  } | null
}

export type ProgramName = 'library' | 'calls' | 'chaos'

/** Runs seeds one after the other, each with every program, until one misses. */
export async function soak({
  first,
  seeds,
  programs = ['library', 'calls', 'chaos'],
  plant,
  onSeed,
}: SoakOptions): Promise<SoakResult> {
  const known = new Map<ProgramName, Program>([['library', libraryProgram]])
  if (programs.includes('calls')) known.set('calls', await loadCalls())
  const disturb = programs.includes('chaos') ? await loadChaos() : undefined
  const options = plant === undefined ? {} : { plant }
  const tally = { ...nothing }
  let runs = 0
  for (let seed = first; seed < first + seeds; seed += 1) {
    onSeed?.(seed)
    for (const name of programs) {
      try {
        const program = known.get(name)
        if (program) add(tally, await simulate({ seed, program }))
        else await disturb?.(seed, options)
        runs += 1
      } catch (error) {
        if (!(error instanceof SimulationMiss || error instanceof Miss)) throw error
        const step = error instanceof SimulationMiss ? error.step : 0
        return { runs, tally, miss: { program: name, seed, step, message: error.message } }
      }
    }
  }
  return { runs, tally, miss: null }
}

/** Only when it is asked for: to load all of the programme takes longer than many a seed. */
async function loadCalls(): Promise<Program> {
  const { callProgram, folderOf, voorbeeld } = await import('./calls.ts')
  return callProgram(await folderOf(voorbeeld))
}

async function loadChaos(): Promise<RunSeed> {
  const { chaosOfDemoCall } = await import('../e2e/chaos/demo-call.ts')
  return chaosOfDemoCall()
}

function add(sum: Tally, one: Tally): void {
  for (const key of Object.keys(one) as (keyof Tally)[]) sum[key] += one[key]
}
