/** Messages of a bank, as small as they can be. */

export interface ReportedStatus {
  readonly reference: string
  readonly status: string
  readonly amount?: string
  readonly currency?: string
  readonly code?: string
  readonly settled?: string
}

export function pain002(
  statuses: readonly ReportedStatus[],
  { version = '10', message = 'MPMX', group = '' } = {},
): string {
  const transactions = statuses.map(
    ({ reference, status, amount, currency = 'EUR', code, settled }) => `
      <TxInfAndSts>
        <OrgnlEndToEndId>${reference}</OrgnlEndToEndId>
        <TxSts>${status}</TxSts>
        ${given(code, (text) => `<StsRsnInf>${reason(text)}${note}</StsRsnInf>`)}
        ${given(settled, (date) => `<FctvIntrBkSttlmDt><Dt>${date}</Dt></FctvIntrBkSttlmDt>`)}
        ${given(amount, (text) => original(currency, text))}
      </TxInfAndSts>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.${version}">
  <CstmrPmtStsRpt>
    <GrpHdr><MsgId>BANK1</MsgId><CreDtTm>2024-10-02T07:00:00Z</CreDtTm></GrpHdr>
    <OrgnlGrpInfAndSts>
      <OrgnlMsgId>${message}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>
      ${group === '' ? '' : `<GrpSts>${group}</GrpSts><StsRsnInf>${reason('DUPL')}</StsRsnInf>`}
    </OrgnlGrpInfAndSts>
    ${
      transactions.length === 0
        ? ''
        : `<OrgnlPmtInfAndSts><OrgnlPmtInfId>X</OrgnlPmtInfId>
      ${transactions.join('')}</OrgnlPmtInfAndSts>`
    }
  </CstmrPmtStsRpt>
</Document>`
}

export interface StatementEntry {
  readonly amount: string
  readonly currency?: string
  readonly about?: string
  readonly structured?: string
  readonly id?: string
  readonly direction?: 'CRDT' | 'DBIT'
  readonly status?: string
  readonly date?: string
  readonly returned?: { readonly reference: string; readonly code: string }
}

export function camt053(entries: readonly StatementEntry[], version = '08'): string {
  const written = entries.map((entry) => {
    const { amount, currency = 'EUR', direction = 'CRDT', date = '2025-09-30' } = entry
    const status = entry.status ?? 'BOOK'
    return `
      <Ntry>
        <Amt Ccy="${currency}">${amount}</Amt>
        <CdtDbtInd>${direction}</CdtDbtInd>
        ${version === '02' ? `<Sts>${status}</Sts>` : `<Sts><Cd>${status}</Cd></Sts>`}
        <BookgDt><Dt>${date}</Dt></BookgDt>
        ${entry.id === undefined ? '' : `<AcctSvcrRef>${entry.id}</AcctSvcrRef>`}
        <NtryDtls><TxDtls>
          <Refs><EndToEndId>${entry.returned?.reference ?? 'NOTPROVIDED'}</EndToEndId></Refs>
          ${given(entry.returned?.code, (code) => `<RtrInf>${reason(code)}</RtrInf>`)}
          <RmtInf>
            ${given(entry.about, (text) => `<Ustrd>${text}</Ustrd>`)}
            ${given(entry.structured, structured)}
          </RmtInf>
        </TxDtls></NtryDtls>
      </Ntry>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}">
  <BkToCstmrStmt>
    <GrpHdr><MsgId>S1</MsgId><CreDtTm>2025-09-30T20:00:00Z</CreDtTm></GrpHdr>
    <Stmt><Id>1</Id><Acct><Id><IBAN>BE68539007547034</IBAN></Id></Acct>${written.join('')}
    </Stmt>
  </BkToCstmrStmt>
</Document>`
}

const note = '<AddtlInf>see &amp; mend</AddtlInf>'

const given = (text: string | undefined, write: (text: string) => string): string =>
  text === undefined ? '' : write(text)

const reason = (code: string) => `<Rsn><Cd>${code}</Cd></Rsn>`

const original = (currency: string, amount: string) =>
  `<OrgnlTxRef><Amt><InstdAmt Ccy="${currency}">${amount}</InstdAmt></Amt></OrgnlTxRef>`

const structured = (reference: string) =>
  `<Strd><CdtrRefInf>
    <Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp><Ref>${reference}</Ref>
  </CdtrRefInf></Strd>`
