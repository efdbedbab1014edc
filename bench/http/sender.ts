import { operator } from '../../src/access/audit.ts'
import type { Access } from '../../src/access/access.ts'
import type { Result } from '../../src/access/refusal.ts'

/** Who sends the requests of the bench. */
export interface BenchSender {
  readonly person: string
  /** What the person's program sends along: a real token, which is looked up for each request. */
  readonly headers: Readonly<Record<string, string>>
}

/** A person who sees every call, and may do what a manager may. */
export const newSender = async (access: Access): Promise<BenchSender> => {
  const { id } = done(await access.users.add({ name: 'Bench', login: 'bench' }, operator))
  done(await access.grants.give(id, { role: 'manager', call: '*' }, operator))
  const token = { name: 'bench', scope: 'write', days: 1 } as const
  const { secret } = done(await access.tokens.add(id, token, operator))
  return { person: id, headers: { authorization: `Bearer ${secret}` } }
}

const done = <T>(result: Result<T>): T => {
  if ('denied' in result) throw new Error(result.denied.message)
  return result.done
}
