import { parseArgs } from 'node:util'
import { plant } from '../test/simulation/plant.ts'
import type { ProgramName } from '../test/simulation/soak.ts'

/**
 * Simulated lives of the runtime, thousands of them (library, calls), and the demo's call on real
 * servers that end and processes that are killed (chaos, some 20 s each), until a promise is
 * broken. Exit code 1 when one is; the seed and the step that are printed show it again.
 *
 *   npm run soak -- --seeds 50 [--first 1] [--program library|calls|chaos] [--plant NAME] [--json]
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    first: { type: 'string', default: '1' },
    program: { type: 'string' },
    plant: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})

if (values.plant !== undefined) plant(values.plant)
// Only now: a plant changes what is loaded after it.
const { soak } = await import('../test/simulation/soak.ts')

const start = performance.now()
const result = await soak({
  first: Number(values.first),
  seeds: Number(values.seeds),
  ...(values.program === undefined ? {} : { programs: [values.program as ProgramName] }),
  ...(values.plant === undefined ? {} : { plant: values.plant }),
  onSeed: (seed) => {
    if (!values.json && process.stderr.isTTY) process.stderr.write(`\rseed ${seed} `)
  },
})
const seconds = Math.round((performance.now() - start) / 100) / 10

if (values.json) console.log(JSON.stringify({ ...result, seconds }))
else {
  const { runs, tally, miss } = result
  console.log(`\n${runs} runs in ${seconds} s: ${JSON.stringify(tally)}`)
  console.log(miss === null ? 'No promise was broken.' : `${miss.program}: ${miss.message}`)
}
process.exitCode = result.miss === null ? 0 : 1
