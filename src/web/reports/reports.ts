import type { FastifyInstance } from 'fastify'
import { visibilityOf } from '../../api/access.ts'
import { wholeCompleteness } from '../../programme/completeness.ts'
import { Workbooks } from '../../programme/workbooks/workbooks.ts'
import { agencyVisit } from '../agency-visit.ts'
import type { WebContext } from '../context.ts'
import { withUploads } from '../forms/upload.ts'
import { sendPage } from '../visit.ts'
import { accountsRoutes } from './accounts-routes.ts'
import { dropRoutes } from './drop-routes.ts'
import { matrixPage, matrixShows } from './matrix-view.tsx'
import { workbookRoutes } from './workbook-routes.ts'

/**
 * `/reports`: what every applicant handed in; workbooks out and in, one by one by the applicant and
 * many at once by a manager; accounts against an extract. Source: docs/WORKBOOKS.md
 */
export async function reportPages(server: FastifyInstance, context: WebContext): Promise<void> {
  const { engine, queries } = context
  const room = new Workbooks(engine)
  server.get('/reports', async (request, reply) => {
    const visit = await agencyVisit(context, request)
    const query = request.query as Readonly<Record<string, string | undefined>>
    const visibility = visibilityOf(visit.caller)
    const html = matrixPage(visit, {
      rows: await wholeCompleteness(engine, queries, { call: visit.call.id, visibility }),
      show: matrixShows.find((each) => each === query['show']) ?? 'all',
      pageNumber: Math.max(1, Math.min(1000, Math.floor(Number(query['page'])) || 1)),
    })
    return sendPage(reply, html)
  })
  await withUploads(server, async (pages) => {
    await workbookRoutes(pages, context, room)
    await dropRoutes(pages, context, room)
    await accountsRoutes(pages, context)
  })
}
