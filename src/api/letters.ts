import { isoInstant } from '../programme/moments.ts'
import { findTarget, targetOf, type ApiContext, type ApiServer } from './context.ts'
import { letterAsPdf, letterList, letterParams, letterQuery } from './document-schemas.ts'
import { sendDownload } from './download.ts'
import { Problem } from './problem.ts'
import * as schema from './schemas.ts'

/** `GET /projects/:id/letters`, and each as a PDF. */
export async function letterRoutes(server: ApiServer, context: ApiContext): Promise<void> {
  const { letters } = context.papers
  const preValidation = findTarget(context, 'project')
  server.get(
    '/projects/:id/letters',
    {
      schema: {
        tags: ['reading'],
        params: schema.idParams,
        response: { 200: letterList, ...schema.refusals },
      },
      preValidation,
    },
    async (request) => {
      const found = await letters.list(targetOf(request).id)
      return {
        items: found.map(({ id, kind, name, revision, atMs, deadline, digests }) => ({
          id,
          kind,
          name,
          revision,
          at: isoInstant(atMs),
          deadline,
          digests,
        })),
      }
    },
  )
  server.get(
    '/projects/:id/letters/:letter.pdf',
    {
      schema: {
        tags: ['reading'],
        params: letterParams,
        querystring: letterQuery,
        response: letterAsPdf,
      },
      preValidation,
      config: { cost: 'drawing' },
    },
    async (request, reply) => {
      const { letter } = request.params
      const { language = 'nl' } = request.query
      const made = await letters.make(targetOf(request).id, letter, language)
      if (made === undefined) throw new Problem('not-found', `There is no letter ${letter}.`)
      return sendDownload(reply, { ...made, name: made.fileName, mediaType: 'application/pdf' })
    },
  )
}
