import { targets } from './targets/index.ts'

/** The process of one measurement: `measure-once.ts T1 ours`. Sends the figure to its parent. */
const [id, side] = process.argv.slice(2)
const target = targets.find((each) => each.id === id)
if (target === undefined || (side !== 'ours' && side !== 'reference')) {
  throw new Error('Usage: measure-once.ts <target> ours|reference')
}
const figure = await target[side]()
if (process.send) process.send(figure)
else console.log(figure)
