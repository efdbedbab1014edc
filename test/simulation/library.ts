import type { SendOptions, StartOptions } from '../../src/engine/index.ts'
import { library } from '../engine/example.ts'
import type { Chance } from './chance.ts'
import type { Inspector } from './inspector.ts'
import type { Program } from './program.ts'

const readers = ['ann', 'bob', 'cis']

/** A library with a few shelves, and loans that fall due together. */
export const libraryProgram: Program = {
  name: 'library',
  definitions: library,
  effects: ['remind'],
  participants: async () => [],
  startMs: Date.UTC(2025, 0, 31),
  longestMs: 40 * 86_400_000,
  steps: 60,
  start,
  event,
  check: () => {},
  compare: () => {},
}

function start(chance: Chance, index: number): StartOptions | undefined {
  if (index > 9) return undefined
  const shelf = `shelf-${index}`
  const loans = Array.from({ length: chance.between(1, 5) }, (_, each) => ({
    id: `loan-${index}-${each}`,
    machine: chance.percent(2) ? 'lone' : 'loan',
    data: { title: `Book ${each}`, shelf },
  }))
  return {
    root: { id: shelf, machine: 'shelf' },
    members: loans,
    sender: { person: chance.pick(readers), roles: ['librarian'] },
  }
}

function event(chance: Chance, inspector: Inspector): SendOptions {
  const person = chance.pick(readers)
  const reader = { person, roles: ['reader'] }
  const librarian = { person, roles: ['librarian'] }
  const kind = chance.weighted({ renew: 30, back: 25, close: 10, internal: 3, wrong: 5, lost: 2 })
  switch (kind) {
    case 'renew':
      return { to: someone(chance, inspector, 'lent'), type: 'book.renew', sender: reader }
    case 'back': {
      const to = someone(chance, inspector, chance.pick(['lent', 'overdue']))
      return { to, type: 'book.return', data: remarks(chance), sender: reader }
    }
    case 'close':
      return { to: someone(chance, inspector, 'open'), type: 'shelf.close', sender: librarian }
    case 'internal': {
      const type = chance.pick(['book.lost', 'xstate.init', 'xstate.after.due.loan.lent'])
      return { to: someone(chance, inspector, 'open'), type, sender: librarian }
    }
    case 'wrong': {
      const to = someone(chance, inspector, 'lent')
      return { to, type: 'book.return', data: { remarks: 1 }, sender: reader }
    }
    case 'lost':
      return { to: 'loan-nowhere', type: 'book.return', sender: reader }
    default:
      return kind satisfies never
  }
}

/** An instance in that state, now and then in another. */
function someone(chance: Chance, { refold }: Inspector, state: string): string {
  const known = [...refold.instances.values()]
  const fit = known.filter(({ snapshot }) => snapshot.value === state)
  const from = fit.length > 0 && chance.percent(90) ? fit : known
  return from.length === 0 ? 'loan-nowhere' : chance.pick(from).id
}

function remarks(chance: Chance): object {
  return {
    ...(chance.percent(50) ? { remark: chance.pick(['', 'Torn', 'Wet']) } : {}),
    ...(chance.percent(30) ? { witness: chance.pick([...readers, 'dot']) } : {}),
  }
}
