import { Command, InvalidArgumentError } from 'commander'
import { runRound } from './round.ts'
import { chosen, linesOf, rounded, type Line, type Round, type Target } from './target.ts'
import { targets } from './targets/index.ts'

interface Options {
  readonly only: readonly Target[]
  readonly json?: true
}

const main = async ({ only, json }: Options): Promise<void> => {
  const lines: Line[] = []
  for (const target of only) lines.push(...(await measure(target)))
  if (json) console.log(JSON.stringify(lines, null, 2))
  else console.table(lines.map(({ id, ...rest }) => ({ '': id, ...rest })))
}

const nowhere = { place: '', [Symbol.asyncDispose]: async () => {} }

/** Ours, reference, ours, reference: what disturbs the machine for a while disturbs both. */
const measure = async (target: Target): Promise<readonly Line[]> => {
  await using prepared = (await target.prepare?.()) ?? nowhere
  const rounds: Round[] = []
  while (rounds.length < target.rounds) {
    const round = await runRound(target, prepared.place)
    rounds.push(round)
    tell(target, rounds.length, round)
  }
  return linesOf(target, rounds)
}

const tell = (target: Target, number: number, { ours, reference }: Round): void => {
  for (const { name, unit } of target.figures) {
    const own = ours[name] ?? NaN
    const other = reference?.[name]
    const beside =
      other === undefined
        ? ''
        : ` beside ${rounded(other)} ${unit}, ratio ${(own / other).toFixed(2)}`
    console.error(
      `${target.id} ${number}/${target.rounds} ${name}: ${rounded(own)} ${unit}${beside}`,
    )
  }
}

/** The targets that `--only T1,T2` names, in their own order. */
const parseOnly = (text: string): readonly Target[] => {
  const ids = text.split(',').map((id) => id.trim())
  const unknown = ids.find((id) => chosen(targets, [id]).length === 0)
  if (unknown !== undefined) {
    const known = targets.map(({ id }) => id)
    throw new InvalidArgumentError(`There is no target ${unknown}; there is ${known.join(', ')}.`)
  }
  return chosen(targets, ids)
}

await new Command('bench')
  .description('Measure this machine beside reference loops that do the same work; prints ratios.')
  .option('--only <ids>', 'these targets, separated by commas', parseOnly, targets)
  .option('--json', 'one array of lines, for programs')
  .action(main)
  .parseAsync()
