import type { AnyMachineSnapshot, AnyStateMachine, AnyStateNode } from 'xstate'
import { nodesOf } from './xstate-adapter.ts'

/** A state of a machine; its path is dotted, without the machine's id, '' for the root. */
export interface ChartState {
  readonly path: string
  readonly kind: 'leaf' | 'compound' | 'parallel'
  /** Whether its parent begins in it. */
  readonly isInitial: boolean
}

/** A way from one state to another. */
export interface ChartEdge {
  readonly from: string
  readonly to: string
  /** Type of the event, name of the delay, or null when it is taken as soon as its guard holds. */
  readonly event: string | null
  readonly delay: string | null
}

export interface ChartShape {
  /** Parents before their children, in the machine's own order. */
  readonly states: readonly ChartState[]
  readonly edges: readonly ChartEdge[]
}

/** States and ways of a machine, as its definition has them. */
export const chartShape = (machine: AnyStateMachine): ChartShape => {
  const nodes = nodesOf(machine)
  return {
    states: nodes.map((node) => ({
      path: pathOf(node),
      kind: node.type === 'parallel' ? 'parallel' : node.type === 'compound' ? 'compound' : 'leaf',
      isInitial: node.parent?.type === 'compound' && initialOf(node.parent) === node,
    })),
    edges: nodes.flatMap((node) => edgesOf(node)),
  }
}

/** Paths of all active states, the root included. */
export const activePaths = (snapshot: AnyMachineSnapshot): readonly string[] =>
  (snapshot._nodes as unknown as readonly AnyStateNode[]).map(pathOf)

const pathOf = (node: AnyStateNode): string => node.path.join('.')

const initialOf = (node: AnyStateNode): AnyStateNode | undefined => {
  const [target] = (node.initial as { readonly target: readonly AnyStateNode[] }).target
  return target
}

interface Way {
  readonly target?: readonly AnyStateNode[] | undefined
}

const edgesOf = (node: AnyStateNode): readonly ChartEdge[] => {
  const delays = new Map(node.after.map(({ eventType, delay }) => [eventType, String(delay)]))
  const ways = [...(node.transitions as ReadonlyMap<string, readonly Way[]>)]
  const always = (node.always ?? []) as readonly Way[]
  return [
    ...ways.flatMap(([type, all]) =>
      all.flatMap((way) => {
        const delay = delays.get(type) ?? null
        return edgesTo(node, way, delay === null ? type : null, delay)
      }),
    ),
    ...always.flatMap((way) => edgesTo(node, way, null, null)),
  ]
}

const edgesTo = (
  node: AnyStateNode,
  { target }: Way,
  event: string | null,
  delay: string | null,
): readonly ChartEdge[] =>
  (target ?? []).map((each) => ({ from: pathOf(node), to: pathOf(each), event, delay }))
