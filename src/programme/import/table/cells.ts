import { formatEuro } from '../../../domain/money.ts'
import { isKbo, isNis } from '../../../domain/references.ts'
import { highestAmountCents } from '../fields.ts'
import type { Cell } from './table.ts'

/** What a cell that is not blank means in its column, or the sentence why it means nothing. */
export type CellReader = (cell: Exclude<Cell, null>) => { readonly value: unknown } | string

const longestText = 20_000

/** A text as it stands, with the blanks around it. */
export const verbatim: CellReader = (cell) =>
  readText(cell, (text) =>
    text.length > 300 ? 'Must be at most 300 characters.' : { value: text },
  )

/** A remark, that may be long. */
export const remark: CellReader = (cell) => readText(cell, (text) => ({ value: text }))

/** A word: the blanks around it say nothing. */
export const word: CellReader = (cell) => readText(cell, (text) => ({ value: text.trim() }))

/** `true`, `false`, or a sentence. */
export const truth: CellReader = (cell) => {
  if (typeof cell === 'boolean') return { value: cell }
  return readText(cell, (text) => {
    const low = text.trim().toLowerCase()
    return { value: low === 'true' || low === 'false' ? low === 'true' : text }
  })
}

const kinds: Readonly<Record<string, string>> = {
  gemeente: 'municipality',
  samenwerkingsverband: 'partnership',
}

export const kind: CellReader = (cell) =>
  readText(cell, (text) => {
    const low = text.trim().toLowerCase().replaceAll(' ', '-')
    return { value: Object.hasOwn(kinds, low) ? kinds[low] : low }
  })

/** Ten digits, with or without points. Only one zero that was lost is put back, where that fits. */
export const kbo: CellReader = (cell) => {
  const digits = digitsOf(cell, (text) => text.replace(/^BE/i, '').replaceAll(/[\s.]/g, ''))
  const whole = digits?.length === 9 ? `0${digits}` : digits
  return whole !== undefined && isKbo(whole)
    ? { value: whole }
    : 'Must be a KBO number of ten digits whose check digits are right, as 0207451227; ' +
        'where a spreadsheet dropped zeros in front, write it as text.'
}

/** Five digits. A code has no check digits: a zero that was lost cannot be told from another. */
export const nis: CellReader = (cell) => {
  const digits = digitsOf(cell, (text) => text.trim())
  return digits !== undefined && isNis(digits)
    ? { value: digits }
    : 'Must be a NIS code of five digits, as 44021; where a spreadsheet dropped zeros in front, ' +
        'write it as text.'
}

export const iban: CellReader = (cell) =>
  readText(cell, (text) => ({ value: text.replaceAll(/\s/g, '').toUpperCase() }))

export const wholeNumber: CellReader = (cell) => {
  const says = 'Must be a whole number in digits alone, as 1340.'
  if (typeof cell === 'object' && 'number' in cell) {
    const value = Number(cell.number)
    return Number.isSafeInteger(value) ? { value } : says
  }
  if (typeof cell === 'object') return cell.refused
  const text = String(cell).trim()
  return /^\d{1,12}$/.test(text) ? { value: Number(text) } : says
}

/** An amount in EUR, as people write it; what may be read in two ways is refused. */
export const amount: CellReader = (cell) => {
  if (typeof cell === 'object' && 'refused' in cell) return cell.refused
  const cents = typeof cell === 'object' ? centsOfNumber(cell.number) : centsOfText(String(cell))
  if (typeof cents === 'string') return cents
  return cents >= 0 && cents <= highestAmountCents
    ? { value: formatEuro(cents) }
    : 'Must be an amount in EUR from 0.00 to 999999999.99.'
}

const noAmount = 'Must be an amount in EUR with at most two decimals, as 30000.00 or 30000,00.'

/** Spreadsheets keep numbers in binary: a thousandth of a cent is nothing. */
function centsOfNumber(number: string): number | string {
  const exact = Number(number) * 100
  const cents = Math.round(exact)
  return Number.isSafeInteger(cents) && Math.abs(exact - cents) < 0.001 ? cents : noAmount
}

const space = String.raw`[ \u00a0\u202f]`
const groups = new RegExp(
  String.raw`^\d{1,3}(?:(?:\.\d{3})+,|(?:,\d{3})+\.|(?:${space}\d{3})+[.,])\d{1,2}$|` +
    String.raw`^\d{1,3}(?:(?:\.\d{3}){2,}|(?:,\d{3}){2,}|(?:${space}\d{3})+)$`,
)

function centsOfText(given: string): number | string {
  const text = given
    .trim()
    .slice(0, 60)
    .replace(/^(?:€|EUR)\s*|\s*(?:€|EUR)$/giu, '')
  if (text.startsWith('-')) return 'Must be an amount in EUR from 0.00 to 999999999.99.'
  if (/^\d{1,3}[.,]\d{3}$/.test(text)) {
    return `Must not be read in two ways, as ${text}: write ${text.replace(/[.,]/, '')}.00.`
  }
  if (!/^\d{1,13}(?:[.,]\d{1,2})?$/.test(text) && !groups.test(text)) return noAmount
  const [, whole = '', decimals = ''] = /^(.*?)(?:[.,](\d{1,2}))?$/.exec(text) ?? []
  return Number(whole.replaceAll(/\D/g, '')) * 100 + Number(decimals.padEnd(2, '0'))
}

function readText(
  cell: Exclude<Cell, null>,
  read: (text: string) => { readonly value: unknown } | string,
): { readonly value: unknown } | string {
  if (typeof cell === 'object' && 'refused' in cell) return cell.refused
  if (typeof cell !== 'string')
    return 'Must be text: give the cell the format Text and type it anew.'
  return cell.length > longestText ? `Must be at most ${longestText} characters.` : read(cell)
}

/** Digits of a text, or of a whole number; undefined for all else. */
function digitsOf(cell: Exclude<Cell, null>, clean: (text: string) => string): string | undefined {
  const text =
    typeof cell === 'string'
      ? clean(cell.slice(0, 100))
      : typeof cell === 'object' && 'number' in cell
        ? String(Number(cell.number))
        : ''
  return /^\d+$/.test(text) ? text : undefined
}
