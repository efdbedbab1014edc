import type { AccessTransaction } from '../store/access/store.ts'
import type { GrantRow, UserRow } from '../store/access/tables.ts'
import { OPERATOR, type Actor, type AuditAction } from './audit.ts'
import type { Role } from './caller.ts'
import type { AccessContext } from './context.ts'
import { deny, done, type Denied, type Result } from './refusal.ts'
import { isMoneyRole, wrongRole, type RoleInCall } from './roles.ts'
import { newId } from './secrets.ts'

/** A role that somebody holds, or that waits for a second admin. */
export interface Grant extends RoleInCall {
  readonly id: string
  readonly user: string
  readonly status: GrantRow['status']
  readonly grantedBy: string
  readonly grantedMs: number
  readonly confirmedBy: string | null
}

/**
 * Gives and takes roles. Nobody gives one to oneself; one that reaches money holds only once a
 * second admin has confirmed it. What the host's operator gives counts as proposed by a first one,
 * except while there is no admin who could confirm anything.
 */
export class Grants {
  readonly #context: AccessContext

  constructor(context: AccessContext) {
    this.#context = context
  }

  /** Refusals: `invalid-payload`, `not-found`, `four-eyes`, `event-not-allowed`. */
  async give(user: string, wanted: RoleInCall, actor: Actor): Promise<Result<Grant>> {
    const wrong = wrongRole(wanted)
    if (wrong !== null) return deny('invalid-payload', wrong[1], { field: wrong[0] })
    if (actor.person === user) {
      return this.#refuse('grant.give', user, wanted, actor, nobodyToOneself)
    }
    return this.#context.store.transaction(async (trx) => {
      const person = await this.#context.store.user.held(trx, user)
      const refused = await this.#cannotTake(trx, person, wanted)
      if (refused !== null || person === undefined) return { denied: refused ?? noSuchPerson }
      const waits = isMoneyRole(wanted.role) && !(await this.#mayGiveAlone(trx, actor))
      return done(await this.#insert(trx, person.id, wanted, waits ? 'proposed' : 'active', actor))
    })
  }

