import { writeFile } from 'node:fs/promises'
import { Command } from 'commander'
import type { Outcome } from '../engine/index.ts'
import { BANK_FILE_BYTES_MAX } from '../programme/payments/file.ts'
import { Payments, type PaymentOverview } from '../programme/payments/payments.ts'
import type { TakenFile } from '../programme/payments/taking.ts'
import { databaseOption, jsonOption, withDatabase } from './database.ts'
import { readBytes } from './files.ts'
import { Amount, CommandError, moment, print, printJson, table } from './output.ts'

interface Options {
  readonly database?: string
  readonly json?: true
}

interface TakeOptions extends Options {
  readonly as: string
  readonly format?: string
  readonly leaveOut: readonly number[]
  readonly dryRun?: true
}

export function paymentsCommand(): Command {
  const command = new Command('payments').description(
    'Payment batches out to the bank, its answers and receipts back in.',
  )
  for (const each of [list(), propose(), approve(), exportBatch(), confirm(), receipts()]) {
    command.addCommand(each.addOption(databaseOption()).addOption(jsonOption()).exitOverride())
  }
  return command.addHelpText('after', '\nExample: mijlpaal payments list plan-samenleven-3')
}

function list(): Command {
  return new Command('list')
    .description('List payment orders, batches with their checks, and claims of a call.')
    .argument('<call>', 'id of the call')
    .option('--ibans', 'show accounts of applicants too')
    .addHelpText('after', '\nExample: mijlpaal payments list plan-samenleven-3')
    .action(async (call: string, options: Options & { readonly ibans?: true }) => {
      const overview = await withDatabase(options.database, (app) =>
        paymentsOf(app).overview(call, { seesAccounts: options.ibans === true }),
      )
      if (overview === undefined) throw new CommandError(`There is no call ${call}.`)
      if (options.json === true) printJson(overview)
      else print(listing(overview))
    })
}

function propose(): Command {
  return new Command('propose')
    .description('Propose a batch of due orders; another person approves it.')
    .argument('<call>', 'id of the call')
    .requiredOption('--as <person>', 'the paymaster who proposes; it stands in the log')
    .requiredOption('--on <date>', 'when the bank must pay; a bank day')
    .option('--order <id>', 'only this order; may be given more than once', collected, [])
    .addHelpText('after', '\nExample: mijlpaal payments propose voorbeeld --on 2024-10-10 --as pol')
    .action(
      async (
        call: string,
        options: Options & { readonly as: string; readonly on: string; readonly order: string[] },
      ) => {
        const outcome = await withDatabase(options.database, async (app) => {
          const payments = paymentsOf(app)
          const overview = await payments.overview(call, { seesAccounts: false })
          const due = (overview?.orders ?? []).filter(({ status }) => status === 'due')
          const orders = options.order.length > 0 ? options.order : due.map(({ id }) => id)
          if (orders.length === 0) throw new CommandError(`No order of ${call} waits for a batch.`)
          return payments.propose(paymaster(call, options.as), {
            orders,
            executionDate: options.on,
          })
        })
        tell(outcome, options, (id) => `Proposed as ${id}; another person may approve it.`)
      },
    )
}

function approve(): Command {
  return new Command('approve')
    .description('Approve a batch that another person proposed, with no account that you changed.')
    .argument('<call>', 'id of the call')
    .argument('<batch>', 'as propose printed it', wholeNumber)
    .requiredOption('--as <person>', 'who approves; it stands in the log')
    .addHelpText('after', '\nExample: mijlpaal payments approve voorbeeld 12 --as ann')
    .action(async (call: string, batch: number, options: Options & { readonly as: string }) => {
      const outcome = await withDatabase(options.database, async (app) => {
        const approved = await paymentsOf(app).approve(paymaster(call, options.as), batch)
        if (approved.accepted) await app.effects.perform()
        return approved
      })
      tell(outcome, options, () => `Approved; export ${batch} writes it for the bank.`)
    })
}

function exportBatch(): Command {
  return new Command('export')
    .description('Write an approved batch for the bank, as ISO 20022 pain.001.001.09.')
    .argument('<call>', 'id of the call')
    .argument('<batch>', 'as list shows it', wholeNumber)
    .requiredOption('--out <file>', 'file to write')
    .addHelpText('after', '\nExample: mijlpaal payments export voorbeeld 12 --out batch-12.xml')
    .action(async (call: string, batch: number, options: Options & { readonly out: string }) => {
      const exported = await withDatabase(options.database, (app) =>
        paymentsOf(app).export(call, batch),
      )
      if (!exported.accepted) throw refused(exported)
      const { out } = options
      // Accounts stand in it: nobody else on this machine needs to read them.
      await writeFile(out, exported.xml, { mode: 0o600 }).catch((error: unknown) => {
        throw new CommandError(`${out} cannot be written: ${(error as Error).message}`)
      })
      const { fileName } = exported
      if (options.json === true) printJson({ file: out, fileName })
      else print(`Batch ${batch} stands in ${out}; it holds accounts, so keep it to yourself.`)
    })
}

