import { openApp } from '../../src/app.ts'
import { callAhead, startAgain } from './database.ts'

/** Starts a small call after the other, and says so after each, until it is killed. */
const [database = ''] = process.argv.slice(2)
const folder = await callAhead(2)
await using app = await openApp({ database, kind: 'existing', mustExist: true })
for (let number = 1; ; number += 1) {
  await startAgain(app.engine, folder, `proefoproep-${process.pid}-${number}`)
  process.send?.(number)
}
