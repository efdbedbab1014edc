import type { Finding } from '../../engine/findings.ts'
import type { PublicationFactRow, PublicationRow } from '../../store/programme/tables.ts'
import { versionDigest } from './version-digest.ts'

/** What a version changed, with the facts of it. */
interface Entry {
  readonly call_id: string
  readonly version: number
  readonly instance_id: string
  readonly facts: string | null
}

/**
 * The versions whose digest is not that of what they changed and of the version before, and entries
 * of no version. Both in the order of call and version. A last version that is gone with all of its
 * entries is not found here: who kept the digest that was published, sees it.
 */
export function wrongVersions(
  versions: readonly PublicationRow[],
  entries: readonly Entry[],
): readonly Finding[] {
  const changed = new Map<string, Pick<PublicationFactRow, 'instance_id' | 'facts'>[]>()
  for (const entry of entries) {
    const of = changed.get(keyOf(entry)) ?? []
    changed.set(keyOf(entry), of)
    of.push({ instance_id: entry.instance_id, facts: entry.facts ?? '' })
  }
  const findings: Finding[] = []
  let last: PublicationRow | undefined
  for (const row of versions) {
    const before = last?.call_id === row.call_id ? last : undefined
    const facts = changed.get(keyOf(row)) ?? []
    changed.delete(keyOf(row))
    last = row
    const isNext = row.version === (before?.version ?? 0) + 1
    if (isNext && versionDigest(before?.digest ?? null, row, facts) === row.digest) continue
    for (const table of ['publication', 'publication_entry']) {
      findings.push({ table, row: keyOf(row), message: 'Version and entries do not agree.' })
    }
  }
  for (const key of changed.keys()) {
    findings.push(
      { table: 'publication', row: key, message: 'The version is gone.' },
      { table: 'publication_entry', row: key, message: 'No version made this entry.' },
    )
  }
  return findings
}

function keyOf({ call_id, version }: Pick<Entry, 'call_id' | 'version'>): string {
  return `${call_id} ${version}`
}
