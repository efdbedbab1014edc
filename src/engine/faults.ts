/** Named places where a test may end the process's work. The default does nothing. */
export interface Faults {
  /** What it throws, ends the runtime as if the process had been killed there. */
  crashPoint(name: CrashPoint): void | Promise<void>
}

export const crashPoints = [
  'after-begin',
  'after-load',
  'after-compute',
  'after-instances',
  'after-events',
  'after-timers',
  'after-outbox',
  'after-participants',
  'before-commit',
  'after-commit',
  'before-effect',
  'after-effect',
] as const

export type CrashPoint = (typeof crashPoints)[number]

export const noFaults: Faults = { crashPoint: () => {} }

/** A test ended the process. */
export class ProcessCrash extends Error {
  override readonly name = 'ProcessCrash'
}

/** Passes a crash point. Throws ProcessCrash when the test ends the process there. */
export const reach = (
  { faults }: { readonly faults: Faults },
  point: CrashPoint,
): Promise<void> | undefined => {
  if (faults === noFaults) return undefined
  return pass(faults, point)
}

const pass = async (faults: Faults, point: CrashPoint): Promise<void> => {
  try {
    await faults.crashPoint(point)
  } catch (cause) {
    throw new ProcessCrash(`The process ended at ${point}`, { cause })
  }
}
