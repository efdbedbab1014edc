#!/usr/bin/env node
import { Command, CommanderError } from 'commander'
import { demoCommand } from './demo.ts'
import { exportCommand } from './export.ts'
import { importCommand } from './import.ts'
import { CommandError, complain } from './output.ts'
import { projectsCommand } from './projects.ts'
import { redactCommand } from './redact.ts'
import { replayCommand } from './replay.ts'
import { sendCommand } from './send.ts'
import { showCommand } from './show.ts'
import { verifyCommand } from './verify.ts'

/** The command line: `mijlpaal <command> --help` explains each, with an example. */
async function main(): Promise<number> {
  const program = new Command('mijlpaal')
    .description('A subsidy call from launch to the last cent, on a durable workflow engine.')
    .showHelpAfterError('(mijlpaal --help lists the commands)')
    .exitOverride()
  for (const command of [
    demoCommand(),
    replayCommand(),
    importCommand(),
    projectsCommand(),
    showCommand(),
    sendCommand(),
    exportCommand(),
    redactCommand(),
    verifyCommand(),
  ]) {
    program.addCommand(command.exitOverride())
  }
  try {
    await program.parseAsync(process.argv)
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
