import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { App } from '../app.ts'
import { sumCents } from '../domain/money.ts'
import { Payments } from '../programme/payments/payments.ts'

/** What left for the bank, as the demo tells it. */
export interface WrittenBatches {
  readonly folder: string
  readonly batches: number
  readonly payments: number
  readonly cents: number
}

const OURS = /^\d{4}-\d\d-\d\d-MPM[0-9A-Z]{32}\.xml$/

/**
 * Writes the message of every approved batch of a call into a folder beside the database, in place
 * of those that an earlier demo wrote there. Null when nothing was approved.
 */
export async function writeBatches(
  { engine, queries }: Pick<App, 'engine' | 'queries'>,
  call: string,
  database: string,
): Promise<WrittenBatches | null> {
  const payments = new Payments(engine, queries)
  const overview = await payments.overview(call, { seesAccounts: false })
  const approved = overview?.batches.filter(({ status }) => status !== 'proposed') ?? []
  if (approved.length === 0) return null
  const folder = `${database.replace(/\.sqlite$/, '')}-batches`
  await mkdir(folder, { recursive: true })
  for (const name of await readdir(folder)) {
    if (OURS.test(name)) await rm(join(folder, name))
  }
  for (const { id, executionDate } of approved) {
    const exported = await payments.export(call, id)
    if (!exported.accepted) throw new Error(`Batch ${id} cannot be exported: ${exported.message}`)
    const file = join(folder, `${executionDate}-${exported.fileName}`)
    await writeFile(file, exported.xml, { mode: 0o600 })
  }
  return {
    folder,
    batches: approved.length,
    payments: approved.reduce((sum, { count }) => sum + count, 0),
    cents: sumCents(approved.map(({ totalCents }) => totalCents)),
  }
}
