import { parseArgs } from 'node:util'
import { fuzz } from './fuzz.ts'

/** `npm run fuzz -- --requests N [--seed S]`: exit 1 when a promise did not hold. */
const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '1' },
  },
})

const { findings, statuses } = await fuzz({
  requests: Number(values.requests),
  seed: Number(values.seed),
  onRequest: (done) => {
    if (process.stderr.isTTY && done % 100 === 0) process.stderr.write(`\r${done} requests `)
  },
})
console.log(`\nseed ${values.seed}: answers by status: ${JSON.stringify(statuses)}`)
for (const { request, what } of findings) console.log(`${request}\n  ${what}`)
console.log(findings.length === 0 ? 'Every promise held.' : `${findings.length} findings.`)
process.exitCode = findings.length === 0 ? 0 : 1
