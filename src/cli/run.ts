import { CommanderError } from 'commander'
import { CommandError, complain } from './output.ts'
import { mijlpaal } from './program.ts'

/** Runs a command by its words. Returns the exit code: 0, or 1 once it has said what is wrong. */
export async function run(words: readonly string[]): Promise<number> {
  try {
    await mijlpaal().parseAsync(words, { from: 'user' })
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
