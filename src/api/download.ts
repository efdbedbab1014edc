import type { FastifyReply } from 'fastify'

/** Bytes to be kept, never shown within a page: `nosniff` stands in every answer. */
export function sendDownload(
  reply: FastifyReply,
  { name, mediaType, bytes, digest }: Download,
): FastifyReply {
  return reply
    .type(mediaType)
    .header('content-disposition', dispositionOf(name))
    .header('x-content-type-options', 'nosniff')
    .header('etag', `"${digest}"`)
    .send(bytes)
}

export interface Download {
  readonly name: string
  readonly mediaType: string
  readonly bytes: Buffer
  /** SHA-256, hex. */
  readonly digest: string
}

/** RFC 6266: the name in ASCII for old readers, and as it is for all others. */
function dispositionOf(name: string): string {
  const plain = name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\x20-\x7e]|["\\%]/g, '_')
  const full = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${full}`
}
