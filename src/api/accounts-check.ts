import Type from 'typebox'
import { checkAccounts, type AccountsCheck } from '../programme/accounts/check.ts'
import { readExtract } from '../programme/accounts/extract.ts'
import { readsAllOf } from './access.ts'
import { callerOf, findTarget, targetOf, type ApiContext, type ApiServer } from './context.ts'
import { bytesOf, fileBody, firstOf, itemsOf } from './file-body.ts'
import { Problem } from './problem.ts'
import * as schema from './schemas.ts'

const { nullable, object } = schema
const text = Type.String()
const cents = Type.Integer({ description: 'In cents of EUR.' })
const year = Type.Integer()

const answer = Type.Unsafe<AccountsCheck>(
  object({
    matchedRows: Type.Integer(),
    accounts: Type.Array(
      object({
        project: text,
        name: text,
        year,
        extractCents: cents,
        submittedCents: nullable(cents),
        differences: Type.Array(object({ code: text, extractCents: cents, submittedCents: cents })),
        event: nullable(object({ type: Type.Literal('accounts.submit'), data: Type.Unknown() })),
      }),
    ),
    left: Type.Array(
      object({
        row: Type.Integer(),
        kbo: text,
        year,
        code: text,
        action: nullable(text),
        cents,
        reason: Type.Enum([
          'foreign-code',
          'duplicate',
          'unknown-kbo',
          'ambiguous',
          'year-not-asked',
          'succeeded',
          'by-chapter',
        ]),
        projects: Type.Array(text),
      }),
    ),
    coFinancing: Type.Array(
      object({
        project: text,
        name: text,
        outcome: Type.Enum(['short', 'own-share-unclear', 'sufficient']),
        clawbackCents: cents,
        spentCents: cents,
        awardCents: cents,
        paidCents: cents,
        claimedCents: cents,
        nl: text,
        en: text,
      }),
    ),
  }),
)

/** Bytes of a body: a file of 1 MB in base64. */
const FILE_BODY_MAX = 1_400_000

/** `POST /calls/:id/accounts-check`: an extract of annual accounts against what was submitted. */
export async function accountsCheck(server: ApiServer, context: ApiContext): Promise<void> {
  server.post(
    '/calls/:id/accounts-check',
    {
      schema: {
        tags: ['reading'],
        params: schema.idParams,
        body: fileBody,
        response: { 200: answer, ...schema.refusals },
      },
      preValidation: findTarget(context, 'call'),
      bodyLimit: FILE_BODY_MAX,
    },
    async (request) => {
      const call = targetOf(request).id
      if (!readsAllOf(callerOf(request), call)) {
        throw new Problem('not-authorised', 'Only the agency checks extracts of accounts.')
      }
      const { name, content } = request.body
      const extract = await readExtract(name, bytesOf(content, 'content'))
      if ('errors' in extract) {
        const items = itemsOf(name, extract.errors)
        throw new Problem('extract-refused', firstOf(items), { items })
      }
      return checkAccounts(context.engine, call, extract.rows)
    },
  )
}
