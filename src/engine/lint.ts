import type { MachineDefinition } from './definition.ts'

/** What is wrong with a machine, one sentence per finding; empty when it may run. */
export const lintMachine = (_definition: MachineDefinition): readonly string[] => []
