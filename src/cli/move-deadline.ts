import { Command, Option } from 'commander'
import type { App } from '../app.ts'
import type { Outcome } from '../engine/index.ts'
import { DeadlineMoves, type MoveBy, type MoveTerms } from '../programme/deadline-moves.ts'
import type { MovedProject, MovePreview } from '../programme/move-preview.ts'
import type { Undo } from '../programme/move-undo.ts'
import { databaseOption, jsonOption, withDatabase } from './database.ts'
import { CommandError, print, printJson, table } from './output.ts'

interface Options {
  readonly as: string
  readonly deadline?: string
  readonly to?: string
  readonly project: readonly string[]
  readonly reason?: string
  readonly preview?: string | true
  readonly propose?: true
  readonly approve?: string
  readonly refuse?: string
  readonly withdraw?: string
  readonly undo?: string
  readonly database?: string
  readonly json?: true
}

const steps = ['preview', 'propose', 'approve', 'refuse', 'withdraw', 'undo'] as const

type Step = (typeof steps)[number]

const examples = `
Examples:
  mijlpaal move-deadline voorbeeld --deadline finalReport --to 2025-09-30 --preview --as mia
  mijlpaal move-deadline voorbeeld --deadline finalReport --to 2025-09-30 \\
    --propose --reason "Overstroming" --as mia
  mijlpaal move-deadline voorbeeld --preview 12 --as max
  mijlpaal move-deadline voorbeeld --approve 12 --as max
  mijlpaal move-deadline voorbeeld --undo 13 --as max`

export function moveDeadlineCommand(): Command {
  return new Command('move-deadline')
    .description('Move a deadline of many projects: one manager proposes, another approves.')
    .argument('<call>', 'id of the call')
    .requiredOption('--as <person>', 'the manager who does it; it stands in the log')
    .option('--deadline <name>', 'e.g. finalReport or accounts.2025')
    .option('--to <time>', 'the new date (its end) or moment')
    .addOption(
      new Option('--project <id>', 'only this project; may be given more than once')
        .argParser((id: string, before: readonly string[]) => [...before, id])
        .default([], 'all where the deadline runs'),
    )
    .option('--reason <text>', 'why; it stands beside the log')
    .option('--preview [proposal]', 'show what would happen, and change nothing')
    .option('--propose', 'propose it')
    .option('--approve <proposal>', 'approve what another person proposed')
    .option('--refuse <proposal>', 'refuse what another person proposed')
    .option('--withdraw <proposal>', 'take back what you proposed')
    .option('--undo <revision>', 'show the moves that put back what this approval moved')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText('after', examples)
    .action(async (call: string, options: Options) => {
      const step = stepOf(options)
      await withDatabase(options.database, (app) => perform(app, call, step, options))
    })
}

async function perform(app: App, call: string, step: Step, options: Options): Promise<void> {
  const moves = new DeadlineMoves(app.engine, app.queries)
  const by: MoveBy = { call, sender: { person: options.as, roles: ['manager'] } }
  const { json, reason } = options
  const named = options[step]
  switch (step) {
    case 'preview': {
      const result =
        typeof named === 'string'
          ? await moves.previewOpen(by, wholeNumber('--preview', named))
          : await moves.preview(by, termsOf(options))
      if (!result.accepted) throw refused(result)
      if (json === true) printJson(result.preview)
      else print(describe(result.preview))
      return
    }
    case 'propose': {
      if (reason === undefined) throw new CommandError('Give --reason: say why it moves.')
      const outcome = await moves.propose(by, { ...termsOf(options), reason })
      tell(outcome, options, (id) => `Proposed as ${id}; another manager may --approve ${id}.`)
      return
    }
    case 'approve': {
      const outcome = await moves.approve(by, wholeNumber('--approve', String(named)))
      tell(outcome, options, (id) => `Moved; --undo ${id} shows the way back.`)
      await app.effects.perform()
      return
    }
    case 'refuse':
    case 'withdraw': {
      const proposal = wholeNumber(`--${step}`, String(named))
      tell(await moves[step](by, proposal, reason), options, () => `Proposal ${proposal} is gone.`)
      return
    }
    case 'undo': {
      const result = await moves.undo(call, wholeNumber('--undo', String(named)))
      if (!result.accepted) throw refused(result)
      const { moves: back, left } = result
      if (json === true) printJson({ moves: back, left })
      else print(describeUndo(call, { moves: back, left }))
      return
    }
    default:
      step satisfies never
  }
}

