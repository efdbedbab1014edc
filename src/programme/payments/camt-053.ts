import { PaymentFileError } from './file.ts'
import type { ReceiptLine } from './receipt-line.ts'
import { centsIn, dateIn } from './table-file.ts'
import { elementsAt, readXml, textAt, type XmlElement } from './untrusted-xml.ts'

const message = {
  name: 'camt.053',
  namespaces: ['02', '08'].map(
    (version) => `urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}`,
  ),
  root: 'BkToCstmrStmt',
}

/**
 * The entries of account statements: one line per payment, so that an entry which holds several
 * gives several. Errors: PaymentFileError.
 * Source: ISO 20022 camt.053.001.02 and .08
 */
export function readCamt053(text: string): readonly ReceiptLine[] {
  const statements = elementsAt(readXml(text, message), 'Stmt')
  const lines = statements.flatMap((statement) =>
    elementsAt(statement, 'Ntry').flatMap((entry) => entryLines(statement, entry)),
  )
  if (lines.length === 0) throw new PaymentFileError('The statement holds no entry.')
  return lines.map((line, index) => ({ line: index + 1, ...line }))
}

type Line = Omit<ReceiptLine, 'line'>

function entryLines(statement: XmlElement, entry: XmlElement): readonly Line[] {
  const whole = amountOf(elementsAt(entry, 'Amt')[0])
  const details = elementsAt(entry, 'NtryDtls', 'TxDtls')
  const account = textAt(statement, 'Acct', 'Id', 'IBAN') ?? ''
  const reference = textAt(entry, 'AcctSvcrRef')
  const parts = details.length === 0 ? [entry] : details
  const lines = parts.map((part, index): Line => {
    const own = textAt(part, 'Refs', 'AcctSvcrRef') ?? reference
    const amount = elementsAt(part, 'AmtDtls', 'TxAmt', 'Amt')[0] ?? elementsAt(part, 'Amt')[0]
    const { cents, currency } = parts.length === 1 && !amount ? whole : amountOf(amount)
    return {
      id: own === null ? null : `${account} ${own} ${index}`,
      direction: directionOf(entry, part),
      cents,
      currency,
      date: dateOf(entry),
      about: aboutOf(part),
      returned: returnedOf(part),
    }
  })
  const sum = lines.reduce((all, { cents }) => all + cents, 0)
  if (sum !== whole.cents) {
    throw new PaymentFileError('An entry of the statement has parts that do not add up to it.')
  }
  return lines
}

function amountOf(element: XmlElement | undefined): { cents: number; currency: string } {
  const cents = centsIn(element?.text ?? '')
  if (element === undefined || cents === null) {
    throw new PaymentFileError('An entry of the statement has no amount like 1234.56.')
  }
  return { cents, currency: element.attributes['Ccy'] ?? '' }
}

/** What is reversed goes the other way; what is not booked yet is no money. */
function directionOf(entry: XmlElement, part: XmlElement): ReceiptLine['direction'] {
  const status = textAt(entry, 'Sts', 'Cd') ?? textAt(entry, 'Sts')
  if (status !== 'BOOK') return 'pending'
  const indicator = textAt(part, 'CdtDbtInd') ?? textAt(entry, 'CdtDbtInd')
  return indicator === 'CRDT' ? 'in' : 'out'
}

function dateOf(entry: XmlElement): string {
  const text =
    textAt(entry, 'BookgDt', 'Dt') ??
    textAt(entry, 'BookgDt', 'DtTm') ??
    textAt(entry, 'ValDt', 'Dt') ??
    textAt(entry, 'ValDt', 'DtTm')
  const date = dateIn(text)
  if (date === null) throw new PaymentFileError('An entry of the statement has no booking date.')
  return date
}

function aboutOf(part: XmlElement): string {
  const structured = elementsAt(part, 'RmtInf', 'Strd', 'CdtrRefInf', 'Ref')
  const free = elementsAt(part, 'RmtInf', 'Ustrd')
  const found = structured.length > 0 ? structured : free
  return found
    .map(({ text }) => text)
    .join(' ')
    .slice(0, 1000)
}

function returnedOf(part: XmlElement): ReceiptLine['returned'] {
  const [reason] = elementsAt(part, 'RtrInf')
  const endToEndId = textAt(part, 'Refs', 'EndToEndId')
  if (reason === undefined || endToEndId === null) return null
  return { endToEndId, code: textAt(reason, 'Rsn', 'Cd') }
}
