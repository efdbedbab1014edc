import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { senderOf } from '../../api/access.ts'
import { maySee } from '../../api/context.ts'
import { notFound, Problem } from '../../api/problem.ts'
import type { Instance } from '../../engine/index.ts'
import { completenessRow } from '../../programme/completeness.ts'
import { consequencesOf } from '../../programme/consequences.ts'
import { xlsxType } from '../../programme/documents/media-type.ts'
import { workbookKinds } from '../../programme/workbooks/kinds.ts'
import type { ReadWorkbook, Workbooks } from '../../programme/workbooks/workbooks.ts'
import type { WebContext } from '../context.ts'
import { readUpload } from '../forms/upload.ts'
import { pathOf } from '../paths.ts'
import { sendPage, visitOf, type Visit } from '../visit.ts'
import { problemTexts } from './problems.tsx'
import { workbookConfirmPage } from './workbook-confirm.tsx'
import { workbookPage, type WorkbookPageParts } from './workbook-view.tsx'

/** Bytes of a workbook, and of one that a page carries along as text. Source: docs/WORKBOOKS.md */
const FILE_BYTES = 1_000_000
const CARRIED_BYTES = 1_400_000

/** `/projects/:call/:applicant/workbook`: the project's workbooks out, and one of them back in. */
export async function workbookRoutes(
  server: FastifyInstance,
  context: WebContext,
  room: Workbooks,
): Promise<void> {
  const config = { cost: 'drawing' } as const
  server.get(
    '/projects/:call/:applicant/workbooks/:kind.xlsx',
    { config },
    async (request, reply) => {
      const { target, visit } = await targetOf(context, request)
      const { kind: given } = request.params as { readonly kind: string }
      const { year = '', language = visit.locale } = request.query as Readonly<
        Record<string, string>
      >
      const kind = workbookKinds.find((each) => each === given)
      if (kind === undefined) throw new Problem('not-found', 'There is nothing at this address.')
      const made = await room.make(target, {
        kind,
        language: language === 'en' ? 'en' : 'nl',
        year: /^\d{4}$/.test(year) ? Number(year) : null,
      })
      if (made === null) {
        throw new Problem('event-not-allowed', 'The project is not asked for this, or not yet.')
      }
      return reply
        .type(xlsxType)
        .header('content-disposition', `attachment; filename="${made.name}"`)
        .send(made.bytes)
    },
  )
  server.get('/projects/:call/:applicant/workbook', async (request, reply) => {
    const { target, visit } = await targetOf(context, request)
    return sendPage(reply, workbookPage(visit, partsOf(target, visit)))
  })
  server.post('/projects/:call/:applicant/workbook', async (request, reply) => {
    const { target, visit } = await targetOf(context, request)
    if (!visit.roles.includes('applicant')) {
      throw new Problem('not-authorised', 'The applicant hands in its own workbook.')
    }
    return handIn(context, room, request, reply, { target, visit })
  })
}

interface Target {
  readonly target: Instance
  readonly visit: Visit
}

/** Errors: Problem `not-found`, also for what the visitor may not see. */
async function targetOf(context: WebContext, request: FastifyRequest): Promise<Target> {
  const { call, applicant } = request.params as {
    readonly call: string
    readonly applicant: string
  }
  const id = `${call}/${applicant}`
  const visit = await visitOf(context, request, call)
  const target = await context.engine.instance(id)
  if (target?.machine !== 'project' || !maySee(visit.caller, target)) throw notFound('project', id)
  return { target, visit }
}

function partsOf(target: Instance, visit: Visit): WorkbookPageParts {
  const { id, name, documents } = completenessRow(target.snapshot)
  const mayHandIn = visit.roles.includes('applicant')
  return { id, name, documents, mayHandIn, error: null, problems: [], fileName: '' }
}

async function handIn(
  context: WebContext,
  room: Workbooks,
  request: FastifyRequest,
  reply: FastifyReply,
  { target, visit }: Target,
): Promise<FastifyReply> {
  const limits = { files: 1, bytes: FILE_BYTES, fieldBytes: CARRIED_BYTES }
  const { fields, files } = await readUpload(request, limits)
  const { csrf = '', step = 'check', content = '', fileName = '', key = '' } = fields
  const file =
    step === 'send' ? { name: fileName, bytes: Buffer.from(content, 'base64') } : files[0]
  const again = (status: number, told: Partial<WorkbookPageParts>) =>
    sendPage(reply, workbookPage(visit, { ...partsOf(target, visit), ...told }), status)
  if (!context.people.isFromOwnPage(request, csrf)) {
    return again(403, { error: renewed[visit.locale] })
  }
  if (file === undefined) return again(400, { error: noFile[visit.locale] })
  const read = await room.read(file.bytes, { project: target.id })
  const wrong = (found: ReadWorkbook, status: number) =>
    again(status, { fileName: file.name, problems: problemTexts(visit.locale, found.problems) })
  if (read.event === null) return wrong(read, 400)
  const as = { sender: senderOf(visit.caller, target.groupId), requestId: request.id }
  const isSent = step === 'send'
  const sent = await room.send(
    read,
    isSent ? { ...as, key: `form-${key}` } : { ...as, dryRun: true },
  )
  const { outcome, preview } = sent
  if (outcome === null || !outcome.accepted) return wrong(sent, 409)
  if (isSent) return reply.redirect(`${pathOf(target.id)}?done=${outcome.revision}`, 303)
  if (preview === null) throw new Error('A dry run has no preview.')
  const html = workbookConfirmPage(visit, {
    target,
    read,
    consequences: await consequencesOf(context.engine, preview, async (id) => id === target.id),
    parameters: await context.queries.parameters(target.groupId),
    carried: { fileName: file.name, content: file.bytes.toString('base64'), key: randomUUID() },
  })
  return sendPage(reply, html)
}

const renewed = {
  nl: 'U meldde zich opnieuw aan. Kies het bestand opnieuw en verstuur het nog eens.',
  en: 'You signed in anew. Choose the file again and send it once more.',
} as const
const noFile = { nl: 'Kies een bestand.', en: 'Choose a file.' } as const
