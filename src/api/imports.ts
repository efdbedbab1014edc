import type { FastifyRequest } from 'fastify'
import { startCall } from '../programme/calls.ts'
import { readCallContents, type CallContents } from '../programme/import/contents.ts'
import { errorLine, firstErrors, type ImportError } from '../programme/import/errors.ts'
import { importReport } from '../programme/import/report.ts'
import { isoInstant } from '../programme/moments.ts'
import { hasRole, rolesIn, senderOf } from './access.ts'
import { callerOf, type ApiContext, type ApiServer } from './context.ts'
import { importBody, imported, importHeaders, importQuery } from './import-schemas.ts'
import { Problem, refusal } from './problem.ts'
import * as schema from './schemas.ts'

/** A table of 5 MiB in base64, with its call. */
const BODY_MAX = 8_000_000

/** `POST /calls/import`: a call folder, sent by a manager of the call that it begins. */
export async function imports(server: ApiServer, { engine, tail }: ApiContext): Promise<void> {
  server.post(
    '/calls/import',
    {
      schema: {
        tags: ['acting'],
        querystring: importQuery,
        headers: importHeaders,
        body: importBody,
        response: { 200: imported, ...schema.refusals },
      },
      bodyLimit: BODY_MAX,
      // Before the body, which is large, is read.
      preParsing: async (request) => requireManager(request),
    },
    async (request) => {
      const { query, headers, body } = request
      const caller = callerOf(request)
      const { applicants: sent } = body
      const contents = { format: sent.format, bytes: bytesOf(sent) }
      const read = await readCallContents({ call: body.call, applicants: contents })
      if ('errors' in read) throw wrongFiles(read.errors)
      const { parameters, applicants } = read
      const { id } = parameters
      if (!rolesIn(caller, id).includes('manager')) {
        throw new Problem('not-authorised', `A manager of the call ${id} imports it.`)
      }
      const report = importReport(parameters, applicants, engine.nowMs())
      if (query.dryRun === true) {
        if ((await engine.instance(id)) !== undefined) throw known(id)
        return { report, outcome: null }
      }
      const { 'idempotency-key': key = null } = headers
      const options = { key, requestId: request.id }
      const outcome = await startCall(engine, parameters, applicants, senderOf(caller, id), options)
      if (!outcome.accepted) {
        throw outcome.code === 'event-not-allowed' ? known(id) : refusal(id, outcome)
      }
      tail.nudge()
      const { accepted, instance, revision, at, position } = outcome
      return { report, outcome: { accepted, id: instance, revision, at: isoInstant(at), position } }
    },
  )
}

/** Who manages no call at all need not be listened to. Errors: Problem `not-authorised`. */
function requireManager(request: FastifyRequest): void {
  if (hasRole(callerOf(request), 'manager')) return
  throw new Problem('not-authorised', 'A manager of the call imports it.')
}

function bytesOf({
  format,
  content,
}: {
  readonly format: CallContents['applicants']['format']
  readonly content: string
}): Buffer {
  if (format !== 'xlsx') return Buffer.from(content)
  const bytes = Buffer.from(content, 'base64')
  // Node leaves out what is no base64.
  if (bytes.toString('base64') === content) return bytes
  throw new Problem('invalid-payload', 'The content of a workbook must be its bytes in base64.', {
    field: 'applicants.content',
  })
}

function known(id: string): Problem {
  const detail = `There is a call ${id} already; give this one another id.`
  return new Problem('event-not-allowed', detail)
}

/** Everything that is wrong, at once, each thing at its place. */
function wrongFiles(errors: readonly ImportError[]): Problem {
  const { told, more } = firstErrors(errors)
  const [first] = told
  const items = {
    errors: told.map(({ file, row = null, column = null, cell = null, field, message }) => ({
      file,
      row,
      column,
      cell,
      field,
      message,
    })),
    moreErrors: more,
  }
  const count = errors.length === 1 ? 'One thing is' : `${errors.length} things are`
  const detail = `${count} wrong with what was sent; nothing was changed. First: ${
    first === undefined ? '' : errorLine(first)
  }`
  return new Problem('invalid-payload', detail, { items })
}
