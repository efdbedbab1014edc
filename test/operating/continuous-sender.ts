import { openApp } from '../../src/app.ts'
import { startCall } from '../../src/programme/calls.ts'
import { folderOf, voorbeeld } from '../programme/replayed.ts'

/**
 * A process that starts a call on the live database `argv[2]` and sends notes to its projects, some
 * at once, until it gets SIGTERM. It prints how many were acknowledged.
 */
const [, , database = ''] = process.argv
const app = await openApp({ database, kind: 'live' })
const { parameters, applicants } = await folderOf(voorbeeld)
await startCall(app.engine, parameters, applicants, { person: 'mia', roles: ['manager'] })

const stopping = new Set<string>()
process.on('SIGTERM', (signal) => stopping.add(signal))
const sender = { person: 'rik', roles: ['reviewer'] }
let acknowledged = 0
while (stopping.size === 0) {
  const outcomes = await Promise.all(
    applicants.map(({ id }) =>
      app.engine.send({
        to: `voorbeeld/${id}`,
        type: 'note.add',
        data: { text: 'Gebeld.' },
        sender,
      }),
    ),
  )
  acknowledged += outcomes.filter(({ accepted }) => accepted).length
  await new Promise(setImmediate)
}
await app[Symbol.asyncDispose]()
console.log(acknowledged)
