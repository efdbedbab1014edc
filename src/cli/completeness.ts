import { Command, Option } from 'commander'
import { wholeCompleteness, type CompletenessRow } from '../programme/completeness.ts'
import {
  documentName,
  documentNames,
  exportCompleteness,
  exportFormats,
  stateName,
  type ExportFormat,
} from '../programme/completeness-export.ts'
import type { Language } from '../programme/workbooks/kinds.ts'
import { databaseOption, jsonOption, withDatabase } from './database.ts'
import { writeNew } from './files.ts'
import { CommandError, print, printJson, table } from './output.ts'
import { sayIfSynthetic } from './synthetic.ts'
import { languageOption } from './workbook.ts'

interface Options {
  readonly out?: string
  readonly format: ExportFormat
  readonly language: Language
  readonly database?: string
  readonly json?: true
}

export function completenessCommand(): Command {
  return new Command('completeness')
    .description('Show what every applicant of a call has handed in, and what is still missing.')
    .argument('<call>', 'id of the call')
    .option('--out <file>', 'write it to this file, which must not exist')
    .addOption(
      new Option('--format <format>', 'of the file').choices([...exportFormats]).default('csv'),
    )
    .addOption(languageOption())
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: mijlpaal completeness voorbeeld --format xlsx --out all.xlsx')
    .action(async (call: string, options: Options) => {
      const { out, format, language } = options
      await withDatabase(options.database, async ({ engine, queries }) => {
        if ((await queries.call(call)) === undefined) {
          throw new CommandError(`There is no call ${call}; projects lists them.`)
        }
        const visibility = { calls: null, own: null }
        const rows = await wholeCompleteness(engine, queries, { call, visibility })
        if (options.json === true) printJson(rows)
        else if (out !== undefined) {
          const note = await queries.synthetic(call)
          await writeNew(out, (await exportCompleteness(rows, format, language, note)).bytes)
          print(`${out} tells of ${rows.length} projects.`)
        } else {
          print(listing(rows, 'en'))
          await sayIfSynthetic(queries, [call])
        }
      })
    })
}

function listing(rows: readonly CompletenessRow[], language: Language): string {
  const names = documentNames(rows)
  return table(
    ['Project', ...names.map((name) => documentName(name, language))],
    rows.map(({ id, documents }) => [
      id,
      ...names.map((name) => {
        const found = documents.find((each) => each.name === name)
        const due = found?.due == null ? '' : ` ${found.due.slice(0, 10)}`
        return stateName(found?.state ?? 'notAsked', language) + due
      }),
    ]),
  )
}
