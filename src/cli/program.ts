import { Command } from 'commander'
import { backupCommand, restoreCommand } from './backup.ts'
import { demoCommand } from './demo.ts'
import { doctorCommand } from './doctor.ts'
import { exportCommand } from './export.ts'
import { failuresCommand, retryCommand, skipCommand } from './failures.ts'
import { importCommand } from './import.ts'
import { mailsCommand } from './mails.ts'
import { moveDatabaseCommand } from './move-database.ts'
import { moveDeadlineCommand } from './move-deadline.ts'
import { projectsCommand } from './projects.ts'
import { redactCommand } from './redact.ts'
import { replayCommand } from './replay.ts'
import { sendCommand } from './send.ts'
import { serveCommand, workerCommand } from './serve.ts'
import { showCommand } from './show.ts'
import { verifyCommand } from './verify.ts'

/** The command line: `mijlpaal <command> --help` explains each, with an example. */
export function mijlpaal(): Command {
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
    moveDeadlineCommand(),
    exportCommand(),
    mailsCommand(),
    redactCommand(),
    verifyCommand(),
    serveCommand(),
    workerCommand(),
    moveDatabaseCommand(),
    doctorCommand(),
    failuresCommand(),
    retryCommand(),
    skipCommand(),
    backupCommand(),
    restoreCommand(),
  ]) {
    program.addCommand(command.exitOverride())
  }
  return program
}
