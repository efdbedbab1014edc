/**
 * Replays the example call into a file, through worker processes or alone, and prints what came of
 * it. Arguments: `workers` or `alone`, the file, and the call's folder.
 */
import { openApp } from '../../src/app.ts'
import { Couriers } from '../../src/demo/couriers.ts'
import type { BatchReport } from '../../src/engine/index.ts'
import { replay, replayStartMs } from '../../src/programme/replay.ts'
import { folderOf } from '../programme/replayed.ts'

const [, , how, database = '', callFolder = ''] = process.argv
const folder = await folderOf(callFolder)
const kind = { seed: folder.parameters.id, startMs: replayStartMs(folder) }
await using couriers = new Couriers()
const onBatch = (report: BatchReport) => couriers.committed(report)
await using app = await openApp({ database, kind, onBatch })
const { engine, queries, mails, effects } = app

async function throughWorkers() {
  await couriers.open(engine, database)
  const result = await replay(engine, queries, folder, { bring: (ms) => couriers.bring(ms) })
  return { result, fired: await couriers.settle() }
}

async function alone() {
  return { result: await replay(engine, queries, folder, { effects }), fired: null }
}

const { result, fired } = await (how === 'workers' ? throughWorkers() : alone())
const instances = await engine.instances()
const logs = await Promise.all(instances.map(({ id }) => engine.history(id)))
const histories = logs.map((log) => log.map(({ physical: _, ...entry }) => entry))
const found = await mails.list({})
process.stdout.write(
  JSON.stringify({ fired, findings: await engine.verify(), result, histories, mails: found }),
)
