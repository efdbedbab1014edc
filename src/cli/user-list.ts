import { Command } from 'commander'
import type { PersonInFull } from '../access/users.ts'
import { databaseOption, jsonOption, withDatabase } from './database.ts'
import { print, printJson, table } from './output.ts'

interface Options {
  readonly database?: string
  readonly json?: true
}

const PAGE = 500

export function userListCommand(): Command {
  return new Command('list')
    .description('List people, with the roles that they have and those that wait to be confirmed.')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: mijlpaal user list')
    .action(async (options: Options) => {
      const people = await withDatabase(options.database, async ({ access }) => {
        const all: PersonInFull[] = []
        for (;;) {
          const page = await access.users.list(all.at(-1)?.login ?? '', PAGE)
          all.push(...page)
          if (page.length < PAGE) return all
        }
      })
      if (options.json === true) printJson(people.map(shown))
      else if (people.length === 0) print('Nobody may get in yet; user add adds somebody.')
      else {
        const rows = people.map((each) => [
          each.login,
          each.name,
          each.status,
          each.source,
          each.password,
          each.organisation ?? '',
          each.grants.map(roleText).join(', '),
        ])
        const head = ['Login', 'Name', 'Status', 'From', 'Password', 'Organisation', 'Roles']
        print(table(head, rows))
      }
    })
}

function roleText({ role, call, status }: PersonInFull['grants'][number]): string {
  return `${call}:${role}${status === 'proposed' ? ' (proposed)' : ''}`
}

/** For programs: times as ISO 8601. */
function shown({
  created_ms,
  roles_ms: _,
  created_by: createdBy,
  grants,
  ...person
}: PersonInFull) {
  return {
    ...person,
    createdAt: new Date(created_ms).toISOString(),
    createdBy,
    grants: grants.map(({ user: __, grantedMs, ...grant }) => ({
      ...grant,
      grantedAt: new Date(grantedMs).toISOString(),
    })),
  }
}
