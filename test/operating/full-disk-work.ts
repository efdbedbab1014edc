import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openApp } from '../../src/app.ts'
import { startCall } from '../../src/programme/calls.ts'
import { folderOf, voorbeeld } from '../programme/replayed.ts'

/**
 * A process that writes in the directory `argv[2]` until there is no room, makes some, and goes on.
 * `argv[3]` says what bounds it: a small `disk`, or a `limit` on the size of files. It prints what
 * it saw as JSON.
 */
const [, , directory = '', bound = ''] = process.argv
const ballast = join(directory, 'ballast')
if (bound === 'disk') writeFileSync(ballast, Buffer.alloc(1_000_000))

const app = await openApp({ database: join(directory, 'database.sqlite'), kind: 'live' })
const { parameters, applicants } = await folderOf(voorbeeld)
await startCall(app.engine, parameters, applicants, { person: 'mia', roles: ['manager'] })
let acknowledged = 0

async function note(key: string): Promise<void> {
  const sender = { person: 'rik', roles: ['reviewer'] }
  const data = { text: `${key} `.repeat(200) }
  const outcome = await app.engine.send({
    to: 'voorbeeld/gent',
    type: 'note.add',
    data,
    key,
    sender,
  })
  if (!outcome.accepted) throw new Error(outcome.message)
  acknowledged += 1
}

async function untilItFails(): Promise<unknown> {
  for (let number = 1; number < 20_000; number += 1) {
    try {
      await note(`note ${number}`)
    } catch (error) {
      return error
    }
  }
  return null
}

const error = (await untilItFails()) as { code?: string; retryable?: boolean; message?: string }
const before = acknowledged
// Reading, and being told no, go on as before.
const instance = await app.engine.instance('voorbeeld/gent')
const again = await note('still full').catch(
  (second: unknown) => (second as { readonly code?: string }).code,
)

if (bound === 'disk') rmSync(ballast)
else spawnSync('prlimit', ['--pid', String(process.pid), '--fsize=unlimited:unlimited'])
await note('room again')
const logged = await app.engine.history('voorbeeld/gent')
const findings = await app.engine.verify()
await app[Symbol.asyncDispose]()
console.log(
  JSON.stringify({
    code: error.code,
    retryable: error.retryable,
    message: error.message,
    before,
    revision: instance?.revision,
    again,
    acknowledged,
    notes: logged.filter(({ type }) => type === 'note.add').length,
    findings,
  }),
)
