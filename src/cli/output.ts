/** Everything a command prints goes through here: results to stdout, the rest to stderr. */

/** An error that a person can mend; the message is one sentence with the remedy. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  /** More of the same, one line each. */
  readonly details: readonly string[]

  constructor(message: string, details: readonly string[] = []) {
    super(message)
    this.details = details
  }
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2))
}

/** What a command has done: for programs when they ask, else in a sentence. */
export function answer(json: true | undefined, value: unknown, sentence: string): void {
  if (json === true) printJson(value)
  else print(sentence)
}

export function complain(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** Columns as wide as their widest cell; numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const texts = rows.map((row) => row.map(String))
  const widths = head.map((title, index) =>
    Math.max(title.length, ...texts.map((row) => (row[index] ?? '').length)),
  )
  const isNumeric = head.map((_, index) => rows.every((row) => typeof row[index] !== 'string'))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) =>
        isNumeric[index] === true
          ? cell.padStart(widths[index] ?? 0)
          : cell.padEnd(widths[index] ?? 0),
      )
      .join('  ')
      .trimEnd()
  const rule = widths.map((width) => '─'.repeat(width))
  return [line(head), line(rule), ...texts.map(line)].join('\n')
}

/** A cell that is not a string is lined up to the right. */
export type Cell = string | number | Amount

/** Cents as people read them: "16.907.780,00". */
export class Amount {
  readonly #cents: number

  constructor(cents: number) {
    this.#cents = cents
  }

  toString(): string {
    return euro.format(this.#cents / 100)
  }
}

const euro = new Intl.NumberFormat('nl-BE', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

/** "5 jul 2025, 23:59" in Brussels. */
export function moment(ms: number): string {
  return moments.format(ms)
}

const moments = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Brussels',
  dateStyle: 'medium',
  timeStyle: 'short',
})
