import { Command } from 'commander'
import { operator } from '../access/audit.ts'
import { personNamed, take } from './access.ts'
import { databaseOption, jsonOption, withDatabase } from './database.ts'
import { writeLink } from './link-file.ts'
import { answer, CommandError, moment, print, printJson } from './output.ts'

interface Options {
  readonly linkFile?: string
  readonly database?: string
  readonly json?: true
}

export function linkCommand(): Command {
  return new Command('link')
    .description('Write a new one-time link that sets a password to a file; older ones end.')
    .argument('<login>', 'login name')
    .option('--link-file <file>', 'where the link goes (default: a new file, printed)')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: mijlpaal user link ada')
    .action(async (login: string, { linkFile, database, json }: Options) => {
      const { expiresMs, file } = await withDatabase(database, async (app) => {
        const person = await personNamed(app, login)
        const link = take(await app.access.users.makeLink(person.id, operator))
        return { expiresMs: link.expiresMs, file: await writeLink(link, linkFile) }
      })
      if (json === true) printJson({ linkFile: file, expiresMs })
      else print(`A link to set a password, until ${moment(expiresMs)}, is in ${file}`)
    })
}

export function bindCommand(): Command {
  return new Command('bind')
    .description('Say who a person is at the sign-in service, so that both are one person.')
    .argument('<login>', 'login name here')
    .argument('<person>', 'value of the claim that says who it is (sub, or as OIDC_ROLES names it)')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: mijlpaal user bind rik 7f0c3a52-rik')
    .action(async (login: string, claim: string, { database, json }: Options) => {
      await withDatabase(database, async (app) => {
        const subject = app.access.subjectOf(claim)
        if (subject === null) {
          throw new CommandError('No sign-in service is configured; set OIDC_ISSUER first.')
        }
        const person = await personNamed(app, login)
        take(await app.access.users.bind(person.id, subject, operator))
      })
      const said = `${login} signs in at the provider from now on, with the roles that it gives.`
      answer(json, { login, person: claim }, said)
    })
}
