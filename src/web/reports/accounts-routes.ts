import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { visibilityOf } from '../../api/access.ts'
import { checkAccounts } from '../../programme/accounts/check.ts'
import { wholeCompleteness } from '../../programme/completeness.ts'
import { readExtract, type ExtractRow } from '../../programme/accounts/extract.ts'
import { agencyVisit, type CallVisit } from '../agency-visit.ts'
import type { WebContext } from '../context.ts'
import { readUpload } from '../forms/upload.ts'
import { sendPage } from '../visit.ts'
import { inDutch } from '../words/refusals.ts'
import { accountsPage, type AccountsParts } from './accounts-view.tsx'

/** Bytes of an extract. Source: docs/WORKBOOKS.md */
const FILE_BYTES = 1_000_000

/** `/reports/accounts`: what was booked, against an extract and against the award. Stores nothing. */
export async function accountsRoutes(server: FastifyInstance, context: WebContext): Promise<void> {
  server.get('/reports/accounts', async (request, reply) => {
    const visit = await agencyVisit(context, request)
    return sendPage(
      reply,
      accountsPage(visit, { ...blank, ...(await checkedBy(context, visit, [])) }),
    )
  })
  server.post('/reports/accounts', (request, reply) => checked(context, request, reply))
}

const blank: Omit<AccountsParts, 'check' | 'awaited'> = {
  fileName: null,
  error: null,
  problems: [],
}

async function checked(
  context: WebContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const visit = await agencyVisit(context, request)
  const { locale } = visit
  const { fields, files } = await readUpload(request, { files: 1, bytes: FILE_BYTES })
  const [file] = files
  const again = async (status: number, told: Partial<AccountsParts>) => {
    const found = await checkedBy(context, visit, [])
    return sendPage(reply, accountsPage(visit, { ...blank, ...found, ...told }), status)
  }
  if (!context.people.isFromOwnPage(request, fields['csrf'] ?? '')) {
    return again(403, { error: renewed[locale] })
  }
  if (file === undefined) return again(400, { error: noFile[locale] })
  const extract = await readExtract(file.name, file.bytes)
  if ('errors' in extract) {
    const problems = extract.errors.map(({ row, message }) => ({
      place: row === null ? null : rowName[locale](row),
      text: locale === 'nl' ? (inDutch(message) ?? message) : message,
    }))
    return again(400, { fileName: file.name, problems })
  }
  const found = await checkedBy(context, visit, extract.rows)
  return sendPage(reply, accountsPage(visit, { ...blank, ...found, fileName: file.name }))
}

/** The check, and of which projects accounts are still to come. */
async function checkedBy(
  { engine, queries }: WebContext,
  { caller, call: { id: call } }: CallVisit,
  extract: readonly ExtractRow[],
): Promise<Pick<AccountsParts, 'check' | 'awaited'>> {
  const rows = await wholeCompleteness(engine, queries, { call, visibility: visibilityOf(caller) })
  const awaited = rows.filter(({ documents }) =>
    documents.some(({ name, due }) => name.startsWith('accounts.') && due !== null),
  )
  return {
    check: await checkAccounts(engine, call, extract),
    awaited: new Set(awaited.map(({ id }) => id)),
  }
}

const renewed = {
  nl: 'U meldde zich opnieuw aan. Kies het bestand opnieuw en verstuur het nog eens.',
  en: 'You signed in anew. Choose the file again and send it once more.',
} as const
const noFile = { nl: 'Kies een bestand.', en: 'Choose a file.' } as const
const rowName = {
  nl: (row: number) => `rij ${row}`,
  en: (row: number) => `row ${row}`,
} as const
