import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { maySee } from '../../api/context.ts'
import { sendDownload } from '../../api/download.ts'
import { notFound, Problem } from '../../api/problem.ts'
import type { Instance } from '../../engine/index.ts'
import { kindsFor } from '../../programme/documents/kinds.ts'
import type { WebContext } from '../context.ts'
import { readUpload, withUploads, type UploadedForm } from '../forms/upload.ts'
import { pathOf } from '../paths.ts'
import { sendPage, visitOf, type Visit } from '../visit.ts'
import { filePage, type ShownPapers } from './documents-view.tsx'
import { faultText, formFaultText } from './fault-text.ts'

/** Letters and files of calls and projects: had as they are, and files attached. */
export async function documentPages(server: FastifyInstance, context: WebContext): Promise<void> {
  const { papers } = context
  const config = { cost: 'drawing' } as const
  server.get(
    '/projects/:call/:applicant/letters/:letter.pdf',
    { config },
    async (request, reply) => {
      const { target } = await targetOf(context, request)
      const { letter = '' } = request.params as Record<string, string>
      const { language } = request.query as { readonly language?: unknown }
      const made = await papers.letters.make(target.id, letter, language === 'en' ? 'en' : 'nl')
      if (made === undefined) throw new Problem('not-found', `There is no letter ${letter}.`)
      return sendDownload(reply, { ...made, name: made.fileName, mediaType: 'application/pdf' })
    },
  )
  const paths = ['/calls/:call/files', '/projects/:call/:applicant/files']
  for (const path of paths) {
    server.get(`${path}/:file`, async (request, reply) => {
      const { target, visit } = await targetOf(context, request)
      const { file = '' } = request.params as Record<string, string>
      const id = /^\d{1,9}$/.test(file) ? Number(file) : 0
      const found = await papers.files.read(target.id, id, audienceOf(visit))
      if (found === undefined) throw new Problem('not-found', `There is no file ${file}.`)
      return sendDownload(reply, { ...found.file, bytes: found.bytes })
    })
  }
  await withUploads(server, async (pages) => {
    for (const path of paths) {
      pages.post(path, (request, reply) => attach(context, request, reply))
    }
  })
}

async function attach(
  context: WebContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { target, visit } = await targetOf(context, request)
  const { files } = context.papers
  const shown = await papersFor(context, visit, target)
  const again = (error: string, status: number) =>
    sendPage(reply, filePage(visit, shown, error), status)
  const large = { code: 'too-large', why: 'large', message: '', field: '' } as const
  let form: UploadedForm
  try {
    form = await readUpload(request, { files: 1, bytes: files.maxBytes })
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'too-large') throw error
    return again(faultText(visit.locale, large, files.maxBytes), error.statusCode)
  }
  const { csrf = '', kind = '' } = form.fields
  if (!context.people.isFromOwnPage(request, csrf)) {
    return again(formFaultText(visit.locale, 'renewed'), 403)
  }
  const [file] = form.files
  if (file === undefined) return again(formFaultText(visit.locale, 'nothing'), 400)
  const { person } = visit.caller
  const attached = await files.attach(target, { kind, person, roles: visit.roles, ...file })
  if ('refused' in attached) {
    const { refused } = attached
    const { statusCode } = new Problem(refused.code, refused.message)
    return again(faultText(visit.locale, refused, files.maxBytes), statusCode)
  }
  return reply.redirect(`${pathOf(target.id)}#documents`, 303)
}

/** The papers of a call or project that a visitor may see, and what the visitor may add. */
export async function papersFor(
  { papers: { letters, files }, people }: WebContext,
  visit: Visit,
  { id, machine }: Instance,
): Promise<ShownPapers> {
  const audience = audienceOf(visit)
  const found = await files.list(id, audience)
  const persons = audience === 'agency' ? [...new Set(found.map(({ person }) => person))] : []
  return {
    id,
    letters: machine === 'project' ? await letters.list(id) : [],
    files: found,
    names: await people.namesOf(persons),
    kinds: kindsFor(visit.roles, machine === 'project' ? 'project' : 'call'),
    maxBytes: files.maxBytes,
  }
}

function audienceOf({ isAgency }: Visit): 'agency' | 'applicant' {
  return isAgency ? 'agency' : 'applicant'
}

/** Errors: Problem `not-found`, also for what the visitor may not see. */
async function targetOf(context: WebContext, request: FastifyRequest) {
  const { call = '', applicant } = request.params as Record<string, string>
  const id = applicant === undefined ? call : `${call}/${applicant}`
  const visit = await visitOf(context, request, call)
  const target = await context.engine.instance(id)
  const machine = applicant === undefined ? 'call' : 'project'
  if (target?.machine !== machine || !maySee(visit.caller, target)) throw notFound(machine, id)
  return { target, visit }
}
