import { rm } from 'node:fs/promises'
import type { SendOptions } from '../../src/engine/index.ts'
import type { EventRow } from '../../src/store/engine/tables.ts'
import type { Inspector } from './inspector.ts'
import { hold, textOf } from './miss.ts'
import type { Program } from './program.ts'
import type { Requests } from './requests.ts'
import { emptyDirectory, World } from './world.ts'

type Causes = Pick<EventRow, 'instance_id' | 'revision' | 'at_ms' | 'received_at_ms' | 'request_id'>

/**
 * I4: the same accepted inputs, one by one and with nothing in between, give the same history, hash
 * for hash: no outcome depends on crashes, couriers, batches or clocks.
 */
export async function compareUndisturbed(
  program: Program,
  seed: string,
  requests: Requests,
  inspector: Inspector,
): Promise<void> {
  const directory = await emptyDirectory()
  const { startMs } = program
  const options = { directory, seed, isLive: false, startMs: 0, batchSteps: 1000 }
  const world = new World(program, options)
  try {
    await world.open(1)
    const rows = inspector.rows<Causes>(
      `select instance_id, revision, at_ms, received_at_ms, request_id from event
       where cause = 'external' or (cause = 'start' and instance_id = cause_ref)
       order by position`,
    )
    for (const row of rows) await repeat(world, requests, row)
    const endMs = Math.max(startMs, inspector.nowMs, ...inspector.refold.groups.values())
    await world.engine().advanceTo(endMs)
    for (const { id, hash, revision } of inspector.refold.instances.values()) {
      const history = await world.engine().history(id)
      const last = history.at(-1)
      const isEqual = last?.hash === hash && last.revision === revision
      hold(isEqual, 'I4', () => difference(id, inspector, history))
    }
  } finally {
    await world.close()
    await rm(directory, { recursive: true })
  }
}

async function repeat(world: World, requests: Requests, row: Causes): Promise<void> {
  const { ask, target } = requests.of(row.request_id)!
  const { expectedRevision: _, ...rest } = ask as SendOptions
  const engine = world.engine()
  const at = row.received_at_ms ?? row.at_ms
  // An overtaken event counts at its group's time, which a timer may have moved: so far it goes.
  if (row.received_at_ms !== null) {
    const nobody = { person: 'nobody', roles: [] }
    await engine.send({ to: target, type: 'nothing', sender: nobody, at: row.at_ms })
  }
  const outcome =
    'to' in ask ? await engine.send({ ...rest, at }) : await engine.startGroup({ ...ask, at })
  const isSame = outcome.accepted && outcome.revision === row.revision && outcome.at === row.at_ms
  hold(isSame, 'I4', () => `${textOf(row)} became ${textOf(outcome)} when undisturbed`)
}

function difference(
  id: string,
  inspector: Inspector,
  history: readonly { readonly revision: number; readonly hash: string }[],
): string {
  const rows = inspector.rows<EventRow>(
    `select * from event where instance_id = '${id}' order by revision`,
  )
  const index = rows.findIndex((row, place) => row.hash !== history[place]?.hash)
  return `${id} was ${textOf(rows[index])}, undisturbed ${textOf(history[index])}`
}
