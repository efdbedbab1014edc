import { targets } from './targets/index.ts'

/** The process of one measurement: `measure-once.ts T1 ours`. Sends the figures to its parent. */
const [id, side, place = ''] = process.argv.slice(2)
const target = targets.find((each) => each.id === id)
const measurement = side === 'ours' || side === 'reference' ? target?.[side] : undefined
if (!measurement) {
  throw new Error('Usage: measure-once.ts <target> ours|reference [place]')
}
const figures = await measurement(place)
if (process.send) process.send(figures)
else console.log(figures)
