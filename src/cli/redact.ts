import { Command } from 'commander'
import { databaseOption, jsonOption, withDatabase } from './database.ts'
import { CommandError, print, printJson } from './output.ts'

interface Options {
  readonly reason: string
  readonly as: string
  readonly approvedBy: string
  readonly database?: string
  readonly json?: true
}

export function redactCommand(): Command {
  return new Command('redact')
    .description(
      'Remove a text or personal value for ever; the log keeps its digest and stays valid.',
    )
    .argument('<id>', 'a call, or <call>/<applicant>')
    .argument('<revision>', 'revision of the event that brought the text')
    .argument('<path>', 'its field, as export shows it: reason, kpis.0.motivation')
    .requiredOption('--reason <text>', 'why; it stands in the log')
    .requiredOption('--as <person>', 'who asks for it')
    .requiredOption('--approved-by <person>', 'another person who agrees')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample: mijlpaal redact voorbeeld/gent 12 reason --reason "asked by the person" ' +
        '--as mia --approved-by tom',
    )
    .action(async (id: string, revision: string, path: string, options: Options) => {
      if (!/^[1-9]\d*$/.test(revision)) {
        throw new CommandError(`${revision} is no revision; export lists them as whole numbers.`)
      }
      const outcome = await withDatabase(options.database, ({ engine }) =>
        engine.redact({
          instance: id,
          revision: Number(revision),
          path,
          reason: options.reason,
          sender: { person: options.as, roles: [] },
          approvedBy: { person: options.approvedBy, roles: [] },
        }),
      )
      if (options.json === true) printJson(outcome)
      if (!outcome.accepted) throw new CommandError(`${outcome.code}: ${outcome.message}`)
      if (options.json !== true) print(`${path} of revision ${revision} of ${id} is gone.`)
    })
}
