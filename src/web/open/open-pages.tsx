import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isSame, versionIn } from '../../api/open.ts'
import { Problem } from '../../api/problem.ts'
import { locales, type Locale } from '../catalogue.ts'
import type { WebContext } from '../context.ts'
import { openPage, type PageParts } from '../shell.tsx'
import { plainSite } from '../site.ts'
import { sendPage } from '../visit.ts'
import { CallResults, callTitle } from './call-results.tsx'
import { Published, publishedTitle } from './published.tsx'

/**
 * `GET /open`, `/open/:call` and `/open/:call/v:version`: what is published, for everybody to read.
 * The language is part of the address, so that no cookie is needed.
 */
export async function openPages(server: FastifyInstance, context: WebContext): Promise<void> {
  const { openData, site = plainSite } = context
  const { publications } = openData
  const config = { isOpen: true }
  const answer = (request: FastifyRequest, reply: FastifyReply, parts: PageParts) => {
    const locale = languageOf(request)
    const path = request.url.split('?')[0] ?? '/open'
    const inLanguage = (to: Locale) => `${path}?lang=${to}`
    return sendOpen(request, reply, openPage(locale, path, parts, site, inLanguage))
  }
  server.get('/open', { config }, async (request, reply) => {
    const current = await publications.current()
    const editions = await Promise.all(
      current.map(({ call, version }) => publications.edition(call, version)),
    )
    const locale = languageOf(request)
    const published = editions.filter((edition) => edition !== undefined)
    return answer(request, reply, {
      title: publishedTitle[locale],
      children: <Published locale={locale} editions={published} />,
    })
  })
  const showCall = async (request: FastifyRequest, reply: FastifyReply, wanted: number | null) => {
    const { call } = request.params as { readonly call: string }
    const edition = await publications.edition(call, wanted)
    if (edition === undefined) throw notPublished()
    const versions = await publications.versions(call)
    const locale = languageOf(request)
    return answer(request, reply, {
      title: callTitle(locale, edition),
      children: <CallResults locale={locale} edition={edition} versions={versions} />,
    })
  }
  server.get('/open/:call', { config }, async (request, reply) => showCall(request, reply, null))
  server.get('/open/:call/v:version', { config }, async (request, reply) => {
    const { version } = request.params as { readonly version: string }
    const wanted = versionIn(version)
    if (wanted === null) throw notPublished()
    return showCall(request, reply, wanted)
  })
}

function notPublished(): Problem {
  return new Problem('not-found', 'Nothing is published at this address.')
}

function languageOf({ query }: FastifyRequest): Locale {
  const { lang } = query as { readonly lang?: unknown }
  return locales.find((each) => each === lang) ?? locales[0]
}

function sendOpen(request: FastifyRequest, reply: FastifyReply, html: string): FastifyReply {
  const etag = `"${createHash('sha256').update(html).digest('base64url')}"`
  reply
    .header('etag', etag)
    .header('cache-control', 'public, max-age=60')
    .header('access-control-allow-origin', '*')
  if (isSame(request.headers['if-none-match'], etag)) return reply.code(304).send()
  return sendPage(reply, html)
}
