import type { Refusal } from '../engine/index.ts'

/** A refusal as people read it. */
interface ReadRefusal {
  readonly sentence: string
  /** The conditions that do not hold, in words; null when none was asked. */
  readonly guard: string | null
}

const NOT_TAKEN = /^\S+ does not take (\S+) in \S+?(?: \(([\w, ]+) said no\))?; allowed: /

/**
 * What the runtime says of states and guards, without states: those who need them see the project.
 * What failed in code is told to operators only.
 */
export function readRefusal(id: string, { code, message }: Refusal): ReadRefusal {
  if (code === 'needs-attention') {
    const sentence = `${id}, or what it must tell, waits for an operator; nothing has changed.`
    return { sentence, guard: null }
  }
  const [found, type, guards] = NOT_TAKEN.exec(message) ?? []
  if (found === undefined) return { sentence: message, guard: null }
  const guard = guards === undefined ? null : inWords(guards)
  const why = guard === null ? '' : ` What is missing: ${guard}.`
  return { sentence: `${id} does not take ${type} now.${why}`, guard }
}

/** Names of the machine's conditions that did not hold, where a state did not take an event. */
export function guardsIn(message: string): readonly string[] {
  return NOT_TAKEN.exec(message)?.[2]?.split(', ') ?? []
}

/** What must be so for the events that people send; the rest reads as its name does. */
export const conditionWords: Readonly<Record<string, string>> = {
  hasApplication: 'an application was handed in',
  confirmsAccounts: 'accounts that wait for a confirmation',
  accountsStayOpen: 'accounts may still be handed in',
  beforeBalanceApproval: 'the balance is not approved yet',
  isAdvance: 'the order is that of the advance',
  isBalance: 'the order is that of the balance',
  returnsAdvance: 'the order is that of the advance, and the balance is not approved yet',
  notTerminated: 'the project was not terminated',
  terminates: 'the project is being carried out and was not terminated',
  wasAskedToClarify: 'a clarification was asked for',
  isBalanceClaim: 'the event concerns the claim of the balance decision',
  isEndControlClaim: 'the event concerns the claim of the end control',
  paysInBatches: 'the call pays in batches',
}

/** Guards as sentences; one without a sentence as its name: "final is open". */
function inWords(names: string): string {
  return names
    .split(', ')
    .map((name) =>
      Object.hasOwn(conditionWords, name)
        ? conditionWords[name]
        : name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
    )
    .join(' or ')
}
