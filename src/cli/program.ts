import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { accountsCommand } from './accounts.ts'
import { backupCommand, restoreCommand } from './backup.ts'
import { calendarCommand } from './calendar.ts'
import { completenessCommand } from './completeness.ts'
import { demoCommand } from './demo.ts'
import { doctorCommand } from './doctor.ts'
import { exportCommand } from './export.ts'
import { filesCommand } from './attached-files.ts'
import { failuresCommand, retryCommand, skipCommand } from './failures.ts'
import { forecastCommand } from './forecast.ts'
import { importCommand } from './import.ts'
import { lettersCommand } from './letters.ts'
import { mailsCommand } from './mails.ts'
import { moveDatabaseCommand } from './move-database.ts'
import { moveDeadlineCommand } from './move-deadline.ts'
import { paymentsCommand } from './payments.ts'
import { projectsCommand } from './projects.ts'
import { publishCommand } from './publish.ts'
import { redactCommand } from './redact.ts'
import { replayCommand } from './replay.ts'
import { sendCommand } from './send.ts'
import { serveCommand, workerCommand } from './serve.ts'
import { showCommand } from './show.ts'
import { tokenCommand } from './token.ts'
import { userCommand } from './user.ts'
import { verifyCommand } from './verify.ts'
import { workbookCommand } from './workbook.ts'

const version = () => {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { readonly version: string }).version
}

/** The command line: `mijlpaal <command> --help` explains each, with an example. */
export function mijlpaal(): Command {
  const program = new Command('mijlpaal')
    .description('A subsidy call from launch to the last cent, on a durable workflow engine.')
    .version(version(), '-V, --version', 'print the version')
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
    paymentsCommand(),
    forecastCommand(),
    exportCommand(),
    workbookCommand(),
    completenessCommand(),
    accountsCommand(),
    mailsCommand(),
    lettersCommand(),
    filesCommand(),
    publishCommand(),
    redactCommand(),
    verifyCommand(),
    serveCommand(),
    workerCommand(),
    userCommand(),
    tokenCommand(),
    calendarCommand(),
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
