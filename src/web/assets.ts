import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import type { Site } from './site.ts'

const own = (name: string) => fileURLToPath(new URL(`assets/${name}`, import.meta.url))

/** Everything that pages load besides themselves; all of it comes from here. */
const sources = {
  'style.css': { file: own('style.css'), type: 'text/css; charset=utf-8' },
  'page.js': { file: own('page.js'), type: 'text/javascript; charset=utf-8' },
  'htmx.js': {
    file: createRequire(import.meta.url).resolve('htmx.org/dist/htmx.min.js'),
    type: 'text/javascript; charset=utf-8',
  },
  'icon.svg': { file: own('icon.svg'), type: 'image/svg+xml' },
} as const

type AssetName = keyof typeof sources

const assets = new Map(
  (Object.keys(sources) as AssetName[]).map((name) => {
    const content = readFileSync(sources[name].file)
    const digest = createHash('sha256').update(content).digest('base64url').slice(0, 12)
    return [name, { content, digest, type: sources[name].type }] as const
  }),
)

/** Where an asset is; another content has another path, so that it may be kept for ever. */
export function assetPath(name: AssetName): string {
  return `/assets/${assets.get(name)?.digest ?? ''}/${name}`
}

/** `GET /assets/<digest>/<name>`, and the logo of a site that has one; for everybody. */
export async function serveAssets(server: FastifyInstance, { logo }: Site): Promise<void> {
  const config = { isOpen: true, rateLimit: false } as const
  if (logo !== null) {
    server.get(logo.path, { config }, async (_request, reply) =>
      reply.type('image/svg+xml').header('cache-control', 'public, max-age=3600').send(logo.svg),
    )
  }
  for (const [name, { content, type }] of assets) {
    server.get(assetPath(name), { config }, async (_request, reply) =>
      reply.type(type).header('cache-control', 'public, max-age=31536000, immutable').send(content),
    )
  }
}
