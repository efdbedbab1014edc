import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../../api/problem.ts'
import { onBehalf } from '../../api/workbooks.ts'
import type { Workbooks } from '../../programme/workbooks/workbooks.ts'
import { agencyVisit, type CallVisit } from '../agency-visit.ts'
import type { WebContext } from '../context.ts'
import { readUpload, type UploadedFile } from '../forms/upload.ts'
import { sendPage } from '../visit.ts'
import { dropPage, type DroppedFile } from './drop-view.tsx'
import { problemTexts } from './problems.tsx'

/** Workbooks at once, and bytes of all of them. Source: docs/WORKBOOKS.md */
const FILES_MAX = 100
const BYTES_MAX = 8_000_000

/** `/reports/drop`: workbooks that came by mail, each taken whole or not at all. */
export async function dropRoutes(
  server: FastifyInstance,
  context: WebContext,
  room: Workbooks,
): Promise<void> {
  server.get('/reports/drop', async (request, reply) => {
    const visit = await managerVisit(context, request)
    return sendPage(reply, dropPage(visit, { error: null, files: [], isTry: false }))
  })
  server.post('/reports/drop', async (request, reply) => {
    const visit = await managerVisit(context, request)
    return dropped(context, room, request, reply, visit)
  })
}

/** Errors: Problem `not-found`, `not-authorised` for all but managers. */
async function managerVisit(context: WebContext, request: FastifyRequest): Promise<CallVisit> {
  const visit = await agencyVisit(context, request)
  if (visit.roles.includes('manager')) return visit
  throw new Problem('not-authorised', 'workbooks may be sent by manager only')
}

async function dropped(
  context: WebContext,
  room: Workbooks,
  request: FastifyRequest,
  reply: FastifyReply,
  visit: CallVisit,
): Promise<FastifyReply> {
  const { fields, files } = await readUpload(request, { files: FILES_MAX, bytes: BYTES_MAX })
  const { csrf = '', step = 'check' } = fields
  const again = (error: string, status: number) =>
    sendPage(reply, dropPage(visit, { error, files: [], isTry: false }), status)
  if (!context.people.isFromOwnPage(request, csrf)) return again(renewed[visit.locale], 403)
  if (files.length === 0) return again(noFile[visit.locale], 400)
  const isTry = step !== 'send'
  const told: DroppedFile[] = []
  // One after the other: what one changes, the next is checked against.
  for (const file of files) told.push(await one(room, request, visit, file, isTry))
  return sendPage(reply, dropPage(visit, { error: null, files: told, isTry }))
}

async function one(
  room: Workbooks,
  request: FastifyRequest,
  { caller, call, locale }: CallVisit,
  { name, bytes }: UploadedFile,
  isTry: boolean,
): Promise<DroppedFile> {
  const read = await room.read(bytes, { call: call.id })
  const sent = await room.send(read, {
    sender: onBehalf(caller.person, read.project ?? ''),
    requestId: request.id,
    // The same file twice is the same event.
    ...(isTry
      ? { dryRun: true }
      : { key: `drop-${createHash('sha256').update(bytes).digest('hex')}` }),
  })
  return {
    name,
    project: sent.project,
    kind: sent.kind,
    isTaken: sent.outcome?.accepted === true,
    problems: problemTexts(locale, sent.problems),
    notes: problemTexts(locale, sent.notes),
  }
}

const renewed = {
  nl: 'U meldde zich opnieuw aan. Kies de bestanden opnieuw en verstuur ze nog eens.',
  en: 'You signed in anew. Choose the files again and send them once more.',
} as const
const noFile = { nl: 'Kies minstens één bestand.', en: 'Choose at least one file.' } as const
