import type { FastifyRequest } from 'fastify'
import { Payments } from '../programme/payments/payments.ts'
import { readsAllOf, rolesIn, senderOf } from './access.ts'
import type { Caller, Role } from '../access/caller.ts'
import { callerOf, maySee, type ApiContext, type ApiServer } from './context.ts'
import * as shape from './payment-schemas.ts'
import { notFound, Problem, refusal } from './problem.ts'
import * as schema from './schemas.ts'

/** Who sees accounts of applicants: who pays, who approves, who audits. */
const seesAccounts: readonly Role[] = ['paymaster', 'manager', 'auditor']

/** `GET /payments`, the message of a batch, and the files that come back. */
export async function payments(server: ApiServer, context: ApiContext): Promise<void> {
  const { engine, queries } = context
  const all = new Payments(engine, queries)
  server.get(
    '/payments',
    {
      schema: {
        tags: ['payments'],
        querystring: shape.paymentQuery,
        response: { 200: shape.paymentOverview, ...schema.refusals },
      },
    },
    async (request) => {
      const { call } = request.query
      const caller = await callerIn(context, request, call)
      if (!readsAllOf(caller, call)) throw forbidden('The agency of the call reads its payments.')
      const overview = await all.overview(call, { seesAccounts: hasOneOf(caller, call) })
      if (overview === undefined) throw notFound('call', call)
      return overview
    },
  )
  messages(server, context, all)
  files(server, context, all)
}

function messages(server: ApiServer, context: ApiContext, all: Payments): void {
  server.get(
    '/payments/batches/:id/pain.001.xml',
    {
      schema: {
        tags: ['payments'],
        params: shape.batchParams,
        querystring: shape.paymentQuery,
        response: shape.batchMessage,
      },
    },
    async (request, reply) => {
      const { call } = request.query
      const caller = await callerIn(context, request, call)
      if (!hasOneOf(caller, call)) {
        throw forbidden('A paymaster, manager or auditor of the call gets the message of a batch.')
      }
      const exported = await all.export(call, Number(request.params.id))
      if (!exported.accepted) throw refusal(call, exported)
      reply
        .type('application/xml; charset=utf-8')
        .header('content-disposition', `attachment; filename="${exported.fileName}"`)
      return exported.xml
    },
  )
}

function files(server: ApiServer, context: ApiContext, all: Payments): void {
  for (const [path, take] of [
    ['/payments/status', all.confirm.bind(all)],
    ['/payments/receipts', all.receive.bind(all)],
  ] as const) {
    server.post(
      path,
      {
        schema: {
          tags: ['payments'],
          querystring: schema.sendQuery,
          body: shape.paymentFile,
          response: { 200: shape.takenFile, ...schema.refusals },
        },
      },
      async (request) => {
        const { call, format, content, leaveOut = [] } = request.body
        const caller = await callerIn(context, request, call)
        if (!rolesIn(caller, call).includes('paymaster')) {
          throw forbidden('A paymaster of the call brings files of the bank.')
        }
        const by = { call, sender: senderOf(caller, call), requestId: request.id }
        const options = { dryRun: request.query.dryRun === true, leaveOut }
        const outcome = await take(by, { format, content }, options)
        if ('accepted' in outcome) throw refusal(call, outcome)
        context.tail.nudge()
        return outcome
      },
    )
  }
}

/** The caller, who may see the call. Errors: Problem `not-found`. */
async function callerIn(
  { engine }: ApiContext,
  request: Pick<FastifyRequest, 'caller'>,
  call: string,
): Promise<Caller> {
  const caller = callerOf(request)
  const instance = await engine.instance(call)
  if (instance?.machine !== 'call' || !maySee(caller, instance)) throw notFound('call', call)
  return caller
}

function hasOneOf(caller: Caller, call: string): boolean {
  return rolesIn(caller, call).some((role) => seesAccounts.includes(role))
}

function forbidden(detail: string): Problem {
  return new Problem('not-authorised', detail)
}
