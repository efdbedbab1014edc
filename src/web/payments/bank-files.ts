import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../../api/problem.ts'
import { BANK_FILE_BYTES_MAX } from '../../programme/payments/file.ts'
import type { Payments } from '../../programme/payments/payments.ts'
import type { WebContext } from '../context.ts'
import { readUpload, withUploads } from '../forms/upload.ts'
import { sendPage } from '../visit.ts'
import { refusalText } from '../words/refusals.ts'
import { bankFilePage, type BankFileParts } from './bank-file-view.tsx'
import type { BankFileKind } from './paths.ts'
import { paymentVisit, requirePaymaster, takeBy, type PaymentVisit } from './payment-visit.ts'

/** `/payments/status` and `/payments/receipts`: files of the bank, each taken whole or not at all. */
export async function bankFiles(
  server: FastifyInstance,
  context: WebContext,
  payments: Payments,
): Promise<void> {
  await withUploads(server, async (pages) => {
    for (const kind of ['status', 'receipts'] as const) {
      pages.get(`/payments/${kind}`, async (request, reply) => {
        const seen = await paymentVisit(context, payments, request)
        requirePaymaster(seen)
        return sendPage(reply, bankFilePage(seen, { kind, ...blank }))
      })
      pages.post(`/payments/${kind}`, async (request, reply) => {
        const seen = await paymentVisit(context, payments, request)
        requirePaymaster(seen)
        return brought(context, payments, request, reply, { seen, kind })
      })
    }
  })
}

const blank: Omit<BankFileParts, 'kind'> = { leaveOut: '', error: null, result: null, isTry: false }

interface Brought {
  readonly seen: PaymentVisit
  readonly kind: BankFileKind
}

async function brought(
  context: WebContext,
  payments: Payments,
  request: FastifyRequest,
  reply: FastifyReply,
  { seen, kind }: Brought,
): Promise<FastifyReply> {
  const { visit } = seen
  const { locale } = visit
  const { fields, files } = await readUpload(request, { files: 1, bytes: BANK_FILE_BYTES_MAX })
  const { leaveOut = '', csrf = '', step = '' } = fields
  const [file] = files
  const again = (error: string, status: number) =>
    sendPage(reply, bankFilePage(seen, { kind, ...blank, leaveOut, error }), status)
  if (!context.people.isFromOwnPage(request, csrf)) return again(renewed[locale], 403)
  if (file === undefined) return again(noFile[locale], 400)
  const numbers = numbersIn(leaveOut)
  if (numbers === null) return again(noNumbers[locale], 400)
  const isTry = step !== 'take'
  const options = { dryRun: isTry, leaveOut: numbers }
  const content = { format: formatOf(file.name, kind), content: file.bytes }
  const by = takeBy(request, visit)
  const outcome =
    kind === 'status'
      ? await payments.confirm(by, content, options)
      : await payments.receive(by, content, options)
  if ('accepted' in outcome) {
    const error = refusalText(locale, visit.call.id, outcome)
    return again(error, new Problem(outcome.code, error).statusCode)
  }
  const html = bankFilePage(seen, { kind, leaveOut, error: null, result: outcome, isTry })
  const isWrong = !outcome.taken && !isTry
  return sendPage(reply, html, isWrong ? 409 : 200)
}

/** By the name of the file, as `mijlpaal payments` does it. */
function formatOf(name: string, kind: BankFileKind): string {
  if (/\.csv$/i.test(name)) return 'csv'
  if (/\.json$/i.test(name)) return 'json'
  return kind === 'status' ? 'pain.002' : 'camt.053'
}

/** "3, 7" is 3 and 7; null for what is no list of line numbers. */
function numbersIn(text: string): readonly number[] | null {
  const parts = text.split(/[\s,;]+/).filter((each) => each !== '')
  return parts.every((each) => /^[1-9]\d{0,6}$/.test(each)) ? parts.map(Number) : null
}

const renewed = {
  nl: 'U meldde zich opnieuw aan. Kies het bestand opnieuw en verstuur het nog eens.',
  en: 'You signed in anew. Choose the file again and send it once more.',
} as const
const noFile = { nl: 'Kies een bestand.', en: 'Choose a file.' } as const
const noNumbers = {
  nl: 'Geef de regels die u weglaat als nummers, zoals 3, 7.',
  en: 'Give the lines that you leave out as numbers, like 3, 7.',
} as const
