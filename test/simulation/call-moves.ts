import type { AnyMachineSnapshot } from 'xstate'
import type { CallContext } from '../../machines/call/context.ts'
import { callEvents } from '../../machines/call/events.ts'
import type { EventEntry } from '../../machines/event-table.ts'
import type { ProjectContext } from '../../machines/project/context.ts'
import { projectEvents } from '../../machines/project/events.ts'
import type { Sender } from '../../src/engine/index.ts'
import { callData } from './call-data.ts'
import type { Chance } from './chance.ts'
import { projectData } from './project-data.ts'

/** What somebody may send to a call or to one of its projects. */
export interface Move {
  readonly to: string
  readonly type: string
  readonly data: unknown
  readonly sender: Sender
}

/** Types that are chosen less often, or more; 10 is usual. */
const weights: Readonly<Record<string, number>> = {
  'application.withdraw': 0.3,
  'application.reject': 0.5,
  'application.reassess': 0.5,
  'application.admit': 25,
  'project.terminate': 0.3,
  'submission.reopen': 2,
  'note.add': 1,
  'project.assign': 1,
  'applicant.update': 1,
  'applicant.succeed': 1,
  'learningNetwork.attend': 1,
  'period.extend': 1,
  'payment.fail': 3,
  'payment.return': 1,
  'deadline.move': 2,
  'receipt.book': 1,
  'ifReview.request': 30,
  'deadlineMove.propose': 3,
}

const people: Readonly<Record<string, readonly string[]>> = {
  reviewer: ['rik', 'roos'],
  manager: ['mia', 'max'],
  inspector: ['ivo'],
  paymaster: ['pol'],
}

/** Something that may well be possible now; one in twelve times, anything at all. */
export function move(
  chance: Chance,
  call: string,
  members: ReadonlyMap<string, AnyMachineSnapshot>,
  nowMs: number,
): Move {
  const projects = [...members.keys()].filter((id) => id !== call)
  const to = projects.length === 0 || chance.percent(22) ? call : chance.pick(projects)
  const snapshot = members.get(to)
  const table = to === call ? callEvents : projectEvents
  const type = typeFor(chance, table, snapshot)
  const entry = table[type]!
  const data =
    to === call
      ? callData(chance, type, snapshot?.context as CallContext, projects, nowMs)
      : projectData(chance, type, snapshot?.context as ProjectContext, nowMs)
  return { to, type, data, sender: senderFor(chance, entry, to) }
}

function typeFor(
  chance: Chance,
  table: Readonly<Record<string, EventEntry>>,
  snapshot: AnyMachineSnapshot | undefined,
): string {
  const handled = new Set<string>()
  for (const node of snapshot?._nodes ?? []) for (const type of node.ownEvents) handled.add(type)
  const possible = Object.keys(table).filter((type) => handled.has(type))
  const isWild = possible.length === 0 || chance.percent(8)
  const types = isWild ? Object.keys(table) : possible
  return chance.weighted(Object.fromEntries(types.map((type) => [type, weights[type] ?? 10])))
}

function senderFor(chance: Chance, { roles }: EventEntry, to: string): Sender {
  const role = chance.percent(97) ? chance.pick(roles) : 'auditor'
  if (role !== 'applicant') return { person: chance.pick(people[role] ?? ['ada']), roles: [role] }
  const applicant = to.split('/').at(-1)!
  return { person: `someone of ${applicant}`, roles: [role], claims: { applicant } }
}
