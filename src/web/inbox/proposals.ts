import type { Task } from '../../programme/task-list.ts'
import { lastInstant } from '../../programme/moments.ts'
import { catalogue } from '../catalogue.ts'
import type { WebContext } from '../context.ts'
import type { Visit } from '../visit.ts'
import { deadlineName } from '../words/deadline-name.ts'

/** What is proposed where something waits for approval, in a sentence, by {@link taskKey}. */
export async function proposalsOf(
  context: WebContext,
  visit: Visit,
  items: readonly Task[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const item of items) {
    if (item.proposal === null) continue
    const text = await proposalOf(context, visit, item, item.proposal)
    if (text !== null) found.set(taskKey(item), text)
  }
  return found
}

export function taskKey({ id, type, proposal }: Task): string {
  return `${id} ${type} ${proposal ?? ''}`
}

async function proposalOf(
  { queries }: WebContext,
  { locale, format }: Visit,
  { id, type }: Task,
  proposal: number,
): Promise<string | null> {
  const t = texts[locale]
  switch (type) {
    case 'balance.approve':
    case 'endControl.approve': {
      const open = (await queries.project(id))?.proposal
      if (open?.id !== proposal) return null
      const claimed = format.euro(open.clawbackCents)
      return type === 'balance.approve'
        ? t.balance(format.euro(open.payCents), claimed)
        : t.endControl(claimed)
    }
    case 'clawback.approveWriteOff': {
      const claims = (await queries.project(id))?.claims ?? []
      const writeOff = claims.find((claim) => claim.writeOff?.id === proposal)?.writeOff
      return writeOff == null ? null : t.writeOff(format.euro(writeOff.cents))
    }
    case 'deadlineMove.approve': {
      const move = (await queries.callInFull(id))?.deadlineMove
      if (move?.id !== proposal) return null
      const toMs = lastInstant(move.to)
      const name = deadlineName(locale, move.deadline)
      const count = move.projects?.length ?? null
      return t.move(name, toMs === null ? move.to : format.due(toMs), count)
    }
    case 'paymentBatch.approve': {
      const batch = (await queries.callInFull(id))?.paymentBatch
      if (batch?.id !== proposal) return null
      const total = format.euro(await queries.orderedCents(batch.orders))
      const dateMs = lastInstant(batch.executionDate)
      const date = dateMs === null ? batch.executionDate : format.date(dateMs)
      return t.batch(format.number(batch.orders.length), total, date)
    }
    default:
      return null
  }
}

const texts = catalogue(
  {
    balance: (pay: string, claimed: string) => `${pay} uitbetalen en ${claimed} terugvorderen`,
    endControl: (claimed: string) => `${claimed} terugvorderen`,
    writeOff: (cents: string) => `${cents} kwijtschelden`,
    move: (name: string, to: string, count: number | null) =>
      `termijn ${name} naar ${to}, voor ` +
      (count === null ? 'alle projecten' : count === 1 ? 'één project' : `${count} projecten`),
    batch: (count: string, total: string, date: string) =>
      `${total} in ${count} betaalopdrachten, uit te voeren op ${date}`,
  },
  {
    balance: (pay: string, claimed: string) => `pay ${pay} and claim back ${claimed}`,
    endControl: (claimed: string) => `claim back ${claimed}`,
    writeOff: (cents: string) => `write off ${cents}`,
    move: (name: string, to: string, count: number | null) =>
      `move the deadline ${name} to ${to}, for ` +
      (count === null ? 'all projects' : count === 1 ? 'one project' : `${count} projects`),
    batch: (count: string, total: string, date: string) =>
      `${total} in ${count} payment orders, to be carried out on ${date}`,
  },
)