  /** By another admin than the one who proposed it. Refusals as for {@link give}. */
  async confirm(id: string, actor: Actor): Promise<Result<Grant>> {
    return this.#change(id, actor, 'grant.confirm', 'proposed', (row) => ({
      ...row,
      status: 'active',
      confirmed_by: actor.person,
      confirmed_ms: this.#context.clock.nowMs(),
    }))
  }

  /** Ends a proposal. */
  async withdraw(id: string, actor: Actor): Promise<Result<Grant>> {
    return this.#change(id, actor, 'grant.withdraw', 'proposed', (row) =>
      this.#ended(row, 'withdrawn', actor),
    )
  }

  /** Takes a role away; it counts from the next request on. */
  async revoke(id: string, actor: Actor): Promise<Result<Grant>> {
    return this.#change(id, actor, 'grant.revoke', 'active', (row) =>
      this.#ended(row, 'revoked', actor),
    )
  }

  /** Proposed and held roles, by person. */
  async openOf(users: readonly string[]): Promise<ReadonlyMap<string, readonly Grant[]>> {
    const { store } = this.#context
    const rows = users.length === 0 ? [] : await store.grant.open(store.reader, users)
    const found = new Map<string, Grant[]>()
    for (const row of rows) {
      const grants = found.get(row.user_id) ?? []
      found.set(row.user_id, [...grants, grantOf(row)])
    }
    return found
  }

  /** Takes away every role of a person, proposed ones too. */
  async endAll(trx: AccessTransaction, user: string, actor: Actor): Promise<void> {
    for (const row of await this.#context.store.grant.open(trx, [user])) {
      const status = row.status === 'active' ? 'revoked' : 'withdrawn'
      await this.#write(trx, this.#ended(row, status, actor))
    }
  }

  /** Makes the roles of a person those that the provider, or the demo, says; nobody confirms them. */
  async replace(
    trx: AccessTransaction,
    user: string,
    wanted: readonly RoleInCall[],
    actor: Actor,
  ): Promise<void> {
    const rows = await this.#context.store.grant.open(trx, [user])
    const isWanted = (row: GrantRow) =>
      row.status === 'active' && wanted.some((each) => keyOf(each) === keyOfRow(row))
    for (const row of rows.filter((each) => !isWanted(each))) {
      await this.#write(trx, this.#ended(row, 'revoked', actor))
      await this.#note(trx, 'grant.revoke', row.user_id, roleOf(row), actor)
    }
    const held = new Set(rows.filter(isWanted).map(keyOfRow))
    for (const each of wanted) {
      if (held.has(keyOf(each))) continue
      held.add(keyOf(each))
      await this.#insert(trx, user, each, 'active', actor)
    }
  }

  /** Whether there is an admin who can sign in. */
  async hasUsableAdmin(trx: AccessTransaction): Promise<boolean> {
    const admins = await this.#context.store.grant.holders(trx, 'admin')
    const { hasProvider } = this.#context
    return admins.some(({ source, password }) =>
      hasProvider ? source === 'oidc' : source === 'local' && password !== null,
    )
  }

  async #mayGiveAlone(trx: AccessTransaction, { person }: Actor): Promise<boolean> {
    return person === OPERATOR && !(await this.hasUsableAdmin(trx))
  }

  async #cannotTake(
    trx: AccessTransaction,
    person: UserRow | undefined,
    wanted: RoleInCall,
  ): Promise<Denied | null> {
    if (person === undefined) return noSuchPerson
    if (person.source !== 'local') {
      const message = 'The roles of this person come from elsewhere, at every sign-in.'
      return { code: 'event-not-allowed', message }
    }
    if (person.status !== 'active') {
      return { code: 'event-not-allowed', message: 'This person’s account is disabled.' }
    }
    const open = await this.#context.store.grant.open(trx, [person.id])
    return open.some((row) => keyOfRow(row) === keyOf(wanted))
      ? {
          code: 'event-not-allowed',
          message: 'The person has this role, or it is proposed already.',
        }
      : null
  }

  async #insert(
    trx: AccessTransaction,
    user: string,
    { role, call }: RoleInCall,
    status: 'proposed' | 'active',
    actor: Actor,
  ): Promise<Grant> {
    const row: GrantRow = {
      id: newId(),
      user_id: user,
      role,
      call_id: call,
      status,
      granted_by: actor.person,
      granted_ms: this.#context.clock.nowMs(),
      confirmed_by: null,
      confirmed_ms: null,
      ended_by: null,
      ended_ms: null,
    }
    await this.#context.store.grant.insert(trx, row)
    const action = status === 'proposed' ? 'grant.propose' : 'grant.give'
    await this.#note(trx, action, user, { role, call }, actor)
    return grantOf(row)
  }

  async #change(
    id: string,
    actor: Actor,
    action: AuditAction,
    from: GrantRow['status'],
    changed: (row: GrantRow) => GrantRow,
  ): Promise<Result<Grant>> {
    const { store } = this.#context
    const found = await store.grant.byId(store.reader, id)
    if (found === undefined) return deny('not-found', 'There is no such role of anybody.')
    if (action === 'grant.confirm' && [found.user_id, found.granted_by].includes(actor.person)) {
      return this.#refuse(action, found.user_id, roleOf(found), actor, anotherAdmin)
    }
    return store.transaction(async (trx) => {
      const person = await store.user.held(trx, found.user_id)
      const row = await store.grant.byId(trx, id)
      if (row?.status !== from || person?.status !== 'active') {
        const word = from === 'proposed' ? 'proposed' : 'held'
        return deny('event-not-allowed', `The role is not ${word} any more.`)
      }
      const after = changed(row)
      await this.#write(trx, after)
      await this.#note(trx, action, row.user_id, roleOf(row), actor)
      return done(grantOf(after))
    })
  }

  #ended(row: GrantRow, status: 'withdrawn' | 'revoked', { person }: Actor): GrantRow {
    return { ...row, status, ended_by: person, ended_ms: this.#context.clock.nowMs() }
  }

  async #write(trx: AccessTransaction, { id, ...change }: GrantRow): Promise<void> {
    await this.#context.store.grant.update(trx, id, change)
  }

  async #note(
    trx: AccessTransaction,
    action: AuditAction,
    subject: string,
    role: RoleInCall,
    { person, requestId }: Actor,
  ): Promise<void> {
    const note = { action, actor: person, subject, detail: keyOf(role), requestId }
    await this.#context.audit.note(trx, note)
  }

  async #refuse(
    action: AuditAction,
    subject: string,
    role: RoleInCall,
    { person, requestId }: Actor,
    denied: Denied,
  ): Promise<{ readonly denied: Denied }> {
    const note = { action, subject, detail: keyOf(role), requestId }
    await this.#context.audit.refused({ ...note, outcome: denied.code, actor: person })
    return { denied }
  }
}

const noSuchPerson: Denied = { code: 'not-found', message: 'There is no such person.' }
const nobodyToOneself: Denied = {
  code: 'four-eyes',
  message: 'Nobody gives a role to oneself; another admin does.',
}
const anotherAdmin: Denied = {
  code: 'four-eyes',
  message: 'Another admin than the one who proposed it, and than the person, must confirm it.',
}

function keyOf({ role, call }: RoleInCall): string {
  return `${call}:${role}`
}

function keyOfRow({ role, call_id: call }: GrantRow): string {
  return `${call}:${role}`
}

function roleOf({ role, call_id: call }: GrantRow): RoleInCall {
  return { role: role as Role, call }
}

function grantOf(row: GrantRow): Grant {
  return {
    ...roleOf(row),
    id: row.id,
    user: row.user_id,
    status: row.status,
    grantedBy: row.granted_by,
    grantedMs: row.granted_ms,
    confirmedBy: row.confirmed_by,
  }
}
