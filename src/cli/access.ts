import type { App } from '../app.ts'
import type { Person } from '../access/context.ts'
import type { Result } from '../access/refusal.ts'
import { wrongRole, type RoleInCall } from '../access/roles.ts'
import type { Role } from '../access/caller.ts'
import { CommandError } from './output.ts'

/** What was done; a refusal is told as other commands tell theirs. */
export function take<T>(result: Result<T>): T {
  if ('denied' in result) throw new CommandError(`${result.denied.code}: ${result.denied.message}`)
  return result.done
}

/** A person by login name, or by id. */
export async function personNamed({ access }: App, name: string): Promise<Person> {
  const person = await access.users.find(name)
  if (person !== undefined) return person
  throw new CommandError(`There is no person ${name}; user list shows who there is.`)
}

/** `<call>:<role>`, with `*` for every call. */
export function parseRole(text: string): RoleInCall {
  const cut = text.lastIndexOf(':')
  const [call, role] = [text.slice(0, Math.max(0, cut)), text.slice(cut + 1)]
  if (cut < 1) throw new CommandError(`${text} is no role; give <call>:<role>, or *:<role>.`)
  const wrong = wrongRole({ role, call })
  if (wrong !== null) throw new CommandError(wrong[1])
  return { role: role as Role, call }
}
