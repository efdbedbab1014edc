import { createHash } from 'node:crypto'
import type { Sender } from '../engine/index.ts'
import { consequencesOf } from '../programme/consequences.ts'
import { xlsxType } from '../programme/documents/media-type.ts'
import { Workbooks, type ReadWorkbook, type SendAs } from '../programme/workbooks/workbooks.ts'
import { rolesIn, senderOf } from './access.ts'
import { callerOf, findTarget, targetOf, type ApiContext, type ApiServer } from './context.ts'
import { acceptedBy } from './events.ts'
import { bytesOf, fileBody, firstOf, itemsOf } from './file-body.ts'
import { Problem, refusal } from './problem.ts'
import * as schema from './schemas.ts'
import {
  bulkAnswer,
  bulkBody,
  sentWorkbook,
  workbookParams,
  workbookQuery,
  type BulkItem,
} from './workbook-schemas.ts'

/** Bytes of a body: a file of 1 MB in base64, and many small ones. */
const FILE_BODY_MAX = 1_400_000
const BULK_BODY_MAX = 8_000_000

/** Workbooks out and in, one by one by the applicant, many at once by a manager. */
export async function workbooks(server: ApiServer, context: ApiContext): Promise<void> {
  const room = new Workbooks(context.engine)
  handOut(server, context, room)
  handIn(server, context, room)
  handInMany(server, context, room)
}

function handOut(server: ApiServer, context: ApiContext, room: Workbooks): void {
  server.get(
    '/projects/:id/workbooks/:kind.xlsx',
    {
      schema: {
        tags: ['reading'],
        params: workbookParams,
        querystring: workbookQuery,
        response: schema.fileAnswer(
          'The workbook, to be filled in.',
          { [xlsxType]: schema.bytes },
          schema.attachmentHeader,
        ),
      },
      preValidation: findTarget(context, 'project'),
      config: { cost: 'drawing' },
    },
    async (request, reply) => {
      const { kind } = request.params
      const { language = 'nl', year = null } = request.query
      const made = await room.make(targetOf(request), { kind, language, year })
      if (made === null) {
        throw new Problem('event-not-allowed', 'The project is not asked for this, or not yet.')
      }
      reply.type(xlsxType)
      reply.header('content-disposition', `attachment; filename="${made.name}"`)
      return made.bytes
    },
  )
}

function handIn(server: ApiServer, context: ApiContext, room: Workbooks): void {
  const { engine, tail } = context
  server.post(
    '/projects/:id/workbooks',
    {
      schema: {
        tags: ['acting'],
        params: schema.idParams,
        querystring: schema.sendQuery,
        headers: schema.sendHeaders,
        body: fileBody,
        response: { 200: sentWorkbook, ...schema.refusals },
      },
      preValidation: findTarget(context, 'project'),
      bodyLimit: FILE_BODY_MAX,
    },
    async (request, reply) => {
      const target = targetOf(request)
      const caller = callerOf(request)
      if (!rolesIn(caller, target.groupId).includes('applicant')) {
        throw new Problem('not-authorised', 'The applicant hands in its own workbook.')
      }
      const { name, content } = request.body
      const read = await room.read(bytesOf(content, 'content'), { project: target.id })
      if (read.event === null) throw workbookRefused(name, read)
      const { 'idempotency-key': key, 'if-match': match = '*' } = request.headers
      const sent = await room.send(read, {
        sender: senderOf(caller, target.groupId),
        requestId: request.id,
        dryRun: request.query.dryRun === true,
        ...(key === undefined ? {} : { key }),
        ...(match === '*' ? {} : { expectedRevision: Number(match.slice(1, -1)) }),
      })
      const { outcome: answer, preview, problems } = sent
      if (answer === null) throw workbookRefused(name, sent)
      if (!answer.accepted) throw refusal(target.id, answer, itemsOf(name, problems))
      const outcome = acceptedBy(target, answer)
      if (preview === null) {
        tail.nudge()
        reply.header('etag', `"${outcome.revision}"`)
      }
      const consequences =
        preview === null
          ? null
          : await consequencesOf(engine, preview, async (id) => id === target.id)
      return { ...shown(name, sent), outcome, consequences }
    },
  )
}

function handInMany(server: ApiServer, context: ApiContext, room: Workbooks): void {
  const { tail } = context
  server.post(
    '/calls/:id/workbooks',
    {
      schema: {
        tags: ['acting'],
        params: schema.idParams,
        querystring: schema.sendQuery,
        headers: schema.sendHeaders,
        body: bulkBody,
        response: { 200: bulkAnswer, ...schema.refusals },
      },
      preValidation: findTarget(context, 'call'),
      bodyLimit: BULK_BODY_MAX,
    },
    async (request) => {
      const call = targetOf(request).id
      const caller = callerOf(request)
      if (!rolesIn(caller, call).includes('manager')) {
        throw new Problem('not-authorised', 'A manager of the call imports workbooks.')
      }
      const files = request.body.files.map(({ name, content }, index) => ({
        name,
        bytes: bytesOf(content, `files.${index}.content`),
      }))
      const dryRun = request.query.dryRun === true
      const key = request.headers['idempotency-key']
      const items: BulkItem[] = []
      for (const [index, { name, bytes }] of files.entries()) {
        const read = await room.read(bytes, { call })
        const as: SendAs = {
          sender: onBehalf(caller.person, read.project ?? ''),
          requestId: request.id,
          dryRun,
          ...(key === undefined ? {} : { key: keyOf(key, index) }),
        }
        items.push(await handedIn(room, name, read, as))
      }
      tail.nudge()
      return { items }
    },
  )
}

async function handedIn(
  room: Workbooks,
  name: string,
  read: ReadWorkbook,
  as: SendAs,
): Promise<BulkItem> {
  const sent = await room.send(read, as)
  const { outcome } = sent
  const accepted = outcome?.accepted === true
  return {
    ...shown(name, sent),
    accepted,
    code: accepted ? null : (outcome?.code ?? 'workbook-refused'),
    outcome: accepted ? acceptedOf(outcome) : null,
  }
}

function acceptedOf(outcome: Parameters<typeof acceptedBy>[1]) {
  return outcome.accepted ? acceptedBy({ id: outcome.instance }, outcome) : null
}

/**
 * A manager brings what an applicant filled in: the log tells the manager's person, and the event
 * is the applicant's, under its own rules and no others. Source: domain §2, "import".
 */
export function onBehalf(person: string, project: string): Sender {
  const applicant = project.split('/').at(-1) ?? ''
  return { person, roles: ['applicant'], claims: { applicant } }
}

function keyOf(key: string, index: number): string {
  return createHash('sha256').update(`${key} ${index}`).digest('hex')
}

function shown(name: string, { project, kind, language, event, problems, notes }: ReadWorkbook) {
  return {
    name,
    project,
    kind,
    language,
    event: event === null ? null : { type: event.type, data: event.data },
    problems: [...problems],
    notes: [...notes],
  }
}

function workbookRefused(name: string, { problems }: ReadWorkbook): Problem {
  const items = itemsOf(name, problems)
  return new Problem('workbook-refused', `${firstOf(items)} Nothing was stored.`, { items })
}
