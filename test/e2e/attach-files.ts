import { writeSync } from 'node:fs'
import { openApp } from '../../src/app.ts'

/**
 * A process that attaches one file after the other to a call, each a letter larger, until it is
 * killed; it prints the name of each once it is kept.
 */
const [, , database = '', call = '', first = '1'] = process.argv

await using app = await openApp({ database, kind: 'existing' })
const instance = await app.engine.instance(call)
if (instance === undefined) throw new Error(`There is no call ${call}.`)
for (let number = Number(first); ; number += 1) {
  const name = `file-${number}.pdf`
  const bytes = Buffer.from(`%PDF-1.7\n${'x'.repeat(number)}\n%%EOF\n`)
  const file = { kind: 'internal', name, bytes, person: 'mia', roles: ['manager'] }
  const attached = await app.papers.files.attach(instance, file)
  if ('refused' in attached) throw new Error(attached.refused.message)
  writeSync(1, `${name}\n`)
}
