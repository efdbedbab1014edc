import type { Kysely } from 'kysely'
import type { EngineTables } from '../engine/tables.ts'

export type AccountTable = ReturnType<typeof accountTable>

/** An IBAN that an event of a project brought. */
export interface AccountRow {
  readonly instance_id: string
  readonly salt: string
  readonly text: string
}

/** The bank accounts that stand beside the log; read-only. */
export const accountTable = (db: Kysely<Pick<EngineTables, 'instance' | 'text'>>) => ({
  /** Every IBAN that projects of a group ever had and that was not redacted. */
  ofGroup: (groupId: string): Promise<readonly AccountRow[]> =>
    db
      .selectFrom('text')
      .innerJoin('instance', 'instance.id', 'text.instance_id')
      .select(['text.instance_id', 'text.salt', 'text.text'])
      .where('instance.group_id', '=', groupId)
      .where('text.path', 'in', ['applicant.iban', 'iban'])
      .where('text.text', 'is not', null)
      .where('text.salt', 'is not', null)
      .$narrowType<AccountRow>()
      .execute(),
})
