import type { PublisherConfig } from '../../../config.ts'

/** An organisation of the Belgian register, as org-id.guide writes it. */
export function organisationId(kbo: string): string {
  return `BE-BCE_KBO-${kbo}`
}

/** The same of who publishes; a name of our own where no number was given. */
export function publisherId({ kbo, name }: PublisherConfig): string {
  if (kbo !== null) return organisationId(kbo)
  const plain = name.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return `mijlpaal-${plain.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '')}`
}
