import { create } from 'xmlbuilder2'
import type { PayerConfig } from '../../config.ts'
import { formatEuro, sumCents } from '../../domain/money.ts'
import { sepaText } from '../../domain/sepa-text.ts'

/** A batch as the bank is told of it. */
export interface CreditTransfers {
  readonly messageId: string
  readonly paymentInformationId: string
  /** ISO 8601, UTC. */
  readonly createdAt: string
  readonly executionDate: string
  readonly payer: PayerConfig
  readonly payments: readonly CreditTransfer[]
}

export interface CreditTransfer {
  readonly endToEndId: string
  readonly cents: number
  readonly name: string
  readonly iban: string
  /** What the payee reads. */
  readonly about: string
}

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09'
const NAME_LENGTH = 70
const ABOUT_LENGTH = 140

/**
 * The batch as a SEPA credit transfer initiation. The same batch gives the same bytes: nothing in
 * it comes from the moment at which it is written.
 * Source: ISO 20022 pain.001.001.09; EPC132-08, customer-to-PSP implementation guidelines
 */
export function pain001(batch: CreditTransfers): string {
  const { payer, payments } = batch
  const count = String(payments.length)
  const sum = formatEuro(sumCents(payments.map(({ cents }) => cents)))
  const debtor = sepaText(payer.name, NAME_LENGTH)
  const document = create(
    { version: '1.0', encoding: 'UTF-8' },
    {
      Document: {
        '@xmlns': NAMESPACE,
        CstmrCdtTrfInitn: {
          GrpHdr: {
            MsgId: batch.messageId,
            CreDtTm: batch.createdAt,
            NbOfTxs: count,
            CtrlSum: sum,
            InitgPty: { Nm: debtor },
          },
          PmtInf: {
            PmtInfId: batch.paymentInformationId,
            PmtMtd: 'TRF',
            BtchBookg: 'true',
            NbOfTxs: count,
            CtrlSum: sum,
            PmtTpInf: { SvcLvl: { Cd: 'SEPA' } },
            ReqdExctnDt: { Dt: batch.executionDate },
            Dbtr: { Nm: debtor },
            DbtrAcct: { Id: { IBAN: payer.iban }, Ccy: 'EUR' },
            DbtrAgt: {
              FinInstnId:
                payer.bic === null ? { Othr: { Id: 'NOTPROVIDED' } } : { BICFI: payer.bic },
            },
            ChrgBr: 'SLEV',
            CdtTrfTxInf: payments.map(transaction),
          },
        },
      },
    },
  )
  return `${document.end({ prettyPrint: true })}\n`
}

function transaction({ endToEndId, cents, name, iban, about }: CreditTransfer) {
  return {
    PmtId: { InstrId: endToEndId, EndToEndId: endToEndId },
    Amt: { InstdAmt: { '@Ccy': 'EUR', '#': formatEuro(cents) } },
    Cdtr: { Nm: sepaText(name, NAME_LENGTH) },
    CdtrAcct: { Id: { IBAN: iban } },
    RmtInf: { Ustrd: sepaText(about, ABOUT_LENGTH) },
  }
}
