import type { BatchCheck } from '../../programme/payments/checks.ts'

/** What stands before a word, so that colour is never alone. */
const signs = { good: '✓', warn: '◷', bad: '⚠', plain: '·' } as const

type Tone = keyof typeof signs

/** A state by sign and word. */
export function Tag({ tone, text }: { readonly tone: Tone; readonly text: string }) {
  return (
    <span class={tone === 'plain' ? 'tag' : `tag ${tone}`}>
      {signs[tone]} {text}
    </span>
  )
}

/** How a state of an order, a batch, a payment or a claim is marked. */
export const toneOf: Readonly<Record<string, Tone>> = {
  withoutIban: 'warn',
  due: 'plain',
  proposed: 'warn',
  ordered: 'plain',
  failed: 'bad',
  paid: 'good',
  approved: 'plain',
  answered: 'good',
  waiting: 'plain',
  retried: 'bad',
  announced: 'plain',
  demanded: 'warn',
  overdue: 'bad',
  settled: 'good',
}

export const toneOfCheck: Readonly<Record<BatchCheck['outcome'], Tone>> = {
  ok: 'good',
  attention: 'warn',
  wrong: 'bad',
}
