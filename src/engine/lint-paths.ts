import type { Parts, StatePart } from './xstate-parts.ts'

/**
 * Which states can be reached, and from which the end can be. Both look at states one by one and
 * take every guard as possible; so they stay fast with many parallel regions, and what they report
 * is certain.
 */

/** Ids of states that nothing leads to. */
export const unreachableStates = ({ root, states }: Parts): readonly string[] => {
  const reached = new Set<StatePart>()
  const enter = (state: StatePart): void => {
    if (reached.has(state)) return
    reached.add(state)
    if (state.parent) enter(state.parent)
    for (const child of state.initial) enter(child)
    for (const { targets } of state.transitions) for (const target of targets) enter(target)
  }
  enter(root)
  // Whoever enters a parallel state enters all of its regions.
  for (const state of reached) if (state.kind === 'parallel') state.initial.forEach(enter)
  return states.filter((state) => !reached.has(state)).map(({ id }) => id)
}

/** Ids of innermost states from which no state with the tag can be reached. */
export const endlessStates = ({ states }: Parts, endTag: string): readonly string[] => {
  const leaves = states.filter(({ kind }) => kind === 'atomic' || kind === 'final')
  const isEnd = (state: StatePart): boolean =>
    state.tags.includes(endTag) || (state.parent !== null && isEnd(state.parent))
  const ending = new Set(leaves.filter(isEnd))
  const waiting = new Map(leaves.map((leaf) => [leaf, nextLeaves(leaf)]))
  for (let size = -1; size !== ending.size;) {
    size = ending.size
    for (const [leaf, next] of waiting) {
      if (ending.has(leaf) || next.some((state) => ending.has(state))) ending.add(leaf)
    }
  }
  return leaves.filter((leaf) => !ending.has(leaf)).map(({ id }) => id)
}

/** Where a machine in this innermost state can be next, the other regions beside it included. */
const nextLeaves = (leaf: StatePart): readonly StatePart[] => {
  const next: StatePart[] = []
  for (
    let state: StatePart | null = leaf, below = leaf;
    state;
    below = state, state = state.parent
  ) {
    for (const { targets } of state.transitions) next.push(...targets.flatMap(entered))
    if (state.kind !== 'parallel') continue
    for (const region of state.initial) if (region !== below) next.push(...entered(region))
  }
  return next
}

/** The innermost states that entering a state leads to. */
const entered = (state: StatePart): readonly StatePart[] => {
  if (state.kind === 'atomic' || state.kind === 'final') return [state]
  if (state.kind === 'history') return state.parent ? state.parent.children.flatMap(leavesOf) : []
  return state.initial.flatMap(entered)
}

/** History may lead to any state that was left. */
const leavesOf = (state: StatePart): readonly StatePart[] => {
  if (state.kind === 'history') return []
  return state.children.length === 0 ? [state] : state.children.flatMap(leavesOf)
}
