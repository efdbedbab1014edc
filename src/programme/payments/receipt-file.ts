import { readCamt053 } from './camt-053.ts'
import { PaymentFileError, textOf, type PaymentFile } from './file.ts'
import type { ReceiptLine } from './receipt-line.ts'
import { centsIn, dateIn, readTable } from './table-file.ts'

const receiptFormats = ['csv', 'camt.053'] as const

const columns = ['id', 'date', 'amount', 'currency', 'reference']

/** The lines of a file, in its order. Errors: PaymentFileError. */
export function readReceiptFile(file: PaymentFile): readonly ReceiptLine[] {
  const text = textOf(file)
  switch (file.format) {
    case 'csv':
      return readTable(text, columns, ['date', 'amount', 'reference']).map(({ line, cells }) =>
        lineOf(cells, line),
      )
    case 'camt.053':
      return readCamt053(text)
    default:
      throw new PaymentFileError(`The format must be one of ${receiptFormats.join(', ')}.`)
  }
}

function lineOf(cells: Readonly<Record<string, string>>, line: number): ReceiptLine {
  const { id = '', date = '', amount = '', currency = '', reference = '' } = cells
  const isOut = amount.startsWith('-')
  const cents = centsIn(isOut ? amount.slice(1) : amount)
  if (cents === null || cents === 0) {
    throw new PaymentFileError(`Line ${line}: ${amount.slice(0, 40)} is no amount like 1234.56.`)
  }
  if (dateIn(date) !== date) {
    throw new PaymentFileError(`Line ${line}: ${date.slice(0, 40)} is no date like 2026-01-31.`)
  }
  return {
    line,
    id: id === '' ? null : id.slice(0, 200),
    direction: isOut ? 'out' : 'in',
    cents,
    currency: currency === '' ? 'EUR' : currency.toUpperCase(),
    date,
    about: reference.slice(0, 1000),
    returned: null,
  }
}
