import Type from 'typebox'
import { Value } from 'typebox/value'
import { PaymentFileError, textOf, type PaymentFile } from './file.ts'
import { readPain002 } from './pain-002.ts'
import type { StatusLine } from './status-line.ts'
import { centsIn, dateIn, readTable } from './table-file.ts'

const statusFormats = ['json', 'csv', 'pain.002'] as const

const columns = ['reference', 'status', 'amount', 'currency', 'date', 'reason', 'note']

/** The lines of a file, in its order. Errors: PaymentFileError. */
export function readStatusFile(file: PaymentFile): readonly StatusLine[] {
  const text = textOf(file)
  switch (file.format) {
    case 'json':
      return itemsIn(text).map((item, index) => lineOf(item, index + 1))
    case 'csv':
      return readTable(text, columns, ['reference', 'status']).map(({ line, cells }) =>
        lineOf(cells, line),
      )
    case 'pain.002':
      return readPain002(text)
    default:
      throw new PaymentFileError(`The format must be one of ${statusFormats.join(', ')}.`)
  }
}

const words: Readonly<Record<string, StatusLine['status']>> = {
  executed: 'executed',
  uitgevoerd: 'executed',
  rejected: 'rejected',
  geweigerd: 'rejected',
  returned: 'returned',
  teruggekeerd: 'returned',
}

function lineOf(cells: Readonly<Record<string, string>>, line: number): StatusLine {
  const { reference = '', status = '', amount = '', currency = '', date = '' } = cells
  const { reason = '', note = '' } = cells
  const cents = amount === '' ? null : centsIn(amount)
  if (amount !== '' && cents === null) {
    throw new PaymentFileError(`Line ${line}: ${amount.slice(0, 40)} is no amount like 1234.56.`)
  }
  const day = date === '' ? null : dateIn(date)
  if (date !== '' && (day === null || day !== date)) {
    throw new PaymentFileError(`Line ${line}: ${date.slice(0, 40)} is no date like 2024-10-10.`)
  }
  return {
    line,
    reference: reference === '' ? null : reference,
    message: null,
    status: words[status.toLowerCase()] ?? 'unknown',
    cents,
    currency: currency === '' ? 'EUR' : currency.toUpperCase(),
    date: day,
    code: reason === '' ? null : reason.slice(0, 35),
    note: note === '' ? null : note.slice(0, 1000),
  }
}

const cell = Type.Optional(Type.String({ maxLength: 2000 }))
const items = Type.Object(
  {
    items: Type.Array(
      Type.Object(Object.fromEntries(columns.map((name) => [name, cell])), {
        additionalProperties: false,
      }),
      { minItems: 1, maxItems: 20_000 },
    ),
  },
  { additionalProperties: false },
)

function itemsIn(text: string): readonly Readonly<Record<string, string>>[] {
  const wrong = new PaymentFileError(
    `The file is no JSON like {"items": [{"reference": "…", "status": "executed"}]}; ` +
      `each item takes ${columns.join(', ')}, as texts.`,
  )
  try {
    const data: unknown = JSON.parse(text)
    if (!Value.Check(items, data)) throw wrong
    return data.items as readonly Readonly<Record<string, string>>[]
  } catch (error) {
    throw error instanceof SyntaxError ? wrong : error
  }
}
