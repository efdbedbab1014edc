import { mkdirSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { callFolder } from './facts.ts'
import { type GeneratedCall, generateLarge, generateShipped, shippedSeed } from './generate.ts'

/**
 * Makes the shipped call anew, or a large one to measure speed on:
 * `npm run generate-call -- --applicants 1000 --out FOLDER [--seed TEXT]`.
 */
const { values } = parseArgs({
  options: {
    applicants: { type: 'string' },
    out: { type: 'string' },
    seed: { type: 'string', default: shippedSeed },
  },
})

if (values.applicants === undefined) {
  const folder = values.out === undefined ? fileURLToPath(callFolder) : resolve(values.out)
  write(folder, generateShipped(values.seed))
} else {
  const count = Number(values.applicants)
  if (!Number.isInteger(count) || count < 1 || count > 9000 || values.out === undefined) {
    throw new Error('Give --applicants 1 to 9000 and --out FOLDER.')
  }
  write(resolve(values.out), generateLarge(count, values.seed))
}

function write(folder: string, { callFile, applicantsFile, eventsFile }: GeneratedCall): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(resolve(folder, 'call.yaml'), callFile)
  writeFileSync(resolve(folder, 'applicants.json'), applicantsFile)
  writeFileSync(resolve(folder, 'events.jsonl'), eventsFile)
}
