import type { Engine } from '../engine/index.ts'
import type { TaskReader } from '../programme/task-list.ts'
import { readsAllOf, readsCall, rolesIn } from './access.ts'
import type { Caller } from '../access/caller.ts'
import type { ApiContext } from './context.ts'

/** Where to look for what waits for a person: in every call that the person sees. */
export async function taskReaderOf(
  { engine, queries }: Pick<ApiContext, 'engine' | 'queries'>,
  caller: Caller,
): Promise<TaskReader> {
  const calls = (await queries.calls()).filter((call) => readsCall(caller, call))
  const titled = calls.map(async (id) => ({ id, title: (await queries.title(id))?.nl ?? id }))
  return taskReaderIn(engine, caller, await Promise.all(titled))
}

/** The same, in these calls. */
export async function taskReaderIn(
  engine: Engine,
  caller: Caller,
  calls: readonly { readonly id: string; readonly title: string }[],
): Promise<TaskReader> {
  return {
    personId: await engine.log.personId(caller.person),
    calls: calls.map(({ id: call, title }) => ({
      call,
      title,
      roles: rolesIn(caller, call),
      // Nobody has the number '': an applicant without an organisation has no project.
      kbo: readsAllOf(caller, call) ? null : (caller.organisation ?? ''),
    })),
  }
}
