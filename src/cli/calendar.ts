import { Command } from 'commander'
import { operator } from '../access/audit.ts'
import type { CalendarInfo, NewCalendar } from '../access/calendars.ts'
import { personNamed, take } from './access.ts'
import { databaseOption, jsonOption, withDatabase } from './database.ts'
import { answer, CommandError, moment, print, printJson, table } from './output.ts'

interface Options {
  readonly project?: string
  readonly call?: string
  readonly role?: string
  readonly database?: string
  readonly json?: true
}

export function calendarCommand(): Command {
  const command = new Command('calendar')
    .description('Secret addresses by which calendar programs read deadlines.')
    .addHelpText('after', '\nExample: mijlpaal calendar add rik')
  for (const each of [addCommand(), listCommand(), revokeCommand()]) {
    command.addCommand(each.exitOverride())
  }
  return command
}

function addCommand(): Command {
  return new Command('add')
    .description('Make an address for a person, and print it this once.')
    .argument('<login>', 'login name')
    .option('--project <id>', 'the deadlines of this project, <call>/<applicant>')
    .option('--call <id>', 'with --role: the deadlines of this call')
    .option('--role <role>', 'reviewer, manager, inspector or paymaster')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample: mijlpaal calendar add rik --call plan-samenleven-3 --role reviewer',
    )
    .action(async (login: string, options: Options) => {
      const asked = askedBy(options)
      const made = await withDatabase(options.database, async (app) => {
        const { id } = await personNamed(app, login)
        const { secret, ...calendar } = take(await app.access.calendars.add(id, asked, operator))
        return { ...calendar, url: app.access.addressOf(`/cal/${secret}.ics`) }
      })
      answer(options.json, made, `${made.url}\n\nIt is calendar ${made.id}.`)
    })
}

/** What it shows is decided when it is read, by what its owner may see then. */
function askedBy({ project, call, role }: Options): NewCalendar {
  if (project !== undefined) return { about: 'project', subject: project }
  if (call === undefined && role === undefined) return { about: 'person', subject: '' }
  if (call === undefined || role === undefined) {
    throw new CommandError('Give --call and --role together.')
  }
  return { about: 'role', subject: `${call}:${role}` }
}

function listCommand(): Command {
  return new Command('list')
    .description('List addresses; their secrets are nowhere.')
    .argument('[login]', 'only of this person')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: mijlpaal calendar list rik')
    .action(async (login: string | undefined, { database, json }: Options) => {
      const calendars = await withDatabase(database, async (app) =>
        app.access.calendars.list(login === undefined ? null : (await personNamed(app, login)).id),
      )
      if (json === true) printJson(calendars)
      else if (calendars.length === 0) print('There are no calendars.')
      else print(table(['Id', 'Person', 'Shows', 'Made', 'Revoked'], calendars.map(rowOf)))
    })
}

function rowOf({ id, user, about, subject, createdMs, revokedMs }: CalendarInfo) {
  const shows = `${about} ${subject}`.trim()
  return [id, user, shows, moment(createdMs), revokedMs === null ? '' : moment(revokedMs)]
}

function revokeCommand(): Command {
  return new Command('revoke')
    .description('End an address at once.')
    .argument('<id>', 'as calendar list shows it')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: mijlpaal calendar revoke 7aUo1q0xYz3kLmNp')
    .action(async (id: string, { database, json }: Options) => {
      await withDatabase(database, async (app) => {
        take(await app.access.calendars.revoke(id, null, operator))
      })
      answer(json, { id, status: 'revoked' }, `Calendar ${id} shows nothing any more.`)
    })
}
