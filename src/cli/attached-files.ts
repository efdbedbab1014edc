import { basename } from 'node:path'
import { Command } from 'commander'
import type { App } from '../app.ts'
import type { Instance } from '../engine/index.ts'
import type { AttachedFile } from '../programme/documents/files.ts'
import { fileKinds, fileRules } from '../programme/documents/kinds.ts'
import { databaseOption, jsonOption, withDatabase } from './database.ts'
import { readBytes, writeNew } from './files.ts'
import { answer, CommandError, moment, print, printJson, table } from './output.ts'

interface Options {
  readonly database?: string
  readonly json?: true
}

export function filesCommand(): Command {
  const command = new Command('files').description('Files attached to a call or a project.')
  for (const each of [add(), list(), get()]) {
    command.addCommand(each.addOption(databaseOption()).addOption(jsonOption()).exitOverride())
  }
  return command.addHelpText('after', '\nExample: mijlpaal files list plan-samenleven-3')
}

interface AddOptions extends Options {
  readonly kind: string
  readonly as: string
  readonly name?: string
}

function add(): Command {
  return new Command('add')
    .description('Attach a file. The same bytes under the same name are attached once.')
    .argument('<id>', 'a call, or a project as <call>/<applicant>')
    .argument('<file>', 'PDF, PNG, JPEG, docx, xlsx or odt')
    .requiredOption('--kind <kind>', fileKinds.join(', '))
    .requiredOption('--as <person>', 'who attaches it; it stands with the file')
    .option('--name <name>', 'what it is called there (default: its own name)')
    .addHelpText(
      'after',
      '\nExample: mijlpaal files add plan-samenleven-3 decree.pdf --kind awardDecree --as mia',
    )
    .action(async (id: string, file: string, options: AddOptions) => {
      const kind = fileKinds.find((each) => each === options.kind)
      const attached = await withDatabase(options.database, async (app) => {
        const { files } = app.papers
        return files.attach(await instanceOf(app, id), {
          kind: options.kind,
          name: options.name ?? basename(file),
          bytes: await readBytes(file, files.maxBytes),
          person: options.as,
          // Who may run this has the database in hand; the person is taken to have the role.
          roles: kind === undefined ? [] : fileRules[kind].roles,
        })
      })
      if ('refused' in attached) {
        throw new CommandError(`${attached.refused.code}: ${attached.refused.message}`)
      }
      const { file: kept, isNew } = attached
      const { json } = options
      answer(
        json,
        { ...shown(kept), isNew },
        isNew
          ? `Attached to ${id} as file ${kept.id}.`
          : `It is attached to ${id} already, as file ${kept.id}.`,
      )
    })
}

function list(): Command {
  return new Command('list')
    .description('List the files of a call or project.')
    .argument('<id>', 'a call, or a project as <call>/<applicant>')
    .addHelpText('after', '\nExample: mijlpaal files list plan-samenleven-3/gent')
    .action(async (id: string, options: Options) => {
      const files = await withDatabase(options.database, async (app) => {
        await instanceOf(app, id)
        return app.papers.files.list(id, 'agency')
      })
      if (options.json === true) printJson(files.map(shown))
      else if (files.length === 0) print('No file is attached to it.')
      else print(listing(files))
    })
}

function get(): Command {
  return new Command('get')
    .description('Write an attached file.')
    .argument('<id>', 'a call, or a project as <call>/<applicant>')
    .argument('<number>', 'of the file, as list shows it')
    .requiredOption('--out <file>', 'the file to write; it must not exist yet')
    .addHelpText('after', '\nExample: mijlpaal files get plan-samenleven-3 4 --out decree.pdf')
    .action(async (id: string, number: string, options: Options & { readonly out: string }) => {
      const found = await withDatabase(options.database, ({ papers }) =>
        papers.files.read(id, Number(number), 'agency'),
      )
      if (found === undefined) {
        throw new CommandError(`${id} has no file ${number}; files list shows them.`)
      }
      const { out, json } = options
      await writeNew(out, found.bytes)
      answer(json, { ...shown(found.file), file: out }, `The file stands in ${out}.`)
    })
}

async function instanceOf({ engine }: App, id: string): Promise<Instance> {
  const instance = await engine.instance(id)
  if (instance !== undefined) return instance
  throw new CommandError(`There is no call or project ${id}; projects lists them.`)
}

function listing(files: readonly AttachedFile[]): string {
  return table(
    ['Number', 'Kind', 'Name', 'Bytes', 'Attached on', 'By', 'SHA-256'],
    files.map(({ id, kind, name, sizeBytes, atMs, person, digest }) => [
      id,
      kind,
      name,
      sizeBytes,
      moment(atMs),
      person,
      digest,
    ]),
  )
}

function shown({ atMs, ...file }: AttachedFile) {
  return { ...file, at: new Date(atMs).toISOString() }
}
