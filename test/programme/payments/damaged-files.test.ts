import { beforeAll, describe, expect, test } from 'vitest'
import { endToEndId } from '../../../src/domain/payment-references.ts'
import type { PaymentFile } from '../../../src/programme/payments/file.ts'
import { dump } from '../replayed.ts'
import { camt053, pain002 } from './bank-files.ts'
import { gent, openBatchWorld, type BatchWorld } from './batch-world.ts'

const one = endToEndId(gent, 1)
const status = pain002([{ reference: one, status: 'ACSC', amount: '32000.00' }])
const statement = camt053([{ amount: '10.00', about: 'x' }])
const doctype = (text: string, dtd: string) => text.replace('?>', `?>\n${dtd}`)
const laughs = `<!DOCTYPE Document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>`

type Damage = readonly [name: string, content: PaymentFile['content'], sentence: RegExp]

/** Whatever message it is, it is refused so. */
function damages(xml: string, other: string, name: string): readonly Damage[] {
  return [
    ['a document type', doctype(xml, '<!DOCTYPE Document SYSTEM "http://127.0.0.1/x.dtd">'), /DTD/],
    [
      'an entity of the outside',
      doctype(xml, '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
      /DTD/,
    ],
    ['a billion laughs', doctype(xml, laughs).replace('BANK1', '&d;').replace('S1', '&d;'), /DTD/],
    ['a document type in small letters', doctype(xml, '<!doctype d>'), /DTD/],
    [
      'an entity that nobody declared',
      xml.replace('<MsgId>', '<MsgId>&boom;'),
      /well-formed.*entity/,
    ],
    ['no end', xml.slice(0, -30), /well-formed/],
    ['half of it', xml.slice(0, xml.length / 2), /well-formed/],
    ['text behind it', `${xml}<x/>`, /well-formed|namespace/],
    ['an attribute twice', xml.replace('<GrpHdr>', '<GrpHdr a="1" a="2">'), /well-formed/],
    ['another message', other, new RegExp(`no ${name}`)],
    ['another version', xml.replace(/001\.\d\d"/, '001.99"'), /namespace urn.*99/],
    ['no namespace', xml.replace(/ xmlns="[^"]*"/, ''), /namespace none/],
    [
      'a namespace of its own inside',
      xml.replace('<GrpHdr>', '<GrpHdr xmlns="urn:x">'),
      /namespace urn:x/,
    ],
    ['another first element', xml.replaceAll('Document', 'Envelope'), /begins with Envelope/],
    [
      'nothing in it',
      xml.replace(/<Cstmr[\s\S]*<\/CstmrPmtStsRpt>|<Bk[\s\S]*<\/BkToCstmrStmt>/, ''),
      /no message/,
    ],
    ['UTF-16', Buffer.from(xml, 'utf16le'), /UTF-8/],
    ['Latin-1', Buffer.from(xml.replace('<MsgId>', '<MsgId>é'), 'latin1'), /UTF-8/],
    ['another encoding, as it says', xml.replace('UTF-8', 'ISO-8859-1'), /says it is ISO-8859-1/],
    ['instructions for programs', doctype(xml, '<?php x ?>'), /instructions/],
    [
      'a hundred levels',
      xml.replace('<GrpHdr>', `${'<x>'.repeat(100)}${'</x>'.repeat(100)}<GrpHdr>`),
      /deeper than 40/,
    ],
    ['17 MB', Buffer.alloc(17 * 1024 * 1024, 32), /at most 16777216 are taken/],
    ['nothing', '', /empty/],
    ['blanks', ' \n ', /empty/],
    ['null characters', `${xml}\0`, /characters that no text has/],
    ['a spreadsheet', Buffer.from('504b030414000600', 'hex'), /UTF-8|characters|well-formed/],
    ['JSON', '{"items": []}', /well-formed|namespace/],
  ]
}

const tables: readonly Damage[] = [
  ['no columns', '1;2;3\n', /must name the columns/],
  ['a column twice', 'reference,reference,status,date,amount\n', /has no use for reference/],
  ['a strange column', 'reference,status,date,amount,secret\n', /has no use for secret/],
  ['no line', 'HEAD\n', /no line under/],
  ['a line that is too short', 'HEAD\nx\n', /no CSV/],
  ['an open quote', 'HEAD\n"x', /no CSV/],
  ['too many lines', `HEAD\n${'a,b,c\n'.repeat(20_001)}`, /more than 20000 lines/],
]

describe('damaged files', () => {
  let world: BatchWorld
  let before: string

  beforeAll(async () => {
    world = await openBatchWorld()
    await world.batched([gent])
    before = dump(world.file)
  })

  async function refusal(kind: 'confirm' | 'receive', file: PaymentFile): Promise<string> {
    const outcome = await world.payments[kind](world.by, file)
    if (!('accepted' in outcome)) throw new Error('It was read.')
    expect(outcome).toMatchObject({ code: 'invalid-payload', field: 'content', allowed: [] })
    expect(outcome.message).toMatch(/^[A-Z].*\.$/)
    expect(outcome.message.length).toBeLessThan(300)
    expect(dump(world.file)).toBe(before)
    return outcome.message
  }

  test.each(damages(status, statement, 'pain.002'))(
    'a pain.002 with %s is refused in one sentence',
    async (_, content, sentence) => {
      expect(await refusal('confirm', { format: 'pain.002', content })).toMatch(sentence)
    },
  )

  test.each(damages(statement, status, 'camt.053'))(
    'a camt.053 with %s is refused in one sentence',
    async (_, content, sentence) => {
      expect(await refusal('receive', { format: 'camt.053', content })).toMatch(sentence)
    },
  )

  test.each(tables)('a CSV with %s is refused in one sentence', async (_, content, sentence) => {
    const text = String(content)
    const statuses = text.replace('HEAD', 'reference,status,date')
    expect(await refusal('confirm', { format: 'csv', content: statuses })).toMatch(sentence)
    const receipts = text.replace('HEAD', 'date,amount,reference').replace('status', 'id')
    expect(await refusal('receive', { format: 'csv', content: receipts })).toMatch(sentence)
  })

  test.each([
    [
      'confirm',
      'csv',
      'reference,status,amount\nx,executed,12.345',
      /^Line 2: 12\.345 is no amount/,
    ],
    ['confirm', 'csv', 'reference,status,date\nx,executed,2024-02-30', /^Line 2: 2024-02-30 is no/],
    ['receive', 'csv', 'date,amount,reference\n2025-09-30,1e9,x', /^Line 2: 1e9 is no amount/],
    ['receive', 'csv', 'date,amount,reference\n2025-09-30,0.00,x', /^Line 2: 0\.00 is no amount/],
    ['receive', 'csv', 'date,amount,reference\n30/09/2025,1.00,x', /is no date like/],
    ['confirm', 'xlsx', 'x', /must be one of json, csv, pain\.002/],
    ['receive', 'xlsx', 'x', /must be one of csv, camt\.053/],
    ['confirm', 'json', '{"items": []}', /no JSON like/],
    ['confirm', 'json', '{"items": [{"reference": 1}]}', /no JSON like/],
    ['confirm', 'json', '[', /no JSON like/],
    ['confirm', 'pain.002', pain002([]), /no status of any payment/],
    ['confirm', 'pain.002', status.replace('32000.00', '1,000.000'), /is no amount/],
    ['receive', 'camt.053', camt053([]), /no entry/],
    ['receive', 'camt.053', statement.replace('10.00', 'ten'), /no amount/],
    ['receive', 'camt.053', statement.replace(/<BookgDt>.*<\/BookgDt>/, ''), /no booking date/],
    [
      'receive',
      'camt.053',
      statement.replace('<TxDtls>', '<TxDtls><Amt Ccy="EUR">9.00</Amt>'),
      /do not add up/,
    ],
  ] as const)(
    '%s of %s, case %#, is refused in one sentence',
    async (kind, format, content, sentence) => {
      expect(await refusal(kind, { format, content })).toMatch(sentence)
    },
  )

  test('a line that is not there cannot be left out', async () => {
    const outcome = await world.payments.confirm(
      world.by,
      { format: 'pain.002', content: status },
      { leaveOut: [2] },
    )
    expect(outcome).toMatchObject({ code: 'invalid-payload', message: 'The file has no line 2.' })
  })
})
