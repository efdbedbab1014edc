import { Command } from 'commander'
import { isPostgresql } from '../engine/index.ts'
import { databaseName, databaseOption, jsonOption } from './database.ts'
import { CommandError, print, printJson } from './output.ts'

interface Options {
  readonly database?: string
  readonly json?: true
}

export function moveDatabaseCommand(): Command {
  return new Command('move-database')
    .description('Move a SQLite file into an empty PostgreSQL database, and verify the copy.')
    .argument('<url>', 'postgres:// URL of the empty database')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample: mijlpaal move-database postgres://mijlpaal@localhost/mijlpaal',
    )
    .action(async (url: string, options: Options) => {
      const file = databaseName(options.database)
      if (isPostgresql(file)) {
        throw new CommandError('What is moved is a SQLite file; name it by --database.')
      }
      if (!isPostgresql(url)) {
        throw new CommandError('The target is no URL like postgres://user:password@host/database.')
      }
      const { moveDatabase } = await import('../app.ts')
      const { rows, findings } = await moveDatabase(file, url)
      if (options.json === true) printJson({ rows, findings })
      if (findings.length > 0) {
        throw new CommandError(
          `The copy does not agree with the file; nothing was moved (${findings.length} findings).`,
          findings.map(({ table, row, message }) => `${table} ${row}: ${message}`),
        )
      }
      if (options.json === true) return
      print(
        `${rows} rows are moved and verified. From now on set DATABASE_URL to the new database;`,
      )
      print(`${file} can still be read, and refuses every change.`)
    })
}