function stepOf(options: Options): Step {
  const [step, ...more] = steps.filter((each) => options[each] !== undefined)
  if (step !== undefined && more.length === 0) return step
  throw new CommandError(`Give one of ${steps.map((each) => `--${each}`).join(', ')}.`)
}

function termsOf({ deadline, to, project }: Options): MoveTerms {
  if (deadline === undefined || to === undefined) {
    throw new CommandError('Give --deadline and --to: what moves, and where to.')
  }
  return { deadline, to, ...(project.length === 0 ? {} : { projects: project }) }
}

function wholeNumber(option: string, text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text)
  throw new CommandError(`${option} takes a number, as the step before printed it; not ${text}.`)
}

function tell(outcome: Outcome, { json }: Options, sentence: (id: number) => string): void {
  if (!outcome.accepted) throw refused(outcome)
  if (json === true) printJson(outcome)
  else print(sentence(outcome.revision))
}

function refused({ code, message }: { readonly code: string; readonly message: string }) {
  return new CommandError(`${code}: ${message}`)
}

function describe({ deadline, projects, untouched, call, mails }: MovePreview): string {
  const count = projects.length + untouched.length
  const parts = [
    `${deadline} would move in ${projects.length} of ${count} projects.`,
    table(
      ['Project', 'Applicant', 'Now', '', 'Then', 'Also'],
      projects.map((project) => [
        project.id,
        project.name,
        project.before.due?.en ?? '',
        project.before.status,
        project.after.due?.en ?? '',
        alsoOf(project),
      ]),
    ),
    remindersOf(projects),
  ]
  if (call.length > 0) {
    const names = call.map(({ name, after }) => `${name} to ${after.due?.en ?? 'no date'}`)
    parts.push(`Of the call itself: ${names.join(', ')}.`)
  }
  if (untouched.length > 0) {
    parts.push(
      table(
        ['Stays', 'Applicant', 'Its deadline'],
        untouched.map(({ id, name, status }) => [id, name, status ?? 'never began']),
      ),
    )
  }
  const unreachable = projects.filter(({ reachable }) => !reachable).map(({ id }) => id)
  if (unreachable.length > 0) parts.push(`No address is known of ${unreachable.join(', ')}.`)
  parts.push(
    mails.length === 0
      ? 'No mail leaves at once; nothing has changed.'
      : `${mails.length} mails would leave at once; nothing has changed.`,
  )
  return parts.join('\n\n')
}

/** Other deadlines and timers that change with it. */
function alsoOf({ knockOn, timers }: MovedProject): string {
  const deadlines = knockOn.map(({ name, after }) => `${name} ${after.status}`)
  const set = timers.map(({ name, after }) =>
    after === null ? `${name} is given up` : `${name} fires ${after.at}`,
  )
  return [...deadlines, ...set].join('; ')
}

/** Steps of the ladder that most projects share stand once. */
function remindersOf(projects: readonly MovedProject[]): string {
  const rows = new Map<string, { readonly cells: readonly string[]; count: number }>()
  for (const { reminders } of projects) {
    for (const { step, to, before, after, wasSent } of reminders) {
      const then = after === null ? 'not sent' : `${after.en}${wasSent ? ', again' : ''}`
      const now = before?.en ?? (wasSent ? 'was sent' : '')
      const cells = [step, to.join(', '), now, then]
      const row = rows.get(cells.join('\n')) ?? { cells, count: 0 }
      row.count += 1
      rows.set(cells.join('\n'), row)
    }
  }
  if (rows.size === 0) return 'Nobody is reminded of it.'
  return table(
    ['Reminder', 'To', 'Now', 'Then', 'Projects'],
    [...rows.values()].map(({ cells, count }) => [...cells, count]),
  )
}

function describeUndo(call: string, { moves, left }: Undo): string {
  const commands = moves.map(({ deadline, to, projects }) => {
    const limit = (projects ?? []).map((id) => ` --project ${id}`).join('')
    return `mijlpaal move-deadline ${call} --deadline ${deadline} --to ${to}${limit} --propose`
  })
  const stays = left.map(({ id, reason }) => `${id} stays: ${reason}`)
  if (commands.length === 0) return ['Nothing can be put back.', ...stays].join('\n')
  return ['Propose, with --reason and --as, one after another:', ...commands, ...stays].join('\n')
}
