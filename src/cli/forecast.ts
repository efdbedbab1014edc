import { Command, InvalidArgumentError } from 'commander'
import {
  assumptionLimits,
  defaultAssumptions,
  isAwardDay,
  type AssumedValues,
} from '../programme/forecast/assumptions.ts'
import { Forecasts, type CallForecast } from '../programme/forecast/forecasts.ts'
import { databaseOption, jsonOption, withDatabase } from './database.ts'
import { lastInstant } from './moments.ts'
import { Amount, CommandError, moment, print, printJson, table } from './output.ts'
import { sayIfSynthetic } from './synthetic.ts'

interface Options extends Partial<AssumedValues> {
  readonly until?: string
  readonly database?: string
  readonly json?: true
}

const datesShown = 15

const examples = `
Examples:
  mijlpaal forecast plan-samenleven-3 --reached 70 --late-weeks 2
  mijlpaal forecast plan-samenleven-3 --until 2026-12-31 --json`

export function forecastCommand(): Command {
  return new Command('forecast')
    .description('Tell what would become of a call, on copies: nothing of it happens.')
    .argument('<call>', 'id of the call')
    .option('--until <time>', 'last moment; default two years after the last accounts are due')
    .option('--applied <percent>', ...number('applied', 'of the applicants that still apply'))
    .option('--reached <percent>', ...number('reached', 'of the lines that reach their KPI'))
    .option('--achieved <percent>', ...number('achieved', 'of its KPI that another line reaches'))
    .option(
      '--late-weeks <weeks>',
      ...number('lateWeeks', 'that reports come after their deadline'),
    )
    .option('--award-on <date>', 'day of the award, where none was decided', awardDay)
    .option('--payment-days <days>', ...number('paymentDays', 'from an order to its payment'))
    .option('--review-days <days>', ...number('reviewDays', 'that each step of the agency takes'))
    .option('--spending <percent>', ...number('spending', 'of the award for lines in the accounts'))
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText('after', examples)
    .action(async (call: string, options: Options) => {
      const { database, json, until, ...assumptions } = options
      await withDatabase(database, async ({ engine, queries }) => {
        const forecasts = new Forecasts(engine)
        const untilMs = until === undefined ? undefined : lastInstant(until)
        const wrong = untilMs === undefined ? null : await forecasts.whyNotUntil(untilMs)
        if (wrong !== null) throw new CommandError(`--${wrong}`)
        const limit = untilMs === undefined ? {} : { untilMs }
        const forecast = await forecasts.of({ call, assumptions, ...limit })
        if (forecast === undefined) {
          throw new CommandError(`There is no call ${call}; projects lists the calls' projects.`)
        }
        if (json === true) printJson(forecast)
        else {
          print(describe(forecast))
          await sayIfSynthetic(queries, [call])
        }
      })
    })
}

/** Description, parser and default of an option that takes a whole number. */
function number(
  name: keyof typeof assumptionLimits,
  what: string,
): [string, (text: string) => number, number] {
  const most = assumptionLimits[name]
  const parse = (text: string): number => {
    const value = Number(text)
    if (/^\d{1,4}$/.test(text) && value <= most) return value
    throw new InvalidArgumentError(`Give a whole number from 0 to ${most}.`)
  }
  return [what, parse, defaultAssumptions[name]]
}

function awardDay(text: string): string {
  if (isAwardDay(text)) return text
  throw new InvalidArgumentError('Give a date, as 2024-07-05.')
}

function describe(forecast: CallForecast): string {
  const { call, from, until, notes, failures } = forecast
  return [
    `${call}, from ${when(from)} to ${when(until)}. Nothing of this has happened.`,
    ...(forecast.endedBy === null
      ? []
      : [`It was too long: it ended early (${forecast.endedBy}).`]),
    phases(forecast),
    cash(forecast),
    totals(forecast),
    ...(forecast.overdue.length === 0 ? [] : [overdue(forecast)]),
    ...(forecast.dates.items.length === 0 ? [] : [dates(forecast)]),
    ...(forecast.refusals.length === 0 ? [] : [refusals(forecast)]),
    ...(failures.length === 0 ? [] : [`In need of an operator: ${failures.join(', ')}`]),
    `Not in it:\n${notes.map(({ en }) => `- ${en}`).join('\n')}`,
  ].join('\n\n')
}

/** A month in which nothing moves says what the one before it said. */
function phases({ phases: months }: CallForecast): string {
  const texts = months.map(({ month, phases: each }) => ({
    month,
    text: each.map(({ phase, projects }) => `${phase} ${projects}`).join(', '),
  }))
  const changed = texts.filter(({ text }, index) => text !== texts[index - 1]?.text)
  return table(
    ['Month', 'Projects by phase, at its end'],
    changed.map(({ month, text }) => [month, text]),
  )
}

function cash({ cash: months }: CallForecast): string {
  const rows = months.map(({ month, ...cents }) => ({ month, cents: Object.values(cents) }))
  const busy = rows.filter(({ cents }) => cents.some((each) => each !== 0))
  if (busy.length === 0) return 'No money moves.'
  return table(
    ['Month', 'Awarded', 'Advance', 'Balance', 'Released', 'Demanded', 'Recovered', 'Written off'],
    busy.map(({ month, cents }) => [month, ...cents.map((each) => new Amount(each))]),
  )
}

function totals({ totals: { before, after } }: CallForecast): string {
  return table(
    ['Total EUR', 'Now', 'At the end'],
    Object.entries<number>({ ...before }).map(([name, cents]) => [
      name.replace(/Cents$/, ''),
      new Amount(cents),
      new Amount(after[name as keyof typeof after]),
    ]),
  )
}

function overdue({ overdue: months }: CallForecast): string {
  return table(
    ['Month', 'Deadline', 'Overdue', 'Missed'],
    months.map((each) => [each.month, each.deadline, each.overdue, each.missed]),
  )
}

function dates({ dates: { items, more } }: CallForecast): string {
  const left = more + Math.max(0, items.length - datesShown)
  const shown = table(
    ['Next dates', 'Deadline', 'Projects'],
    items.slice(0, datesShown).map((each) => [when(each.due), each.deadline, each.projects]),
  )
  return left === 0 ? shown : `${shown}\nand ${left} more; --json gives more of them.`
}

function refusals({ refusals: found }: CallForecast): string {
  return table(
    ['Assumed but refused', 'Times', 'Code', 'First'],
    found.map((each) => [each.type, each.count, each.code, `${each.to}: ${each.message}`]),
  )
}

function when(instant: string): string {
  return moment(Date.parse(instant))
}
