import { Command } from 'commander'
import { databaseOption, jsonOption, withDatabase } from './database.ts'
import { lastInstant } from './moments.ts'
import { CommandError, print, printJson } from './output.ts'

interface Options {
  readonly as: string
  readonly role: readonly string[]
  readonly applicant?: string
  readonly data: string
  readonly key?: string
  readonly at?: string
  readonly dryRun?: true
  readonly database?: string
  readonly json?: true
}

export function sendCommand(): Command {
  return new Command('send')
    .description('Send an event to a call or a project.')
    .argument('<id>', 'a call, or <call>/<applicant>')
    .argument('<type>', 'e.g. application.admit')
    .requiredOption('--as <person>', 'who sends it; it stands in the log')
    .option(
      '--role <role>',
      'a role of that person; may be given more than once',
      (role: string, before: readonly string[]) => [...before, role],
      [],
    )
    .option('--applicant <id>', 'for whom an applicant acts')
    .option('--data <json>', 'payload', '{}')
    .option('--key <key>', 'idempotency key: the same key again gives the same outcome')
    .option('--at <time>', 'on a virtual database only')
    .option('--dry-run', 'say what would happen, and change nothing')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample: mijlpaal send voorbeeld/gent application.admit --as rik --role reviewer',
    )
    .action(async (to: string, type: string, options: Options) => {
      const { key, at, applicant } = options
      const event = {
        to,
        type,
        data: parsed(options.data),
        sender: {
          person: options.as,
          roles: options.role,
          ...(applicant === undefined ? {} : { claims: { applicant } }),
        },
        ...(key === undefined ? {} : { key }),
        ...(at === undefined ? {} : { at: lastInstant(at) }),
      }
      const outcome = await withDatabase(options.database, async ({ engine, effects }) => {
        if (options.dryRun === true) return (await engine.preview(event)).outcome
        const sent = await engine.send(event)
        await effects.perform()
        return sent
      })
      if (options.json === true) printJson(outcome)
      if (!outcome.accepted) {
        const field = outcome.field === undefined ? '' : ` (field ${outcome.field})`
        throw new CommandError(
          `${outcome.code}: ${outcome.message}${field}`,
          outcome.allowed.length === 0 ? [] : [`Possible now: ${outcome.allowed.join(', ')}`],
        )
      }
      if (options.json !== true) {
        const verb = options.dryRun === true ? 'would become' : 'became'
        print(`${type} ${verb} revision ${outcome.revision} of ${outcome.instance}.`)
      }
    })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new CommandError(`--data is not JSON: ${(error as Error).message}`)
  }
}