function confirm(): Command {
  return taking('confirm')
    .description('Take what the bank says became of payments: all of a file, or nothing.')
    .option('--format <format>', 'json, csv or pain.002 (default: by the name of the file)')
    .addHelpText('after', '\nExample: mijlpaal payments confirm voorbeeld answer.xml --as pol')
    .action((call: string, file: string, options: TakeOptions) =>
      run(call, file, options, 'pain.002'),
    )
}

function receipts(): Command {
  return taking('receipts')
    .description('Take receipts of an account statement: to the claims they name, or unmatched.')
    .option('--format <format>', 'csv or camt.053 (default: by the name of the file)')
    .addHelpText('after', '\nExample: mijlpaal payments receipts voorbeeld statement.xml --as pol')
    .action((call: string, file: string, options: TakeOptions) =>
      run(call, file, options, 'camt.053'),
    )
}

function taking(name: string): Command {
  return new Command(name)
    .argument('<call>', 'id of the call')
    .argument('<file>', 'file of the bank')
    .requiredOption('--as <person>', 'the paymaster who brings it; it stands in the log')
    .option(
      '--leave-out <line>',
      'leave this line out, knowingly; may be given more than once',
      (text: string, before: readonly number[]) => [...before, wholeNumber(text)],
      [],
    )
    .option('--dry-run', 'tell what would follow, and change nothing')
}

async function run(
  call: string,
  path: string,
  options: TakeOptions,
  xml: 'pain.002' | 'camt.053',
): Promise<void> {
  const { as, leaveOut, dryRun = false } = options
  const content = await readBytes(path, BANK_FILE_BYTES_MAX)
  const format = options.format ?? formatOf(path, xml)
  const outcome = await withDatabase(options.database, async (app) => {
    const payments = paymentsOf(app)
    const given = [paymaster(call, as), { format, content }, { dryRun, leaveOut }] as const
    const taken = await (xml === 'pain.002'
      ? payments.confirm(...given)
      : payments.receive(...given))
    if ('taken' in taken && taken.taken) await app.effects.perform()
    return taken
  })
  if ('accepted' in outcome) throw refused(outcome)
  if (options.json === true) printJson(outcome)
  else print(told(outcome))
  if (!outcome.taken && !dryRun) throw new CommandError(outcome.text.en)
}

function formatOf(path: string, xml: string): string {
  if (/\.csv$/i.test(path)) return 'csv'
  return /\.json$/i.test(path) ? 'json' : xml
}

function paymentsOf({ engine, queries }: Parameters<Parameters<typeof withDatabase>[1]>[0]) {
  return new Payments(engine, queries)
}

function paymaster(call: string, person: string) {
  return { call, sender: { person, roles: ['paymaster'] } }
}

function collected(id: string, before: readonly string[]): readonly string[] {
  return [...before, id]
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text)
  throw new CommandError(`${text} is no number of a batch or line; list shows them.`)
}

function tell(outcome: Outcome, { json }: Options, sentence: (id: number) => string): void {
  if (!outcome.accepted) throw refused(outcome)
  if (json === true) printJson(outcome)
  else print(sentence(outcome.revision))
}

function refused({ code, message }: { readonly code: string; readonly message: string }) {
  return new CommandError(`${code}: ${message}`)
}

function listing({ orders, batches, claims, unmatchedCents }: PaymentOverview): string {
  const changes = (order: (typeof orders)[number]) =>
    order.ibanChange === null ? '' : `was ${order.ibanChange.before ?? 'unknown'}`
  const parts = [
    orders.length === 0
      ? 'Nothing was ordered.'
      : table(
          ['Order', 'Applicant', 'EUR', 'Attempt', 'Status', 'Batch', 'IBAN', 'IBAN changed'],
          orders.map((order) => [
            order.id,
            order.name,
            new Amount(order.cents),
            order.attempt,
            order.status,
            order.batch === null ? '' : String(order.batch),
            order.iban ?? '',
            changes(order),
          ]),
        ),
    batches.length === 0
      ? 'No batch was proposed.'
      : table(
          ['Batch', 'Status', 'Pays on', 'Payments', 'EUR'],
          batches.map(({ id, status, executionDate, count, totalCents }) => [
            String(id),
            status,
            executionDate,
            count,
            new Amount(totalCents),
          ]),
        ),
    ...batches
      .filter(({ status }) => status === 'proposed')
      .map(({ checks }) => checks.map(({ outcome, text }) => `${outcome}: ${text.en}`).join('\n')),
    claims.length === 0
      ? 'Nothing is claimed back.'
      : table(
          ['Claim', 'Applicant', 'Reference', 'Demanded', 'Open', 'Due', 'Status'],
          claims.map((claim) => [
            claim.name,
            claim.applicant,
            claim.reference,
            new Amount(claim.demandedCents ?? 0),
            new Amount(claim.openCents),
            claim.due === null ? '' : moment(Date.parse(claim.due)),
            claim.status,
          ]),
        ),
    `Received without a claim: ${new Amount(unmatchedCents).toString()} EUR.`,
  ]
  return parts.join('\n\n')
}

function told({ lines, text }: TakenFile): string {
  const rows = lines.map((line) => [
    String(line.line),
    line.reference ?? '',
    line.cents === null ? '' : new Amount(line.cents).toString(),
    line.verdict,
    line.text.en,
  ])
  return `${table(['Line', 'Reference', 'EUR', 'Verdict', 'What'], rows)}\n\n${text.en}`
}
