import { operator } from '../../src/access/audit.ts'
import type { App } from '../../src/app.ts'
import { workbookKinds } from '../../src/programme/workbooks/kinds.ts'
import { must } from '../access/must.ts'
import { png } from '../programme/documents/contents.ts'
import type { Chance } from '../simulation/chance.ts'
import { encoded, nasty } from './fuzzed-request.ts'

/** What there is to be named in a path. */
export interface Known {
  /** By the part of a path that stands before them: `calls`, `users`. */
  readonly ids: Readonly<Record<string, readonly string[]>>
  /** Of each call and project; a call has no letters. */
  readonly letters: Readonly<Record<string, readonly string[]>>
  readonly files: Readonly<Record<string, readonly string[]>>
}

const calls = ['voorbeeld']
const projects = ['voorbeeld/gent', 'voorbeeld/aalst', 'voorbeeld/boom']

/** Attaches files, adds a person with a role, and tells of all that can be asked for. */
export async function makeKnown(app: App): Promise<Known> {
  const { access } = app
  const letters: Record<string, readonly string[]> = {}
  const files: Record<string, readonly string[]> = {}
  for (const id of [...calls, ...projects]) {
    letters[id] = (await app.papers.letters.list(id)).map((each) => each.id)
    files[id] = await attach(app, id)
  }
  const person = { name: 'Nel', login: 'nel', organisation: null }
  const { id } = must(await access.users.add(person, operator))
  const grant = must(await access.grants.give(id, { call: 'voorbeeld', role: 'manager' }, operator))
  const none = ['1', 'none']
  const ids = { calls, projects, users: [id], grants: [grant.id], batches: ['1', '30', '999'] }
  return { ids: { ...ids, tokens: none, calendars: none }, letters, files }
}

/** One that applicants read, and one that they do not. */
async function attach({ engine, papers }: App, id: string): Promise<readonly string[]> {
  const to = await engine.instance(id)
  if (to === undefined) throw new Error(`There is no ${id}.`)
  const by = { bytes: png, person: 'mia', roles: ['manager'] }
  const numbers: string[] = []
  for (const kind of ['awardDecree', 'internal']) {
    const attached = await papers.files.attach(to, { kind, name: `${kind}.png`, ...by })
    if ('refused' in attached) throw new Error(attached.refused.message)
    numbers.push(String(attached.file.id))
  }
  return numbers
}

const noLetters = ['1-award', '999-receipt', '4-nothing', '04-receipt', '4-RECEIPT', '4-', 'x-y']
const noFiles = ['0', '999', '01', '1.0', '1e0', '-1', '2147483648']

/** A path of the document, filled in: mostly with what is there, and is of the one it is asked of. */
export function pathOf(chance: Chance, path: string, known: Known): string {
  const [before = ''] = /\w+(?=\/\{id\})/.exec(path) ?? []
  const id = chance.percent(88) ? chance.pick(known.ids[before] ?? ['none']) : chance.pick(nasty)
  const part = (own: readonly string[] = [], others: readonly string[]) => {
    if (own.length > 0 && chance.percent(70)) return chance.pick(own)
    return chance.pick(chance.percent(67) ? others : nasty)
  }
  const fillings: Readonly<Record<string, () => string>> = {
    id: () => id,
    kind: () => part(workbookKinds, nasty),
    letter: () => part(known.letters[id], [...noLetters, ...Object.values(known.letters).flat()]),
    file: () => part(known.files[id], [...noFiles, ...Object.values(known.files).flat()]),
  }
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const fill = fillings[name]
    if (fill === undefined) throw new Error(`Nothing is known to fill in for ${name}.`)
    return encoded(fill())
  })
}
