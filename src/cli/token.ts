import { Command, Option } from 'commander'
import { operator } from '../access/audit.ts'
import type { TokenScope } from '../access/caller.ts'
import { personNamed, take } from './access.ts'
import { databaseOption, jsonOption, withDatabase } from './database.ts'
import { answer, CommandError, moment, print, printJson, table } from './output.ts'

interface Options {
  readonly scope: TokenScope
  readonly days: string
  readonly name: string
  readonly database?: string
  readonly json?: true
}

export function tokenCommand(): Command {
  const command = new Command('token')
    .description('Personal tokens, by which programs act for a person. See docs/ACCESS.md.')
    .addHelpText('after', '\nExample: mijlpaal token add rik --scope read --days 90')
  for (const each of [addCommand(), listCommand(), revokeCommand()]) {
    command.addCommand(each.exitOverride())
  }
  return command
}

function addCommand(): Command {
  return new Command('add')
    .description('Make a token for a person, and print its secret this once.')
    .argument('<login>', 'login name')
    .addOption(
      new Option('--scope <scope>', 'what it may do')
        .choices(['read', 'write'])
        .makeOptionMandatory(),
    )
    .requiredOption('--days <number>', 'how long it lives, at most 365')
    .option('--name <text>', 'what it is for', 'made by the operator')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: mijlpaal token add rik --scope read --days 90 --name export')
    .action(async (login: string, { scope, days, name, database, json }: Options) => {
      if (!/^\d{1,4}$/.test(days)) throw new CommandError('--days takes a number from 1 to 365.')
      const token = await withDatabase(database, async (app) => {
        const { id } = await personNamed(app, login)
        return take(await app.access.tokens.add(id, { name, scope, days: Number(days) }, operator))
      })
      if (json === true) printJson(token)
      else print(`${token.secret}\n\nIt is token ${token.id}, until ${moment(token.expiresMs)}.`)
    })
}

function listCommand(): Command {
  return new Command('list')
    .description('List tokens; their secrets are nowhere.')
    .argument('[login]', 'only of this person')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: mijlpaal token list rik')
    .action(async (login: string | undefined, { database, json }: Options) => {
      const tokens = await withDatabase(database, async (app) =>
        app.access.tokens.list(login === undefined ? null : (await personNamed(app, login)).id),
      )
      if (json === true) printJson(tokens)
      else if (tokens.length === 0) print('There are no tokens.')
      else {
        const when = (ms: number | null) => (ms === null ? '' : moment(ms))
        const rows = tokens.map((each) => [
          each.id,
          each.user,
          each.name,
          each.scope,
          moment(each.expiresMs),
          when(each.usedMs),
          when(each.revokedMs),
        ])
        print(table(['Id', 'Person', 'Name', 'Scope', 'Until', 'Last used', 'Revoked'], rows))
      }
    })
}

function revokeCommand(): Command {
  return new Command('revoke')
    .description('End a token at once.')
    .argument('<id>', 'as token list shows it')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: mijlpaal token revoke 7aUo1q0xYz3kLmNp')
    .action(async (id: string, { database, json }: Options) => {
      await withDatabase(database, async (app) => {
        take(await app.access.tokens.revoke(id, null, operator))
      })
      answer(json, { id, status: 'revoked' }, `Token ${id} is of no use any more.`)
    })
}
