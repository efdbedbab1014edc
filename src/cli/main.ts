#!/usr/bin/env node
import { CommanderError } from 'commander'
import { CommandError, complain } from './output.ts'
import { mijlpaal } from './program.ts'

async function main(): Promise<number> {
  try {
    await mijlpaal().parseAsync(process.argv)
    return 0
  } catch (error) {
    return report(error)
  }
}

/** One sentence for what went wrong, the exit code for programs. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode
  if (error instanceof CommandError) {
    complain(`mijlpaal: ${error.message}`)
    for (const detail of error.details) complain(`  ${detail}`)
    return 1
  }
  complain(`mijlpaal: ${error instanceof Error ? error.message : String(error)}`)
  return 1
}

process.exitCode = await main()
