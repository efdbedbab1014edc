import type { Settings } from './messages.ts'
import { work } from './work.ts'

/** A process of the chaos run. */
const settings = JSON.parse(process.argv[2] ?? '') as Settings

if (settings.aheadMs > 0) {
  const now = Date.now.bind(Date)
  Date.now = () => now() + settings.aheadMs
}

// Who started it has gone, and nobody else would end it.
process.once('disconnect', () => process.exit(1))

await work(settings)
