import { join } from 'node:path'
import { catalog } from '../../machines/catalog.ts'
import { phaseOf } from '../../machines/project/phase.ts'
import { readCallFolder, type CallFolder } from '../../src/programme/import/folder.ts'
import { callStart, projectStart } from '../../src/programme/import/starts.ts'
import { deadlines } from '../../src/programme/deadlines.ts'
import { ledger } from '../../src/programme/ledger.ts'
import { projects } from '../../src/programme/projects.ts'
import type { LedgerEntryRow } from '../../src/store/programme/tables.ts'
import { openProgrammeStore } from '../../src/store/programme/store.ts'
import type { EventRow } from '../../src/store/engine/tables.ts'
import { Model } from '../machines/model.ts'
import { move } from './call-moves.ts'
import type { Inspector } from './inspector.ts'
import { hold, textOf } from './miss.ts'
import type { Program } from './program.ts'

export const voorbeeld = join(import.meta.dirname, '../fixtures/voorbeeld')

/** Reads a call folder that must be without errors. */
export async function folderOf(path: string): Promise<CallFolder> {
  const read = await readCallFolder(path)
  if ('folder' in read) return read.folder
  throw new Error(`${path}: ${textOf(read.errors)}`)
}

/** Two calls with a few projects each, on the machines and tables of the programme. */
export function callProgram({ parameters, applicants }: CallFolder): Program {
  return {
    name: 'calls',
    definitions: catalog,
    effects: ['mail', 'publish'],
    participants: async ({ database }) => {
      const store = await openProgrammeStore(database)
      return [ledger(store), projects(store), deadlines(store)]
    },
    startMs: parameters.timeline.launchMs - 86_400_000,
    longestMs: 60 * 86_400_000,
    steps: 120,
    start: (chance, index) => {
      if (index > 1) return undefined
      const own = { ...parameters, id: `call-${index}` }
      const some = applicants.slice(chance.int(applicants.length - 1))
      return {
        root: { id: own.id, machine: 'call', data: callStart(own, some) },
        members: some.map((applicant) => ({
          id: `${own.id}/${applicant.id}`,
          machine: 'project',
          data: projectStart(own, applicant),
        })),
        sender: { person: 'mia', roles: ['manager'] },
      }
    },
    event: (chance, { refold, nowMs }) => {
      const calls = [...refold.groups.keys()]
      const call = calls.length === 0 ? 'call-0' : chance.pick(calls)
      const members = [...refold.instances.values()].filter(({ group }) => group === call)
      const snapshots = new Map(members.map(({ id, snapshot }) => [id, snapshot]))
      return move(chance, call, snapshots, nowMs)
    },
    check: checkMoney,
    compare: compareModel,
  }
}

/** How many postings and rows there were when the money was last looked at. */
const checked = new WeakMap<Inspector, string>()

/** Domain §5: what the accounts of every project and call must satisfy at any time. */
function checkMoney(inspector: Inspector): void {
  const posted = inspector.refold.records.length
  const [count] = inspector.rows<{ rows: number }>('select count(*) as rows from ledger_entry')
  if (checked.get(inspector) === `${posted} ${count?.rows}`) return
  checked.set(inspector, `${posted} ${count?.rows}`)
  const rows = inspector.rows<LedgerEntryRow>(
    'select * from ledger_entry order by instance_id, revision, place',
  )
  checkPostings(inspector, rows)
  const committed = new Map<string, number>()
  const ceilings = new Map<string, number>()
  for (const [id, account] of accountsOf(rows)) {
    const { call } = account
    if (id === call) {
      ceilings.set(call, account.of('ceiling'))
      continue
    }
    const parts = ['reserved', 'payable', 'paid', 'released'].map(account.of)
    const sum = parts.reduce((total, cents) => total + cents, 0)
    const own = -account.of('committed')
    const told = `${id}: ${own} committed, ${textOf(parts)}`
    hold(own === sum && parts.every((cents) => cents >= 0), 'ledger', () => told)
    hold(account.of('receivable') >= 0, 'ledger', () => `${id} has recovered more than it claims`)
    committed.set(call, (committed.get(call) ?? 0) + own)
    const { snapshot } = inspector.refold.instances.get(id)!
    const open = ['reserved', 'payable', 'receivable'].map(account.of)
    const isEnded = phaseOf(snapshot) === 'closed'
    hold(
      !isEnded || open.every((cents) => cents === 0),
      'ledger',
      () => `${id} closed with ${open.join()}`,
    )
  }
  for (const [call, cents] of committed) {
    const ceiling = ceilings.get(call) ?? 0
    hold(cents <= ceiling, 'ledger', () => `${call} commits ${cents} of ${ceiling}`)
  }
}

