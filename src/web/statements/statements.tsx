import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ComponentChildren } from 'preact'
import type { Authenticator } from '../../access/caller.ts'
import type { WebContext } from '../context.ts'
import { openPage, page } from '../shell.tsx'
import { plainSite } from '../site.ts'
import { localeOf, sendPage, visitOf } from '../visit.ts'
import { Accessibility, accessibilityTitle } from './accessibility.tsx'
import { Privacy, privacyTitle } from './privacy.tsx'

const pages = [
  { path: '/accessibility', title: accessibilityTitle, Content: Accessibility },
  { path: '/privacy', title: privacyTitle, Content: Privacy },
] as const

/** `GET /accessibility` and `GET /privacy`, for everybody. */
export async function statements(
  server: FastifyInstance,
  context: WebContext,
  authenticator: Authenticator,
): Promise<void> {
  const { site = plainSite } = context
  for (const { path, title, Content } of pages) {
    server.get(path, { config: { isOpen: true } }, async (request: FastifyRequest, reply) => {
      const locale = localeOf(request)
      const children: ComponentChildren = (
        <div class="narrow">
          <Content locale={locale} site={site} />
        </div>
      )
      request.caller = await authenticator.authenticate(request)
      const parts = { title: title[locale], children }
      return sendPage(
        reply.header('cache-control', 'no-store'),
        request.caller === null
          ? openPage(locale, path, parts, site)
          : page(await visitOf(context, request), parts),
      )
    })
  }
}
