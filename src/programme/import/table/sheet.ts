import { mostColumns, mostRows, placeOfCell } from './table.ts'
import { readXml, XmlError } from '../xml.ts'

/** What stands in a sheet that the library for workbooks does not tell. */
export interface Sheet {
  /** Sentences by cell: formulas that were never calculated, errors, merged cells. */
  readonly refused: ReadonlyMap<string, string>
  readonly isEmpty: boolean
}

interface OpenCell {
  readonly address: string
  readonly type: string
  hasFormula: boolean
  value: string
}

/**
 * Looks a sheet through before it is read: how large it is, and what of it is no plain value.
 * Errors: XmlError.
 */
export function lookThrough(xml: string): Sheet {
  const refused = new Map<string, string>()
  let cell: OpenCell | null = null
  let isValue = false
  let isEmpty = true
  readXml(xml, {
    open: (name, attributes) => {
      if (name === 'row') inBounds(Number(attributes.get('r') ?? 1), 1)
      else if (name === 'c') {
        cell = openCell(attributes)
        isEmpty = false
      } else if (name === 'f' && cell !== null) cell.hasFormula = true
      else if (name === 'v') isValue = true
      else if (name === 'mergeCell') {
        const [from = '', to = ''] = (attributes.get('ref') ?? '').slice(0, 40).split(':')
        within(from)
        refused.set(from, `The cells ${from} to ${to} are merged: split them, each with its value.`)
      }
    },
    text: (text) => {
      if (cell !== null && isValue) cell.value += text
    },
    close: (name) => {
      if (name === 'v') isValue = false
      if (name !== 'c' || cell === null) return
      const sentence = refusalOf(cell)
      if (sentence !== null) refused.set(cell.address, sentence)
      cell = null
    },
  })
  return { refused, isEmpty }
}

function openCell(attributes: ReadonlyMap<string, string>): OpenCell {
  const address = attributes.get('r') ?? ''
  within(address)
  return { address, type: attributes.get('t') ?? 'n', hasFormula: false, value: '' }
}

function refusalOf({ type, hasFormula, value }: OpenCell): string | null {
  if (type === 'e') return `Must be a value: the cell holds the error ${value.slice(0, 20)}.`
  if (hasFormula && value === '' && type !== 'str') {
    return 'Must be a value: the formula in this cell was never calculated.'
  }
  return null
}

/** Refuses a cell that is nowhere, or further than any list of applicants goes. */
function within(address: string): void {
  if (!/^[A-Z]{1,3}[1-9]\d{0,6}$/.test(address)) {
    throw new XmlError('The workbook is damaged: a cell has no place.')
  }
  const { row, column } = placeOfCell(address)
  inBounds(row + 1, column + 1)
}

function inBounds(row: number, column: number): void {
  if (row <= mostRows && column <= mostColumns) return
  throw new XmlError(`The sheet must have at most ${mostRows} rows and ${mostColumns} columns.`)
}
