import type { RegisteredMachine } from './registry.ts'
import type { ChartShape } from './xstate-chart.ts'

export type { ChartEdge, ChartState } from './xstate-chart.ts'

/** A machine as a picture needs it, with the way that one instance has gone through it. */
export interface Chart extends ChartShape {
  readonly machine: string
  readonly version: number
  /** Paths of the active states, parents included. */
  readonly current: ReadonlySet<string>
  /** Paths of states that it has been in and left. */
  readonly past: ReadonlySet<string>
  /** Paths of leaves that one event or timer may bring it to, guards not considered. */
  readonly possible: ReadonlySet<string>
}

/** Puts shape and way together; `been` may hold states that are active still. */
export const chartOf = (
  { name, version }: RegisteredMachine,
  shape: ChartShape,
  active: readonly string[],
  been: ReadonlySet<string>,
): Chart => {
  const current = new Set(active)
  const possible = shape.edges
    .filter(({ from }) => current.has(from))
    .flatMap(({ to }) => entered(shape, to))
    .filter((path) => !current.has(path))
  return {
    ...shape,
    machine: name,
    version,
    current,
    past: new Set([...been].filter((path) => !current.has(path))),
    possible: new Set(possible),
  }
}

/** The leaves that entering a state leads to. */
const entered = ({ states }: ChartShape, path: string): readonly string[] => {
  const kinds = new Map(states.map((state) => [state.path, state.kind]))
  const below = (from: string): readonly string[] => {
    const kind = kinds.get(from)
    if (kind === 'leaf' || kind === undefined) return [from]
    return states
      .filter((state) => parentOf(state.path) === from)
      .filter((state) => kind === 'parallel' || state.isInitial)
      .flatMap((state) => below(state.path))
  }
  return below(path)
}

const parentOf = (path: string): string | null =>
  path === '' ? null : path.slice(0, Math.max(0, path.lastIndexOf('.')))
