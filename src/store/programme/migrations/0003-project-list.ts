import { tablesIn } from '../../database.ts'
import type { EngineTables } from '../../engine/tables.ts'
import type { Migration } from '../../migrate.ts'
import type { ProgrammeTables } from '../tables.ts'

/** What lists are filtered by: the KBO number of the applicant, and a text to search in. */
export const addProjectSearch: Migration = {
  name: 'project-list',
  up: async (trx) => {
    for (const column of ['kbo', 'search']) {
      await trx.schema
        .alterTable('project')
        .addColumn(column, 'text', (definition) => definition.notNull().defaultTo(''))
        .execute()
    }
    const tables = tablesIn<ProgrammeTables & EngineTables>(trx)
    for (const { id } of await tables.selectFrom('project').select('id').execute()) {
      const { snapshot } = await tables
        .selectFrom('instance')
        .select('snapshot')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      const { applicant } = (JSON.parse(snapshot) as Snapshot).context
      await tables
        .updateTable('project')
        .set({ kbo: applicant.kbo, search: searchText(applicant) })
        .where('id', '=', id)
        .execute()
    }
    const indexes = {
      project_name: ['name', 'id'],
      project_due_all: ['next_due_ms', 'id'],
      project_awarded: ['awarded_cents', 'id'],
      project_phase_all: ['phase', 'id'],
      project_kbo: ['kbo', 'id'],
    } as const
    for (const [name, columns] of Object.entries(indexes)) {
      await trx.schema
        .createIndex(name)
        .on('project')
        .columns([...columns])
        .execute()
    }
  },
}

interface Named {
  readonly id: string
  readonly name: string
  readonly kbo: string
  readonly nis: string | null
}

interface Snapshot {
  readonly context: { readonly applicant: Named }
}

/** As it was when this migration was written; what is written since, the programme decides. */
function searchText({ id, name, kbo, nis }: Named): string {
  const text = [name, id, kbo, nis ?? ''].join(' ')
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
}