/** Every posting of a machine is a row, and every row is one. */
function checkPostings({ refold }: Inspector, rows: readonly LedgerEntryRow[]): void {
  const posted = refold.records.flatMap(({ at, params }) =>
    (params as { postings: readonly object[] }).postings.map((posting, place) => ({
      at,
      place,
      ...posting,
    })),
  )
  const stored = rows.map(({ instance_id, revision, place, debit, credit, cents, subject }) => ({
    at: `${instance_id}:${revision}`,
    place,
    debit,
    credit,
    cents,
    subject,
  }))
  const isEqual =
    stored.length === posted.length &&
    stored.map(textOf).toSorted().join() === posted.map(textOf).toSorted().join()
  hold(isEqual, 'ledger', () => `stored ${textOf(stored)}, posted ${textOf(posted)}`)
}

interface Account {
  readonly call: string
  /** Debits less credits, in cents. */
  readonly of: (name: string) => number
}

function accountsOf(rows: readonly LedgerEntryRow[]): ReadonlyMap<string, Account> {
  const sums = new Map<string, { call: string; cents: Map<string, number> }>()
  for (const { instance_id: id, call_id: call, debit, credit, cents } of rows) {
    const account = sums.get(id) ?? { call, cents: new Map<string, number>() }
    sums.set(id, account)
    account.cents.set(debit, (account.cents.get(debit) ?? 0) + cents)
    account.cents.set(credit, (account.cents.get(credit) ?? 0) - cents)
  }
  return new Map(
    [...sums].map(([id, { call, cents }]) => [id, { call, of: (name) => cents.get(name) ?? 0 }]),
  )
}

/** The accepted events, told to the model in memory, lead to the same snapshots. */
function compareModel(inspector: Inspector): void {
  const { refold } = inspector
  const rows = inspector.rows<EventRow>(
    `select * from event where cause in ('start', 'external') order by position`,
  )
  for (const [call, atMs] of refold.groups) {
    const model = new Model(call)
    const starts = rows.filter(({ cause }) => cause === 'start')
    // Members of a group are seen by id, its root first, in whatever order they started.
    const ordered = [
      ...starts.toSorted((a, b) => (a.instance_id < b.instance_id ? -1 : 1)),
      ...rows.filter(({ cause }) => cause !== 'start'),
    ]
    for (const row of ordered) {
      const { definition, group } = refold.instances.get(row.instance_id)!
      if (group !== call) continue
      const data: unknown = JSON.parse(row.data)
      if (row.cause === 'start') {
        const own = catalog.find(({ name }) => name === definition.name)!
        model.start(own, row.instance_id, data, row.at_ms)
        continue
      }
      const { instance_id: to, type, at_ms: at } = row
      const refusal = model.send({ to, type, at, person: row.person!, data })
      hold(refusal === null, 'model', () => `${to}:${row.revision} ${type}: ${textOf(refusal)}`)
    }
    model.advanceTo(atMs)
    for (const id of model.ids()) {
      const { snapshot } = refold.instances.get(id)!
      const own = shown(snapshot)
      const told = shown(model.snapshot(id))
      hold(
        own === told,
        'model',
        () => `${id} is ${apart(own, told)}, the model says ${apart(told, own)}`,
      )
    }
  }
}

/** Digests are salted in the one and not in the other. */
function shown({ value, context, status }: { value: unknown; context: unknown; status: string }) {
  return textOf({ value, context, status }).replaceAll(/"[0-9a-f]{64}"/g, '"digest"')
}

/** Where one text leaves another. */
function apart(text: string, other: string): string {
  const index = text.split('').findIndex((character, place) => character !== other[place])
  return text.slice(Math.max(0, index - 100), index + 100)
}
