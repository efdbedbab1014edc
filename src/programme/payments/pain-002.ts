import { PaymentFileError } from './file.ts'
import type { StatusLine } from './status-line.ts'
import { centsIn, dateIn } from './table-file.ts'
import { elementsAt, readXml, textAt, type XmlElement } from './untrusted-xml.ts'

const message = {
  name: 'pain.002',
  namespaces: ['03', '10'].map(
    (version) => `urn:iso:std:iso:20022:tech:xsd:pain.002.001.${version}`,
  ),
  root: 'CstmrPmtStsRpt',
}

/** Settled is executed; accepted is not yet: money may still come back. */
const statuses: Readonly<Record<string, StatusLine['status']>> = {
  ACSC: 'executed',
  ACCC: 'executed',
  RJCT: 'rejected',
  CANC: 'rejected',
  ACTC: 'pending',
  ACCP: 'pending',
  ACSP: 'pending',
  ACWC: 'pending',
  ACFC: 'pending',
  PDNG: 'pending',
  RCVD: 'pending',
  PATC: 'pending',
}

/**
 * The statuses that a payment status report gives: of payments where it names them, else of the
 * whole message. Errors: PaymentFileError.
 * Source: ISO 20022 pain.002.001.03 and .10
 */
export function readPain002(text: string): readonly StatusLine[] {
  const report = readXml(text, message)
  const date = dateIn(textAt(report, 'GrpHdr', 'CreDtTm'))
  const [group] = elementsAt(report, 'OrgnlGrpInfAndSts')
  const payments = elementsAt(report, 'OrgnlPmtInfAndSts')
  const lines = payments.flatMap((block): readonly Omit<StatusLine, 'line'>[] => {
    const transactions = elementsAt(block, 'TxInfAndSts')
    if (transactions.length > 0) return transactions.map((each) => transactionLine(each, date))
    const status = textAt(block, 'PmtInfSts')
    return status === null || group === undefined ? [] : [wholeLine(group, block, status, date)]
  })
  const status = group === undefined ? null : textAt(group, 'GrpSts')
  const all =
    lines.length === 0 && group !== undefined && status !== null
      ? [wholeLine(group, group, status, date)]
      : lines
  if (all.length === 0) throw new PaymentFileError('The report holds no status of any payment.')
  return all.map((line, index) => ({ line: index + 1, ...line }))
}

function transactionLine(element: XmlElement, reportDate: string | null): Omit<StatusLine, 'line'> {
  const [amount] = elementsAt(element, 'OrgnlTxRef', 'Amt', 'InstdAmt')
  const cents = amount === undefined ? null : centsIn(amount.text)
  if (amount !== undefined && cents === null) {
    throw new PaymentFileError(`The amount ${amount.text.slice(0, 40)} is no amount like 1234.56.`)
  }
  const settled = elementsAt(element, 'FctvIntrBkSttlmDt')[0]
  const settledOn = settled && (textAt(settled, 'Dt') ?? textAt(settled, 'DtTm'))
  return {
    reference: textAt(element, 'OrgnlEndToEndId') ?? textAt(element, 'OrgnlInstrId') ?? '',
    message: null,
    status: statusOf(textAt(element, 'TxSts')),
    cents,
    currency: amount?.attributes['Ccy'] ?? 'EUR',
    date: dateIn(settledOn ?? null) ?? reportDate,
    ...reasonOf(element),
  }
}

/** A status of all payments of a message: they go out or stay away together. */
function wholeLine(
  group: XmlElement,
  element: XmlElement,
  status: string,
  date: string | null,
): Omit<StatusLine, 'line'> {
  return {
    reference: null,
    message: textAt(group, 'OrgnlMsgId') ?? '',
    status: statusOf(status),
    cents: null,
    currency: 'EUR',
    date,
    ...reasonOf(element),
  }
}

function statusOf(code: string | null): StatusLine['status'] {
  return statuses[code ?? ''] ?? 'unknown'
}

function reasonOf(element: XmlElement): Pick<StatusLine, 'code' | 'note'> {
  const [reason] = elementsAt(element, 'StsRsnInf')
  if (reason === undefined) return { code: null, note: null }
  const code = textAt(reason, 'Rsn', 'Cd') ?? textAt(reason, 'Rsn', 'Prtry')
  const note = elementsAt(reason, 'AddtlInf')
    .map(({ text }) => text)
    .join(' ')
  return { code: code?.slice(0, 35) ?? null, note: note === '' ? null : note.slice(0, 1000) }
}
