import { Command } from 'commander'
import type { App } from '../app.ts'
import { operator, type Actor } from '../access/audit.ts'
import type { Person } from '../access/context.ts'
import type { Result } from '../access/refusal.ts'
import { personNamed, take } from './access.ts'
import { databaseOption, jsonOption, withDatabase } from './database.ts'
import { answer } from './output.ts'

interface Options {
  readonly database?: string
  readonly json?: true
}

export function disableCommand(): Command {
  return account(
    'disable',
    'Shut a person out at once: sessions, tokens, links and roles end.',
    ({ access }, id, actor) => access.users.disable(id, actor),
    'is shut out.',
  )
}

export function enableCommand(): Command {
  return account(
    'enable',
    'Let a person in again, without the roles and tokens of before.',
    ({ access }, id, actor) => access.users.enable(id, actor),
    'may sign in again; roles are to be given anew.',
  )
}

export function signOutCommand(): Command {
  return account(
    'sign-out',
    'End every session of a person at once.',
    ({ access }, id, actor) => access.users.endSessions(id, actor),
    'is signed out everywhere.',
  )
}

function account(
  name: string,
  description: string,
  work: (app: App, id: string, actor: Actor) => Promise<Result<Person>>,
  said: string,
): Command {
  return new Command(name)
    .description(description)
    .argument('<login>', 'login name')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText('after', `\nExample: mijlpaal user ${name} rik`)
    .action(async (login: string, { database, json }: Options) => {
      const person = await withDatabase(database, async (app) => {
        const { id } = await personNamed(app, login)
        return take(await work(app, id, operator))
      })
      answer(json, { login: person.login, done: name }, `${person.login} ${said}`)
    })
}
