import type { FastifyRequest } from 'fastify'
import type { AttachedFile, Audience } from '../programme/documents/files.ts'
import { kindsFor } from '../programme/documents/kinds.ts'
import { isoInstant } from '../programme/moments.ts'
import { readsAllOf, rolesIn } from './access.ts'
import { callerOf, findTarget, targetOf, type ApiContext, type ApiServer } from './context.ts'
import { fileAsItCame, fileAttached, fileList, fileParams, newFile } from './document-schemas.ts'
import { sendDownload } from './download.ts'
import { bytesOf } from './file-body.ts'
import { Problem } from './problem.ts'
import * as schema from './schemas.ts'

/** What stands around the bytes in a body, and base64 itself. */
const BODY_MORE = 4_000
const BASE64 = 4 / 3

/** The files of calls and projects: listed, attached, and taken out again. */
export async function fileRoutes(server: ApiServer, context: ApiContext): Promise<void> {
  for (const machine of ['call', 'project'] as const) {
    list(server, context, machine)
    attach(server, context, machine)
    download(server, context, machine)
  }
}

function list(server: ApiServer, context: ApiContext, machine: 'call' | 'project'): void {
  server.get(
    `/${machine}s/:id/files`,
    {
      schema: {
        tags: ['reading'],
        params: schema.idParams,
        response: { 200: fileList, ...schema.refusals },
      },
      preValidation: findTarget(context, machine),
    },
    async (request) => {
      const audience = audienceOf(request)
      const found = await context.papers.files.list(targetOf(request).id, audience)
      return { items: found.map((file) => shown(file, audience)) }
    },
  )
}

function attach(server: ApiServer, context: ApiContext, machine: 'call' | 'project'): void {
  const { files } = context.papers
  server.post(
    `/${machine}s/:id/files`,
    {
      schema: {
        tags: ['acting'],
        params: schema.idParams,
        body: newFile,
        response: { 200: fileAttached, ...schema.refusals },
      },
      bodyLimit: Math.ceil(files.maxBytes * BASE64) + BODY_MORE,
      // Before the body, which is large, is read.
      preParsing: async (request) => {
        await findTarget(context, machine)(request)
        if (kindsFor(rolesOf(request), machine).length > 0) return
        throw new Problem('not-authorised', `Your role attaches no file to a ${machine}.`)
      },
    },
    async (request) => {
      const { kind, name, content } = request.body
      const { person } = callerOf(request)
      const bytes = bytesOf(content, 'content')
      const roles = rolesOf(request)
      const attached = await files.attach(targetOf(request), { kind, name, bytes, person, roles })
      if ('refused' in attached) {
        const { code, message, field } = attached.refused
        throw new Problem(code, message, { field })
      }
      const { file, isNew } = attached
      return { file: shown(file, audienceOf(request)), isNew }
    },
  )
}

function download(server: ApiServer, context: ApiContext, machine: 'call' | 'project'): void {
  server.get(
    `/${machine}s/:id/files/:file`,
    {
      schema: { tags: ['reading'], params: fileParams, response: fileAsItCame },
      preValidation: findTarget(context, machine),
    },
    async (request, reply) => {
      const id = request.params.file
      const found = await context.papers.files.read(targetOf(request).id, id, audienceOf(request))
      if (found === undefined) throw new Problem('not-found', `There is no file ${id}.`)
      return sendDownload(reply, { ...found.file, bytes: found.bytes })
    },
  )
}

/** Whether the caller sees all files of what the path names. */
function audienceOf(request: Pick<FastifyRequest, 'caller' | 'target'>): Audience {
  return readsAllOf(callerOf(request), targetOf(request).groupId) ? 'agency' : 'applicant'
}

function rolesOf(request: Pick<FastifyRequest, 'caller' | 'target'>): readonly string[] {
  return rolesIn(callerOf(request), targetOf(request).groupId)
}

/** People of the agency are no business of applicants. */
function shown({ atMs, person, instance: _, ...file }: AttachedFile, audience: Audience) {
  return { ...file, at: isoInstant(atMs), person: audience === 'agency' ? person : '' }
}
