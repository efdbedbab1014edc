import type { Kysely } from 'kysely'
import type { Dialect } from '../dialect.ts'
import type { EngineTables } from '../engine/tables.ts'
import { prepare, type Executor } from '../statement.ts'
import type { ProgrammeTables } from './tables.ts'

export type MailSubjectTable = ReturnType<typeof mailSubjectTable>

/** The event that asked for a mail. */
export interface MailSubjectRow {
  readonly call_id: string
  readonly at_ms: number
  /** The applicant; null when the mail is about the call. */
  readonly name: string | null
  /** The applicant's latest address up to a revision; null without, or when it was redacted. */
  readonly email: string | null
}

interface Place {
  readonly instance_id: string
  readonly revision: number
  /** Last revision that may have brought an address. */
  readonly until: number
}

export interface MovedRow {
  readonly instance_id: string
  readonly type: string
}

/** What mails read of the log; read-only. */
export const mailSubjectTable = (db: Kysely<EngineTables & ProgrammeTables>, dialect: Dialect) => {
  const find = prepare<Place, MailSubjectRow>(dialect, (param) =>
    db
      .selectFrom('event')
      .innerJoin('instance', 'instance.id', 'event.instance_id')
      .leftJoin('project', 'project.id', 'event.instance_id')
      .select(['instance.group_id as call_id', 'event.at_ms', 'project.name'])
      .select((eb) =>
        eb
          .selectFrom('text')
          .select('text.text')
          .where('text.instance_id', '=', param('instance_id'))
          .where('text.path', 'in', ['applicant.email', 'email'])
          .where('text.revision', '<=', param('until'))
          .orderBy('text.revision', 'desc')
          .limit(1)
          .as('email'),
      )
      .where('event.instance_id', '=', param('instance_id'))
      .where('event.revision', '=', param('revision')),
  )
  const due = prepare<{ group_id: string; due_ms: number }, { due_ms: number }>(dialect, (param) =>
    db
      .selectFrom('timer')
      .select('due_ms')
      .where('group_id', '=', param('group_id'))
      .where('due_ms', '<=', param('due_ms'))
      .limit(1),
  )
  const names = prepare<{ call_id: string }, { id: string; name: string }>(dialect, (param) =>
    db.selectFrom('project').select(['id', 'name']).where('call_id', '=', param('call_id')),
  )
  const sent = prepare<{ group_id: string; type: string; at_ms: number }, { id: string }>(
    dialect,
    (param) =>
      db
        .selectFrom('event')
        .innerJoin('instance', 'instance.id', 'event.instance_id')
        .select('event.instance_id as id')
        .distinct()
        .where('instance.group_id', '=', param('group_id'))
        .where('event.type', '=', param('type'))
        .where('event.at_ms', '<', param('at_ms')),
  )
  const sentBy = prepare<{ instance_id: string; type: string; at_ms: number }, { id: string }>(
    dialect,
    (param) =>
      db
        .selectFrom('event')
        .select('instance_id as id')
        .where('instance_id', '=', param('instance_id'))
        .where('type', '=', param('type'))
        .where('at_ms', '<=', param('at_ms'))
        .limit(1),
  )
  const moved = prepare<{ group_id: string; from_ms: number; to_ms: number }, MovedRow>(
    dialect,
    (param) =>
      db
        .selectFrom('event')
        .innerJoin('instance', 'instance.id', 'event.instance_id')
        .select(['event.instance_id', 'event.type'])
        .where('instance.group_id', '=', param('group_id'))
        .where('event.cause', '=', 'external')
        .where('event.at_ms', '>=', param('from_ms'))
        .where('event.at_ms', '<', param('to_ms'))
        .orderBy('event.position'),
  )
  return {
    find: (trx: Executor, place: Place) => find.first(trx, place),
    /** Whether a timer of the group is due and still to be applied. */
    hasDue: async (trx: Executor, groupId: string, atMs: number) =>
      (await due.first(trx, { group_id: groupId, due_ms: atMs })) !== undefined,
    /** What the applicants of a call are called now, by project. */
    names: async (trx: Executor, callId: string): Promise<ReadonlyMap<string, string>> =>
      new Map((await names.all(trx, { call_id: callId })).map(({ id, name }) => [id, name])),
    /** Whether an event of this type came to an instance up to and including a time. */
    hasCome: async (trx: Executor, instanceId: string, type: string, atMs: number) =>
      (await sentBy.first(trx, { instance_id: instanceId, type, at_ms: atMs })) !== undefined,
    /** The instances of a group to which an event of this type came before a time. */
    reached: async (trx: Executor, groupId: string, type: string, atMs: number) =>
      (await sent.all(trx, { group_id: groupId, type, at_ms: atMs })).map(({ id }) => id),
    /** What people sent to a group from one time until just before another, in order. */
    moved: (trx: Executor, groupId: string, fromMs: number, toMs: number) =>
      moved.all(trx, { group_id: groupId, from_ms: fromMs, to_ms: toMs }),
  }
}
