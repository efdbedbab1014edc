import { Command, Option } from 'commander'
import {
  workbookKinds,
  type WorkbookKind,
  languages,
  type Language,
} from '../programme/workbooks/kinds.ts'
import { databaseOption, jsonOption, withDatabase } from './database.ts'
import { readBytes, writeNew } from './files.ts'
import { lastInstant } from './moments.ts'
import { answer, CommandError, print, printJson } from './output.ts'

/** Bytes of a workbook, as it is read. */
const BYTES_MAX = 1_000_000

export function workbookCommand(): Command {
  return new Command('workbook')
    .description('What an applicant fills in, as an Excel workbook: out, and in again.')
    .exitOverride()
    .addCommand(exportCommand().exitOverride())
    .addCommand(sendCommand().exitOverride())
}

interface ExportOptions {
  readonly out: string
  readonly language: Language
  readonly year?: string
  readonly database?: string
  readonly json?: true
}

function exportCommand(): Command {
  return new Command('export')
    .description('Write the workbook of a project.')
    .argument('<id>', '<call>/<applicant>')
    .argument('<kind>', workbookKinds.join(', '))
    .requiredOption('--out <file>', 'the .xlsx to write; it must not exist')
    .addOption(languageOption())
    .option('--year <year>', 'of accounts (default: the first year that is missing)')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample: mijlpaal workbook export voorbeeld/gent interimReport --out gent.xlsx',
    )
    .action(async (id: string, given: string, options: ExportOptions) => {
      const kind = kindOf(given)
      const year = options.year === undefined ? null : yearOf(options.year)
      await withDatabase(options.database, async ({ engine }) => {
        const { Workbooks } = await import('../programme/workbooks/workbooks.ts')
        const project = await engine.instance(id)
        if (project?.machine !== 'project') {
          throw new CommandError(`There is no project ${id}; projects lists them.`)
        }
        const { language } = options
        const made = await new Workbooks(engine).make(project, { kind, language, year })
        if (made === null) throw new CommandError(`${id} is not asked for ${kind}, or not yet.`)
        await writeNew(options.out, made.bytes)
      })
      const said = `${options.out} is the ${kind} workbook of ${id}.`
      answer(options.json, { id, kind, file: options.out }, said)
    })
}

interface SendOptions {
  readonly as: string
  readonly dryRun?: true
  readonly key?: string
  readonly at?: string
  readonly database?: string
  readonly json?: true
}

function sendCommand(): Command {
  return new Command('send')
    .description('Hand in a workbook for its applicant: every error by its cell, or the event.')
    .argument('<file>', 'a workbook that was filled in')
    .requiredOption('--as <person>', 'who hands it in; it stands in the log')
    .option('--dry-run', 'say what would happen, and change nothing')
    .option('--key <key>', 'idempotency key: the same key again gives the same outcome')
    .option('--at <time>', 'on a virtual database only')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: mijlpaal workbook send gent.xlsx --as els --dry-run')
    .action(async (file: string, options: SendOptions) => {
      const { as: person, key, at, dryRun = false } = options
      const bytes = await readBytes(file, BYTES_MAX)
      const sent = await withDatabase(options.database, async ({ engine, effects }) => {
        const { Workbooks } = await import('../programme/workbooks/workbooks.ts')
        const workbooks = new Workbooks(engine)
        const read = await workbooks.read(bytes, null)
        const applicant = read.project?.split('/').at(-1) ?? ''
        const taken = await workbooks.send(read, {
          sender: { person, roles: ['applicant'], claims: { applicant } },
          dryRun,
          ...(key === undefined ? {} : { key }),
          ...(at === undefined ? {} : { at: lastInstant(at) }),
        })
        if (!dryRun) await effects.perform()
        return taken
      })
      const { outcome, problems, notes, event, project, kind } = sent
      if (options.json === true) printJson({ project, kind, event, outcome, problems, notes })
      if (outcome?.accepted !== true) {
        const code = outcome?.code ?? 'workbook-refused'
        throw new CommandError(`${code}: nothing was stored.`, problems.map(placed))
      }
      if (options.json === true) return
      for (const note of notes) print(placed(note))
      const verb = dryRun ? 'would become' : 'became'
      print(`${file} ${verb} ${event?.type ?? ''}, revision ${outcome.revision} of ${project}.`)
    })
}

export function languageOption(): Option {
  return new Option('--language <language>', 'of titles and texts')
    .choices([...languages])
    .default('nl')
}

function placed({ cell, message }: { readonly cell: string | null; readonly message: string }) {
  return cell === null ? message : `${cell}: ${message}`
}

function kindOf(given: string): WorkbookKind {
  const kind = workbookKinds.find((each) => each === given)
  if (kind !== undefined) return kind
  throw new CommandError(`There is no workbook ${given}; there are ${workbookKinds.join(', ')}.`)
}

function yearOf(text: string): number {
  if (/^(?:19|20)\d{2}$/.test(text)) return Number(text)
  throw new CommandError(`--year takes a year, as 2024; not ${text}.`)
}
