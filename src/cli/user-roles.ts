import { Command } from 'commander'
import { operator } from '../access/audit.ts'
import { parseRole, personNamed, take } from './access.ts'
import { databaseOption, jsonOption, withDatabase } from './database.ts'
import { answer, CommandError } from './output.ts'

interface Options {
  readonly database?: string
  readonly json?: true
}

export function grantCommand(): Command {
  return new Command('grant')
    .description('Give a role; one that reaches money, and admin, waits for a second admin.')
    .argument('<login>', 'login name')
    .argument('<call:role>', 'the role, in a call or in every call (*)')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: mijlpaal user grant rik plan-samenleven-3:reviewer')
    .action(async (login: string, role: string, { database, json }: Options) => {
      const wanted = parseRole(role)
      const { status } = await withDatabase(database, async (app) => {
        const { id } = await personNamed(app, login)
        return take(await app.access.grants.give(id, wanted, operator))
      })
      answer(
        json,
        { login, role, status },
        status === 'active'
          ? `${login} has ${role}.`
          : `${role} is proposed for ${login}; an admin confirms it, signed in.`,
      )
    })
}

export function revokeCommand(): Command {
  return new Command('revoke')
    .description('Take a role away, or withdraw one that is proposed.')
    .argument('<login>', 'login name')
    .argument('<call:role>', 'the role, in a call or in every call (*)')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: mijlpaal user revoke rik plan-samenleven-3:reviewer')
    .action(async (login: string, role: string, { database, json }: Options) => {
      const wanted = parseRole(role)
      await withDatabase(database, async (app) => {
        const { id } = await personNamed(app, login)
        const { grants } = app.access
        const grant = (await grants.openOf([id]))
          .get(id)
          ?.find((each) => each.role === wanted.role && each.call === wanted.call)
        if (grant === undefined) {
          throw new CommandError(`${login} has no role ${role}; user list shows the roles.`)
        }
        const end = grant.status === 'active' ? 'revoke' : 'withdraw'
        take(await grants[end](grant.id, operator))
      })
      answer(json, { login, role, status: 'ended' }, `${login} has ${role} no more.`)
    })
}
