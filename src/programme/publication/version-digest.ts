import { createHash } from 'node:crypto'
import { canonicalJson } from '../../engine/canonical.ts'
import type { PublicationFactRow, PublicationRow } from '../../store/programme/tables.ts'

/**
 * What a version stands for: SHA-256 (hex) over the digest of the version before it (null for the
 * first), its number, time and publisher, and the facts that it changed, by instance. Not over when
 * it was noted: that depends on how late a worker was.
 */
export function versionDigest(
  previous: string | null,
  { call_id, version, at_ms, publisher }: Omit<PublicationRow, 'digest' | 'noted_at_ms'>,
  changed: readonly Pick<PublicationFactRow, 'instance_id' | 'facts'>[],
): string {
  const covered = canonicalJson({
    previous,
    call: call_id,
    version,
    at: at_ms,
    publisher,
    changed: changed.map(({ instance_id, facts }) => [instance_id, facts]),
  })
  return createHash('sha256').update(covered).digest('hex')
}
