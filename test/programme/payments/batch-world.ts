import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { openApp, type App } from '../../../src/app.ts'
import type { Outcome } from '../../../src/engine/index.ts'
import { Payments } from '../../../src/programme/payments/payments.ts'
import { replay, replayStartMs } from '../../../src/programme/replay.ts'
import type { CallFolder } from '../../../src/programme/import/folder.ts'
import { afterThisFile } from '../../closing.ts'
import { emptyDirectory, folderOf, voorbeeld } from '../replayed.ts'

export const payer = {
  name: 'Agentschap Binnenlands Bestuur (voorbeeld)',
  iban: 'BE68539007547034',
  bic: null,
}

export const call = 'voorbeeld'
export const gent = 'voorbeeld/gent/advance'
export const aalst = 'voorbeeld/aalst/advance'

/** Voorbeeld, paid in batches, on 2 October 2024: two advances wait for a batch. */
export async function batchFolder(): Promise<CallFolder> {
  const folder = await folderOf(voorbeeld)
  return { ...folder, parameters: { ...folder.parameters, payments: 'batch' } }
}

export interface BatchWorld {
  readonly app: App
  readonly file: string
  readonly payments: Payments
  /** Sends an event as a person in a role; throws when it is refused. */
  readonly does: (
    to: string,
    type: string,
    data: object,
    person: string,
    role: string,
  ) => Promise<number>
  /** Proposes and approves a batch; gives its id. */
  readonly batched: (orders: readonly string[], executionDate?: string) => Promise<number>
  readonly by: { readonly call: string; readonly sender: { person: string; roles: string[] } }
}

export async function openBatchWorld(
  until = '2024-10-02T10:00:00+02:00',
  given?: CallFolder,
): Promise<BatchWorld> {
  const folder = given ?? (await batchFolder())
  const directory = emptyDirectory()
  const file = join(directory, 'payments.sqlite')
  const kind = { seed: folder.parameters.id, startMs: replayStartMs(folder) }
  const app = await openApp({ database: file, kind })
  afterThisFile(async () => {
    await app[Symbol.asyncDispose]()
    rmSync(directory, { recursive: true })
  })
  await replay(app.engine, app.queries, folder, { untilMs: Date.parse(until) })
  const payments = new Payments(app.engine, app.queries, payer)
  const does: BatchWorld['does'] = async (to, type, data, person, role) => {
    const sender = { person, roles: [role] }
    return revisionOf(await app.engine.send({ to, type, data, sender }))
  }
  const by = { call: folder.parameters.id, sender: { person: 'pol', roles: ['paymaster'] } }
  return {
    app,
    file,
    payments,
    does,
    by,
    batched: async (orders, executionDate = '2024-10-10') => {
      const id = revisionOf(await payments.propose(by, { orders, executionDate }))
      const ann = { person: 'ann', roles: ['paymaster'] }
      revisionOf(await payments.approve({ ...by, sender: ann }, id))
      return id
    },
  }
}

export function revisionOf(outcome: Outcome): number {
  if (outcome.accepted) return outcome.revision
  throw new Error(`${outcome.code}: ${outcome.message}`)
}

/** Lets the environment name the payer until the file ends. */
export function nameThePayer(): void {
  process.env['PAYER_NAME'] = payer.name
  process.env['PAYER_IBAN'] = payer.iban
  afterThisFile(() => {
    delete process.env['PAYER_NAME']
    delete process.env['PAYER_IBAN']
  })
}
