import { once } from 'node:events'
import { openGrantEngine } from './engine.ts'
import type { Share } from './processes.ts'
import { drive } from './work.ts'

/** One process of several: warms up, says so, waits, leads its share of the lives, says so. */
const { url, number, instances, concurrency, warmUps } = JSON.parse(process.argv[2] ?? '') as Share
{
  await using contestant = await openGrantEngine(url)
  for (const load of warmUps) await drive(contestant, load)
  process.send?.('ready')
  await once(process, 'message')
  await drive(contestant, { instances, concurrency, prefix: `${number}-c` })
  process.send?.('done')
  await once(process, 'message')
}
process.disconnect()
