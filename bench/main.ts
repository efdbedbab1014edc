import { Command, InvalidArgumentError } from 'commander'
import { runRound } from './round.ts'
import { lineOf, type Line, type Round, type Target } from './target.ts'
import { targets } from './targets/index.ts'

interface Options {
  readonly only: readonly Target[]
  readonly json?: true
}

const main = async ({ only, json }: Options): Promise<void> => {
  const lines: Line[] = []
  for (const target of only) lines.push(await measure(target))
  if (json) console.log(JSON.stringify(lines, null, 2))
  else console.table(lines.map(({ id, ...rest }) => ({ '': id, ...rest })))
}

/** Ours, reference, ours, reference: what disturbs the machine for a while disturbs both. */
const measure = async (target: Target): Promise<Line> => {
  const rounds: Round[] = []
  while (rounds.length < target.rounds) {
    const round = await runRound(target)
    rounds.push(round)
    tell(target, rounds.length, round)
  }
  return lineOf(target, rounds)
}

const tell = ({ id, unit, rounds }: Target, number: number, { ours, reference }: Round): void => {
  const figures = `${Math.round(ours)} beside ${Math.round(reference)} ${unit}`
  console.error(`${id} ${number}/${rounds}: ${figures}, ratio ${(ours / reference).toFixed(2)}`)
}

/** The targets that `--only T1,T2` names, in their own order. */
const parseOnly = (text: string): readonly Target[] => {
  const ids = text.split(',').map((id) => id.trim().toUpperCase())
  const known = targets.map(({ id }) => id)
  const unknown = ids.find((id) => !known.includes(id))
  if (unknown !== undefined) {
    throw new InvalidArgumentError(`There is no target ${unknown}; there is ${known.join(', ')}.`)
  }
  return targets.filter(({ id }) => ids.includes(id))
}

await new Command('bench')
  .description('Measure this machine beside reference loops that do the same work; prints ratios.')
  .option('--only <ids>', 'these targets, separated by commas', parseOnly, targets)
  .option('--json', 'one array of lines, for programs')
  .action(main)
  .parseAsync()
