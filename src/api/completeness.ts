import Type from 'typebox'
import {
  completeness,
  documentStates,
  wholeCompleteness,
  type CompletenessRow,
} from '../programme/completeness.ts'
import { exportCompleteness, exportFormats, exportTypes } from '../programme/completeness-export.ts'
import { languages } from '../programme/workbooks/kinds.ts'
import { visibilityOf } from './access.ts'
import { callerOf, findTarget, targetOf, type ApiContext, type ApiServer } from './context.ts'
import { readCursor, writeCursor } from './cursor.ts'
import * as schema from './schemas.ts'

const PAGE = 50

const text = Type.String()
const row = Type.Unsafe<CompletenessRow>(
  schema.object({
    id: text,
    name: text,
    documents: Type.Array(
      schema.object({
        name: Type.String({
          description: '`application`, `interimReport`, `finalReport`, `accounts.<year>`.',
        }),
        state: Type.Enum([...documentStates]),
        due: schema.nullable(Type.String({ format: 'date-time' })),
        isLate: Type.Boolean(),
      }),
    ),
  }),
)

const answer = schema.fileAnswer('A page of it, or all of it as a file.', {
  'application/json': schema.page(row),
  [exportTypes.csv]: text,
  [exportTypes.xlsx]: schema.bytes,
})

const query = Type.Object({
  cursor: schema.cursor,
  limit: Type.Optional(schema.limit),
  format: Type.Optional(
    Type.Enum(['json', ...exportFormats], {
      default: 'json',
      description: 'csv and xlsx give all of it at once.',
    }),
  ),
  language: Type.Optional(Type.Enum([...languages], { default: 'nl' })),
})

/** `GET /calls/:id/completeness`: what every applicant handed in, as far as the caller sees it. */
export async function completenessRoute(server: ApiServer, context: ApiContext): Promise<void> {
  const { engine, queries } = context
  server.get(
    '/calls/:id/completeness',
    {
      schema: {
        tags: ['reading'],
        params: schema.idParams,
        querystring: query,
        response: answer,
      },
      preValidation: findTarget(context, 'call'),
    },
    async (request, reply) => {
      const call = targetOf(request).id
      const visibility = visibilityOf(callerOf(request))
      const { cursor, limit = PAGE, format = 'json', language = 'nl' } = request.query
      if (format === 'json') {
        const asked = ['completeness', call]
        const after = cursor === undefined ? null : readCursor(asked, cursor)
        const page = await completeness(engine, queries, { call, visibility, after, limit })
        const next = page.next === null ? null : writeCursor(asked, page.next)
        return { items: page.items, next }
      }
      const rows = await wholeCompleteness(engine, queries, { call, visibility })
      const note = await queries.synthetic(call)
      const file = await exportCompleteness(rows, format, language, note)
      reply.type(file.contentType)
      reply.header('content-disposition', `attachment; filename="${call}-completeness.${format}"`)
      return file.bytes
    },
  )
}
