import type { CellValue } from '../import/xlsx-file.ts'
import type { Input } from './form.ts'
import type { WorkbookTexts } from './wording.ts'

/** What the schema of the events takes. */
const TEXT_MAX = 20_000
const ID_MAX = 200
const COUNT_MAX = 1_000_000_000

/** What databases cannot keep: half a character, and the null character. */
// oxlint-disable-next-line no-control-regex -- the null character is what it looks for
const STRANGE = /[\u0000\p{Surrogate}]/u

type Read = { readonly value: string | number | null } | { readonly problem: string }

/** The value of an input cell as the payload has it, null for an empty one; or what is wrong. */
export function readCell(given: CellValue, input: Input, words: WorkbookTexts): Read {
  if (given === null || (typeof given === 'string' && given.trim() === '')) return { value: null }
  const { problems } = words
  switch (input) {
    case 'lineDecision':
      return decided(given, ['continue', 'reduce', 'stop'], words)
    case 'stimulusDecision':
      return decided(given, ['continue', 'stop'], words)
    case 'count':
      return typeof given === 'number' && isCount(given)
        ? { value: given }
        : { problem: problems.count }
    case 'amount': {
      const amount = amountOf(given)
      return amount === null ? { problem: problems.amount } : { value: amount }
    }
    case 'code':
    case 'text':
      return textOf(given, input === 'code' ? ID_MAX : TEXT_MAX, problems)
    default:
      return input satisfies never
  }
}

function decided(
  given: CellValue,
  choices: readonly (keyof WorkbookTexts['decisions'])[],
  { problems, decisions }: WorkbookTexts,
): Read {
  const said = typeof given === 'string' ? given.trim().toLowerCase() : null
  const choice = choices.find((each) => decisions[each] === said)
  return choice === undefined
    ? { problem: problems.decision(choices.map((each) => decisions[each])) }
    : { value: choice }
}

/** A decimal string in EUR of a number with at most two decimals; null for anything else. */
function amountOf(given: CellValue): string | null {
  if (typeof given !== 'number') return null
  const [, euros, cents = ''] = /^(\d{1,10})(?:\.(\d{1,2}))?$/.exec(String(given)) ?? []
  return euros === undefined ? null : `${euros}.${cents.padEnd(2, '0')}`
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= COUNT_MAX
}

/** A number in a text cell is what somebody typed, as a code or a year. */
function textOf(given: CellValue, most: number, problems: WorkbookTexts['problems']): Read {
  const text = typeof given === 'number' ? String(given) : given
  if (typeof text !== 'string') return { problem: problems.text }
  if (text.length > most) return { problem: problems.textTooLong(most) }
  return STRANGE.test(text) ? { problem: problems.strangeText } : { value: text }
}
