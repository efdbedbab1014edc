import type { CallContext } from '../../machines/call/context.ts'
import type { Chance } from './chance.ts'
import { dateAt, euro } from './project-data.ts'

const dayMs = 86_400_000

/** A payload for an event of a call. */
export function callData(
  chance: Chance,
  type: string,
  context: CallContext | undefined,
  projects: readonly string[],
  nowMs: number,
): unknown {
  const ahead = () => dateAt(nowMs + chance.between(1, 60) * dayMs)
  switch (type) {
    case 'ifReview.request':
      return chance.percent(30) ? { urgent: true } : {}
    case 'ifReview.suspend':
      return { question: 'Hoe is het bedrag bepaald?' }
    case 'ifReview.advise':
      return {
        outcome: chance.pick(['favourable', 'remarks', 'unfavourable']),
        reference: 'IF/2024/001',
        ...(chance.percent(30) ? { remarks: 'Let op de termijn.' } : {}),
      }
    case 'award.decide':
      return awardData(chance, context?.presented ?? projects, nowMs)
    case 'deadlineMove.propose':
      return {
        deadline: chance.pick(['interimReport', 'finalReport', 'accounts.2024']),
        to: ahead(),
        reason: 'Overmacht',
        ...(chance.percent(30) ? { projects: projects.slice(0, 2) } : {}),
      }
    case 'receipt.book':
      return { amount: '12.50', date: dateAt(nowMs), reference: 'zonder mededeling' }
    case 'paymentBatch.propose':
      return { orders: projects.map((id) => `${id}/advance`), executionDate: ahead() }
    case 'paymentBatch.return':
      return { reason: 'Verkeerde datum' }
    case 'note.add':
      return { text: 'Gebeld.' }
    default:
      return {}
  }
}

function awardData(chance: Chance, projects: readonly string[], nowMs: number): unknown {
  const refused = projects.filter(() => chance.percent(8))
  const lowered = projects.filter((id) => !refused.includes(id) && chance.percent(8))
  return {
    date: dateAt(nowMs - chance.int(3) * dayMs),
    reference: 'VR 2024 0507',
    ...(refused.length === 0
      ? {}
      : { refusals: refused.map((project) => ({ project, reason: 'Geen vraag' })) }),
    ...(lowered.length === 0
      ? {}
      : {
          grants: lowered.map((project) => ({
            project,
            lines: [
              { line: `${project.split('/').at(-1)}-1`, amount: euro(chance.int(3_000_000)) },
            ],
          })),
        }),
  }
}
