import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { endToEndId } from '../../../src/domain/payment-references.ts'
import { pain001, type CreditTransfer } from '../../../src/programme/payments/pain-001.ts'
import { payer } from './batch-world.ts'
import { figuresOf, schemaErrors } from './schema.ts'

const batch = {
  messageId: 'MPMAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  paymentInformationId: 'MPPAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  createdAt: '2024-10-02T08:00:00.000Z',
  executionDate: '2024-10-10',
  payer,
}

const transfer: CreditTransfer = {
  endToEndId: endToEndId('oproep/gent/advance', 1),
  cents: 3_200_000,
  name: 'Gent',
  iban: 'BE15091000000130',
  about: 'Oproep: voorschot oproep/gent/advance',
}

const transfers = fc.array(
  fc.record({
    endToEndId: fc.nat().map((attempt) => endToEndId('x', attempt)),
    cents: fc.integer({ min: 1, max: 999_999_999_999 }),
    name: fc.string({ unit: 'binary', maxLength: 100 }),
    iban: fc.constant(transfer.iban),
    about: fc.string({ unit: 'grapheme', maxLength: 300 }),
  }),
  { minLength: 1, maxLength: 20 },
)

describe('pain001', () => {
  test('writes one payment as the bank expects it', async () => {
    const xml = pain001({ ...batch, payments: [transfer] })
    expect(xml).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">
        <CstmrCdtTrfInitn>
          <GrpHdr>
            <MsgId>MPMAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA</MsgId>
            <CreDtTm>2024-10-02T08:00:00.000Z</CreDtTm>
            <NbOfTxs>1</NbOfTxs>
            <CtrlSum>32000.00</CtrlSum>
            <InitgPty>
              <Nm>Agentschap Binnenlands Bestuur (voorbeeld)</Nm>
            </InitgPty>
          </GrpHdr>
          <PmtInf>
            <PmtInfId>MPPAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA</PmtInfId>
            <PmtMtd>TRF</PmtMtd>
            <BtchBookg>true</BtchBookg>
            <NbOfTxs>1</NbOfTxs>
            <CtrlSum>32000.00</CtrlSum>
            <PmtTpInf>
              <SvcLvl>
                <Cd>SEPA</Cd>
              </SvcLvl>
            </PmtTpInf>
            <ReqdExctnDt>
              <Dt>2024-10-10</Dt>
            </ReqdExctnDt>
            <Dbtr>
              <Nm>Agentschap Binnenlands Bestuur (voorbeeld)</Nm>
            </Dbtr>
            <DbtrAcct>
              <Id>
                <IBAN>BE68539007547034</IBAN>
              </Id>
              <Ccy>EUR</Ccy>
            </DbtrAcct>
            <DbtrAgt>
              <FinInstnId>
                <Othr>
                  <Id>NOTPROVIDED</Id>
                </Othr>
              </FinInstnId>
            </DbtrAgt>
            <ChrgBr>SLEV</ChrgBr>
            <CdtTrfTxInf>
              <PmtId>
                <InstrId>MPE7V4XDJRQZJDWND2ITGBPCWMTACMLNIV3</InstrId>
                <EndToEndId>MPE7V4XDJRQZJDWND2ITGBPCWMTACMLNIV3</EndToEndId>
              </PmtId>
              <Amt>
                <InstdAmt Ccy="EUR">32000.00</InstdAmt>
              </Amt>
              <Cdtr>
                <Nm>Gent</Nm>
              </Cdtr>
              <CdtrAcct>
                <Id>
                  <IBAN>BE15091000000130</IBAN>
                </Id>
              </CdtrAcct>
              <RmtInf>
                <Ustrd>Oproep: voorschot oproep/gent/advance</Ustrd>
              </RmtInf>
            </CdtTrfTxInf>
          </PmtInf>
        </CstmrCdtTrfInitn>
      </Document>
      "
    `)
    expect(await schemaErrors(xml)).toEqual([])
    const known = pain001({ ...batch, payer: { ...payer, bic: 'GKCCBEBB' }, payments: [transfer] })
    expect(known).toContain('<BICFI>GKCCBEBB</BICFI>')
    expect(await schemaErrors(known)).toEqual([])
  })

  test('takes any name and text, and adds up to the cent', async () => {
    fc.assert(
      fc.property(transfers, (payments) => {
        const xml = pain001({ ...batch, payments })
        const { counts, sums, cents, totalCents, references } = figuresOf(xml)
        expect(counts).toEqual([payments.length, payments.length])
        expect(sums).toEqual([totalCents, totalCents])
        expect(cents).toEqual(payments.map((each) => each.cents))
        expect(references).toEqual(payments.map((each) => each.endToEndId))
      }),
      { numRuns: 50 },
    )
    for (const payments of fc.sample(transfers, { numRuns: 4, seed: 6 })) {
      expect(await schemaErrors(pain001({ ...batch, payments }))).toEqual([])
    }
  })

  test('writes diacritics and what XML is made of as letters that banks take', () => {
    const name = `<O'Brien> & "Zoë" – Liège`
    const xml = pain001({ ...batch, payments: [{ ...transfer, name }] })
    expect(xml).toContain(`<Nm>.O'Brien. + 'Zoe' - Liege</Nm>`)
    expect(pain001({ ...batch, payments: [{ ...transfer, name: 'ß'.repeat(80) }] })).toContain(
      `<Nm>${'s'.repeat(70)}</Nm>`,
    )
  })

  test('holds 10,000 payments', async () => {
    const payments = Array.from({ length: 10_000 }, (_, index) => ({
      ...transfer,
      endToEndId: endToEndId('oproep/gent/advance', index + 1),
      name: `Gemeente n° ${index} & Cô`,
      cents: 1_000_001 + index,
    }))
    const xml = pain001({ ...batch, payments })
    expect(figuresOf(xml)).toMatchObject({
      counts: [10_000, 10_000],
      sums: [10_050_005_000, 10_050_005_000],
    })
    expect(await schemaErrors(xml)).toEqual([])
  })

  test('is refused by the schema when it is damaged, where the schema is there', async () => {
    const xml = pain001({ ...batch, payments: [transfer] }).replace('<PmtMtd>TRF<', '<PmtMtd>XXX<')
    const errors = await schemaErrors(xml)
    expect(errors.length > 0).toBe((process.env['PAIN_001_XSD'] ?? '') !== '')
  })
})
