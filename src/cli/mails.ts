import { Command } from 'commander'
import type { App } from '../app.ts'
import type { Mail } from '../programme/mail-book.ts'
import { databaseOption, jsonOption, withDatabase } from './database.ts'
import { CommandError, moment, print, printJson, table } from './output.ts'

interface Options {
  readonly project?: string
  readonly call?: string
  readonly status?: string
  readonly show?: string
  readonly retry?: string
  readonly database?: string
  readonly json?: true
}

const statuses = ['sent', 'kept', 'skipped', 'undeliverable', 'waiting', 'refused'] as const

export function mailsCommand(): Command {
  return new Command('mails')
    .description('List mails: sent, or kept where no mail server is configured, or why not sent.')
    .option('--project <id>', 'only about this project, <call>/<applicant>, or about this call')
    .option('--call <id>', 'only of this call and its projects')
    .option('--status <status>', `only ${statuses.join(', ')}`)
    .option('--show <effect>', 'print one mail in full, by its id')
    .option('--retry <effect>', 'try a mail again that the server refused, by its id')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: mijlpaal mails --project plan-samenleven-3/gent')
    .action(async (options: Options) => {
      const { retry } = options
      const filter = filterOf(options)
      const { mails, isVirtual } = await withDatabase(options.database, async (app) => {
        if (retry !== undefined) await tryAgain(app, retry)
        return { mails: await app.mails.list(filter), isVirtual: app.engine.isVirtual }
      })
      if (options.show !== undefined) show(mails, options.show, options.json === true)
      else if (options.json === true) printJson(mails.map(shown))
      else if (mails.length === 0) print('No mail fits.')
      else print(listing(mails, isVirtual))
    })
}

/** Gives a parked effect all of its attempts again, the first of them now. */
async function tryAgain({ engine, effects }: App, effect: string): Promise<void> {
  if (!(await engine.retryEffect(effect))) {
    throw new CommandError(`${effect} is not parked; mails --status refused lists what is.`)
  }
  await effects.perform()
}

function filterOf({ project, call, status }: Options) {
  const known = statuses.find((each) => each === status)
  if (status !== undefined && known === undefined) {
    throw new CommandError(`${status} is no status; take one of ${statuses.join(', ')}.`)
  }
  return {
    ...(project === undefined ? {} : { instance: project }),
    ...(call === undefined ? {} : { call }),
    ...(known === undefined ? {} : { status: known }),
  }
}

function listing(mails: readonly Mail[], isVirtual: boolean): string {
  const rows = mails.map((mail) => [
    mail.effect,
    moment(mail.atMs),
    mail.reader,
    [mail.template, mail.about, mail.step ?? ''].join(' ').trim(),
    mail.status,
    mail.reason ?? '',
  ])
  const text = table(['Id', 'Asked for', 'To', 'What', 'Status', 'Because'], rows)
  return isVirtual ? `${text}\n\nThis is a virtual database: none of these mails left it.` : text
}

function show(mails: readonly Mail[], effect: string, asJson: boolean): void {
  const mail = mails.find((each) => each.effect === effect)
  if (mail === undefined) throw new CommandError(`There is no mail ${effect}; mails lists them.`)
  if (asJson) {
    printJson(shown(mail))
    return
  }
  const head = [
    `${mail.status}${mail.reason === null ? '' : `: ${mail.reason}`}`,
    `To: ${mail.reader} ${mail.addresses.join(', ')}`.trim(),
    `Subject: ${mail.subject ?? ''}`,
    `Message-ID: ${mail.messageId}`,
  ]
  print(
    [head.join('\n'), mail.text ?? '', mail.ics ?? ''].filter((each) => each !== '').join('\n\n'),
  )
}

/** For programs: times as ISO 8601, and without what only the sending needs. */
function shown({ atMs, notedAtMs, once: _, taken: __, ...mail }: Mail) {
  return {
    ...mail,
    at: new Date(atMs).toISOString(),
    notedAt: new Date(notedAtMs).toISOString(),
  }
}
