import { Command } from 'commander'
import { readConfig } from '../config.ts'
import { diagnose, type Facts } from '../operating/doctor.ts'
import { databaseOption, existingDatabase, jsonOption } from './database.ts'
import { CommandError, print, printJson } from './output.ts'

interface Options {
  readonly database?: string
  readonly json?: true
}

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('Say what needs a person, each with its remedy; exit 1 when something does.')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: mijlpaal doctor --json')
    .action(async (options: Options) => {
      const { examine } = await import('../examination.ts')
      const database = existingDatabase(options.database)
      const facts = await examine({ database, redis: readConfig().redis })
      const findings = diagnose(facts)
      if (options.json === true) printJson({ findings, ...shown(facts) })
      else print(summary(facts))
      if (findings.length === 0) return
      throw new CommandError(
        `${findings.length === 1 ? '1 thing needs' : `${findings.length} things need`} a person.`,
        findings.map(({ code, message, remedy }) => `${code}: ${message} ${remedy}`),
      )
    })
}

/** For programs: times as ISO 8601. */
function shown({ condition, dispatchers, head, redis }: Facts) {
  const { nowMs, timers, outbox, ...rest } = condition
  const { oldestDueMs, ...counts } = timers
  return {
    at: new Date(nowMs).toISOString(),
    ...rest,
    timers: { ...counts, oldestDueAt: isoOf(oldestDueMs) },
    outbox,
    dispatchers: dispatchers.map(({ atMs, ...each }) => ({ ...each, at: isoOf(atMs) })),
    head: head === undefined ? null : { day: head.day, position: head.position },
    redis,
  }
}

function summary({ condition, dispatchers, head, redis }: Facts): string {
  const { kind, database, timers, outbox, storage } = condition
  const free = storage.freeBytes === null ? '' : `, ${gigabytes(storage.freeBytes)} free`
  const wal = storage.walBytes === null ? '' : `, write-ahead log ${gigabytes(storage.walBytes)}`
  const queues = Object.entries(redis?.queues ?? {}).map(
    ([name, counts]) =>
      `${name} ${Object.entries(counts)
        .map(([state, count]) => `${count} ${state}`)
        .join(', ')}`,
  )
  return [
    `Database     ${kind}, ${database}, ${gigabytes(storage.databaseBytes)}${wal}${free}`,
    `Log          ${head?.position ?? 0} events; verify proves them, verify --heads exports heads`,
    `Timers       ${timers.due} due, ${timers.overdue} of them late, ${timers.held} held`,
    `Effects      ${outbox.pending} pending, ${outbox.parked} parked`,
    `Dispatchers  ${dispatchers.map(({ id, kind: by }) => `${id} (${by})`).join(', ') || 'none'}`,
    `Redis        ${redis === null ? 'not configured' : queues.join('; ') || 'away'}`,
  ].join('\n')
}

const isoOf = (ms: number | null): string | null =>
  ms === null ? null : new Date(ms).toISOString()

const gigabytes = (bytes: number): string =>
  bytes < 2 ** 30 ? `${(bytes / 2 ** 20).toFixed(1)} MiB` : `${(bytes / 2 ** 30).toFixed(1)} GiB`
