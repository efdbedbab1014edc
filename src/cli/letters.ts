import { Command } from 'commander'
import type { Letter } from '../programme/letters/letter-book.ts'
import { databaseOption, jsonOption, withDatabase } from './database.ts'
import { writeNew } from './files.ts'
import { answer, CommandError, moment, print, printJson, table } from './output.ts'
import { languageOption } from './workbook.ts'

interface Options {
  readonly database?: string
  readonly json?: true
}

export function lettersCommand(): Command {
  const command = new Command('letters').description('The letters of a project, as tagged PDF.')
  for (const each of [list(), get()]) {
    command.addCommand(each.addOption(databaseOption()).addOption(jsonOption()).exitOverride())
  }
  return command.addHelpText('after', '\nExample: mijlpaal letters list plan-samenleven-3/gent')
}

function list(): Command {
  return new Command('list')
    .description('List the letters of a project, with the event that caused each.')
    .argument('<project>', 'id of the project, <call>/<applicant>')
    .addHelpText('after', '\nExample: mijlpaal letters list plan-samenleven-3/gent')
    .action(async (project: string, options: Options) => {
      const letters = await withDatabase(options.database, async ({ engine, papers }) => {
        if ((await engine.instance(project))?.machine !== 'project') {
          throw new CommandError(`There is no project ${project}; projects lists them.`)
        }
        return papers.letters.list(project)
      })
      if (options.json === true) printJson(letters.map(shown))
      else if (letters.length === 0) print('No event of it has caused a letter yet.')
      else print(listing(letters))
    })
}

interface GetOptions extends Options {
  readonly out: string
  readonly language: 'nl' | 'en'
}

function get(): Command {
  return new Command('get')
    .description('Write a letter as a PDF.')
    .argument('<project>', 'id of the project, <call>/<applicant>')
    .argument('<letter>', 'id of the letter, as list shows it')
    .requiredOption('--out <file>', 'the file to write; it must not exist yet')
    .addOption(languageOption())
    .addHelpText(
      'after',
      '\nExample: mijlpaal letters get plan-samenleven-3/gent 14-award --out award.pdf',
    )
    .action(async (project: string, letter: string, options: GetOptions) => {
      const made = await withDatabase(options.database, ({ papers }) =>
        papers.letters.make(project, letter, options.language),
      )
      if (made === undefined) {
        throw new CommandError(`${project} has no letter ${letter}; letters list shows them.`)
      }
      const { out, json } = options
      const { bytes, digest, isAsFirst } = made
      await writeNew(out, bytes)
      const changed = 'It is not as it was made first: a text in it was removed since, or a release'
      answer(
        json,
        { file: out, digest, isAsFirst },
        isAsFirst
          ? `The letter stands in ${out}.`
          : `The letter stands in ${out}. ${changed} sets it otherwise.`,
      )
    })
}

function listing(letters: readonly Letter[]): string {
  return table(
    ['Id', 'What', 'Caused on', 'Digest (nl)'],
    letters.map(({ id, name, atMs, digests }) => [
      id,
      name,
      moment(atMs),
      digests.nl ?? 'not made yet',
    ]),
  )
}

function shown({ atMs, ...letter }: Letter) {
  return { ...letter, at: new Date(atMs).toISOString() }
}
