import type { Migration } from '../../migrate.ts'

/** The projects of a phase by their next date: a column of the board is read along it. */
export const addProjectBoard: Migration = {
  name: 'project-board',
  up: async (trx) => {
    await trx.schema
      .createIndex('project_board')
      .on('project')
      .columns(['call_id', 'phase', 'next_due_ms', 'id'])
      .execute()
  },
}
