import { canonicalJson } from '../../engine/canonical.ts'
import type { AppliedStep } from '../../engine/draft.ts'
import type { Finding } from '../../engine/findings.ts'
import type { Participant } from '../../engine/ports.ts'
import { tablesIn } from '../../store/database.ts'
import type { ProgrammeStore } from '../../store/programme/store.ts'
import type { ProgrammeTables, PublicationFactRow } from '../../store/programme/tables.ts'
import { publicFacts } from './facts.ts'
import { wrongVersions } from './wrong-versions.ts'

/**
 * Keeps every change of what is public of a project, in the event's own transaction: so what is
 * published is a function of the log, however late or often it is asked for. `verify` compares the
 * facts with the log, and the versions with the facts.
 */
export function publicFactsKept({ publication: table }: ProgrammeStore): Participant {
  return {
    name: 'publication',
    write: async (trx, steps) => {
      const awarded = steps.filter(isAwarded)
      if (awarded.length === 0) return
      const ids = [...new Set(awarded.map(({ instanceId }) => instanceId))]
      const rows = await table.latestFacts(trx, ids)
      const latest = new Map(rows.map(({ instance_id, facts }) => [instance_id, facts]))
      const changes = awarded.flatMap((step) => changeOf(step, latest))
      await table.insertFacts(trx, changes)
    },
    verify: async (trx, steps) => {
      const expected = new Map<string, PublicationFactRow>()
      const latest = new Map<string, string>()
      for await (const step of steps) {
        if (!isAwarded(step)) continue
        for (const row of changeOf(step, latest)) expected.set(keyOf(row), row)
      }
      const tables = tablesIn<ProgrammeTables>(trx)
      return [
        ...compare(expected, await table.allFacts(tables)),
        ...wrongVersions(await table.versions(tables, null), await table.allEntries(tables)),
      ]
    },
  }
}

function isAwarded({ machine, snapshot }: AppliedStep): boolean {
  const { award } = snapshot.context as { readonly award?: unknown }
  return machine === 'project' && award != null
}

/** What a step changed; `latest` is brought up to date with it. */
function changeOf(step: AppliedStep, latest: Map<string, string>): readonly PublicationFactRow[] {
  const { instanceId, groupId, revision, at } = step
  const facts = canonicalJson(publicFacts(step.snapshot))
  if (latest.get(instanceId) === facts) return []
  latest.set(instanceId, facts)
  return [{ instance_id: instanceId, revision, call_id: groupId, at_ms: at, facts }]
}

function compare(
  expected: Map<string, PublicationFactRow>,
  stored: readonly PublicationFactRow[],
): readonly Finding[] {
  const table = 'publication_fact'
  const findings: Finding[] = []
  for (const row of stored) {
    const key = keyOf(row)
    const wanted = expected.get(key)
    expected.delete(key)
    if (wanted === undefined) {
      findings.push({ table, row: key, message: 'No event made this public.' })
    } else if (canonicalJson(wanted) !== canonicalJson(row)) {
      findings.push({ table, row: key, message: 'It differs from its log.' })
    }
  }
  for (const key of expected.keys()) findings.push({ table, row: key, message: 'The row is gone.' })
  return findings
}

function keyOf({ instance_id, revision }: PublicationFactRow): string {
  return `${instance_id} ${revision}`
}
