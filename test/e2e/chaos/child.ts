import type { Settings } from './messages.ts'
import { work } from './work.ts'

/** A process of the chaos run. */
const settings = JSON.parse(process.argv[2] ?? '') as Settings

if (settings.aheadMs > 0) {
  const now = Date.now.bind(Date)
  Date.now = () => now() + settings.aheadMs
}

await work(settings)
