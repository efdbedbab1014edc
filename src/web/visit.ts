import type { FastifyReply, FastifyRequest } from 'fastify'
import { EVERY_CALL, rolesIn, readsAllOf, readsCall } from '../api/access.ts'
import type { Caller } from '../access/caller.ts'
import { callerOf } from '../api/context.ts'
import { taskReaderIn } from '../api/task-reader.ts'
import type { CallInFull } from '../programme/queries.ts'
import type { TaskReader } from '../programme/task-list.ts'
import { movedIn, withoutMoved, type Moved } from './clock/moved.ts'
import { locales, type Locale } from './catalogue.ts'
import type { WebContext } from './context.ts'
import { formats, type Format } from './format.ts'
import { plainSite, type Site } from './site.ts'

/** What every page knows of the one who looks at it. */
export interface Visit {
  readonly caller: Caller
  readonly locale: Locale
  readonly format: Format
  /** Goes into every form; see {@link WebContext.people}. */
  readonly csrf: string
  readonly nowMs: number
  readonly isVirtual: boolean
  /** The call that the page is about; null when the visitor sees none. */
  readonly call: CallInFull | null
  /** All calls that the visitor sees, as id and title. */
  readonly calls: readonly { readonly id: string; readonly title: string }[]
  /** The visitor's roles in the call. */
  readonly roles: readonly string[]
  /** Whether the visitor reads everything of the call, and not only own projects. */
  readonly isAgency: boolean
  /** Path and query of this page. */
  readonly path: string
  readonly site: Site
  /** Where to look for what waits for the visitor. */
  readonly tasks: TaskReader
  /** How much waits for the visitor, counted no further than {@link waitingShown}. */
  readonly waiting: number
  /** What moving the clock has just done; null when it was not moved. */
  readonly moved: Moved | null
}

/** More than this is told as "more". */
export const waitingShown = 99

/** The languages are chosen by hand and remembered. */
export const localeCookie = 'language'

export function localeOf(request: FastifyRequest): Locale {
  const chosen = request.cookies[localeCookie]
  return locales.find((each) => each === chosen) ?? locales[0]
}

/** The call that was looked at last, so that a page that names none is about the same. */
export const callCookie = 'call'

/** The call that the address of a page names; undefined when it names none. */
export function namedCall({ query, params }: FastifyRequest): string | undefined {
  const { call } = { ...(query as object), ...(params as object) } as { readonly call?: unknown }
  return typeof call === 'string' && call.length <= CALL_MAX ? call : undefined
}

const CALL_MAX = 200

/** Who looks, at which call, when, and in which language. `call`: the one that a project is of. */
export async function visitOf(
  context: WebContext,
  request: FastifyRequest,
  call?: string,
): Promise<Visit> {
  const { engine, queries, people } = context
  const caller = callerOf(request)
  const locale = localeOf(request)
  const ids = (await queries.calls()).filter((id) => readsCall(caller, id))
  const asked = call ?? namedCall(request) ?? request.cookies[callCookie]
  const id = ids.find((each) => each === asked) ?? ids[0]
  const found = id === undefined ? undefined : await queries.callInFull(id)
  const titles = await Promise.all(
    ids.map(async (each) => ({ id: each, title: (await queries.title(each))?.[locale] ?? each })),
  )
  const tasks = await taskReaderIn(engine, caller, titles)
  return {
    caller,
    locale,
    format: formats[locale],
    csrf: people.csrfOf(request),
    nowMs: await engine.currentMs(),
    isVirtual: engine.isVirtual,
    call: found ?? null,
    calls: titles,
    roles: rolesIn(caller, id ?? EVERY_CALL),
    isAgency: id !== undefined && readsAllOf(caller, id),
    path: withoutMoved(request.url),
    site: context.site ?? plainSite,
    tasks,
    waiting: await queries.countTasks(tasks, waitingShown + 1),
    moved: engine.isVirtual ? movedIn(request.query) : null,
  }
}

/** A page as the answer. */
export function sendPage(reply: FastifyReply, html: string, status = 200): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').send(html)
}
