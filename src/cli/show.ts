import { Command } from 'commander'
import type { App } from '../app.ts'
import { databaseOption, jsonOption, withDatabase } from './database.ts'
import { Amount, CommandError, moment, print, printJson, table } from './output.ts'
import { sayIfSynthetic } from './synthetic.ts'

interface Options {
  readonly database?: string
  readonly json?: true
}

type Project = NonNullable<Awaited<ReturnType<App['queries']['project']>>>

export function showCommand(): Command {
  return new Command('show')
    .description('Show one project, or one call with its budget.')
    .argument('<id>', 'a call, or <call>/<applicant>')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: mijlpaal show plan-samenleven-3/gent')
    .action(async (id: string, options: Options) => {
      await withDatabase(options.database, async ({ queries, engine }) => {
        const project = await queries.project(id)
        const shape = project ?? (await queries.call(id))
        if (shape === undefined) {
          throw new CommandError(`There is no call or project ${id}; projects lists them.`)
        }
        if (options.json === true || project === undefined) printJson(shape)
        else {
          print(describe(project, await engine.history(id)))
          await sayIfSynthetic(queries, [id.slice(0, id.indexOf('/'))])
        }
      })
    })
}

function describe(
  project: Project,
  history: Awaited<ReturnType<App['engine']['history']>>,
): string {
  const { applicant, phase, amounts, milestones, deadlines } = project
  return [
    `${applicant.name} (${project.id}): ${phase}`,
    table(
      ['Milestone', 'Status', 'Finished', 'Due'],
      milestones.map(({ name, status, at, due }) => [name, status, when(at), when(due)]),
    ),
    table(
      ['Amount', 'EUR'],
      Object.entries<number>({ ...amounts }).map(([name, cents]) => [
        name.replace(/Cents$/, ''),
        new Amount(cents),
      ]),
    ),
    table(
      ['Deadline', 'Due', 'Status'],
      deadlines.map(({ name, due, status }) => [name, when(due), status]),
    ),
    table(
      ['When', 'Event', 'Cause'],
      history.map(({ at, type, cause }) => [moment(at), type, cause]),
    ),
    `Possible now: ${project.allowedEvents.join(', ')}`,
  ].join('\n\n')
}

function when(instant: string | undefined): string {
  return instant === undefined ? '' : moment(Date.parse(instant))
}
