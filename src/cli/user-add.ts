import { Command } from 'commander'
import type { App } from '../app.ts'
import { operator } from '../access/audit.ts'
import type { Grant } from '../access/grants.ts'
import type { RoleInCall } from '../access/roles.ts'
import { parseRole, take } from './access.ts'
import { databaseOption, jsonOption, withDatabase } from './database.ts'
import { writeLink } from './link-file.ts'
import { moment, print, printJson } from './output.ts'

interface Options {
  readonly login: string
  readonly admin?: true
  readonly email?: string
  readonly organisation?: string
  readonly role: readonly string[]
  readonly linkFile?: string
  readonly database?: string
  readonly json?: true
}

export function userAddCommand(): Command {
  return new Command('add')
    .description('Add a person, and write a one-time link that sets the first password to a file.')
    .argument('<name>', 'as others see it')
    .requiredOption('--login <login>', 'login name, for ever')
    .option('--admin', 'who runs the system; the link then lives 15 minutes')
    .option('--email <address>', 'to be found by')
    .option('--organisation <kbo>', 'KBO number of whom the person acts for as an applicant')
    .option('--role <call:role>', 'a role; several may be given', gather, [])
    .option('--link-file <file>', 'where the link goes (default: a new file, printed)')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText('after', examples)
    .action(async (name: string, options: Options) => {
      const admin: RoleInCall[] = options.admin === true ? [{ role: 'admin', call: '*' }] : []
      const roles = [...admin, ...options.role.map(parseRole)]
      const added = await withDatabase(options.database, (app) => add(app, name, roles, options))
      if (options.json === true) printJson(added)
      else print(told(added).join('\n'))
    })
}

const examples = [
  '\nA role that reaches money, and admin, waits for a second admin once one can sign in.',
  '\nExample: mijlpaal user add "Ada Peeters" --login ada --admin',
  'Example: mijlpaal user add "Rik Maes" --login rik --role plan-samenleven-3:reviewer',
  'Example: mijlpaal user add "Els Wouters" --login els --organisation 0207451227 \\',
  "           --role '*:applicant'",
].join('\n')

function gather(text: string, before: readonly string[]): readonly string[] {
  return [...before, text]
}

async function add(
  { access }: App,
  name: string,
  roles: readonly RoleInCall[],
  { login, email, organisation, linkFile }: Options,
) {
  const person = take(
    await access.users.add(
      { name, login, email: email ?? null, organisation: organisation ?? null },
      operator,
    ),
  )
  const grants: Grant[] = []
  for (const role of roles) grants.push(take(await access.grants.give(person.id, role, operator)))
  if (!access.methods().includes('local')) {
    return { person: person.id, login: person.login, grants, linkFile: null, expiresMs: null }
  }
  const link = take(await access.users.makeLink(person.id, operator))
  const file = await writeLink(link, linkFile)
  const { expiresMs } = link
  return { person: person.id, login: person.login, grants, linkFile: file, expiresMs }
}

function told(added: Awaited<ReturnType<typeof add>>): readonly string[] {
  const { person, login, grants, linkFile, expiresMs } = added
  const roles = grants.map(
    ({ role, call, status }) =>
      `${call}:${role} ${status === 'active' ? 'is given' : 'waits for a second admin'}.`,
  )
  return [
    `${login} is person ${person}.`,
    ...roles,
    linkFile === null || expiresMs === null
      ? 'Passwords are off, as people sign in at the provider; this person acts by tokens only.'
      : `A link to set a password, until ${moment(expiresMs)}, is in ${linkFile}`,
  ]
}
