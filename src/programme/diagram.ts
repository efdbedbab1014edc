import type { Viz } from '@viz-js/viz'
import type { Chart, ChartEdge, ChartState, Engine } from '../engine/index.ts'
import { eventTypes } from './event-types.ts'

/** Drawings that are kept; each is about 100 kB. */
const KEPT = 50

/**
 * Draws the machine that an instance runs on, with where it is, was, and may go. A drawing is made
 * once for a machine version and a set of states, and kept for as long as it is among the latest.
 */
export class Diagrams {
  readonly #engine: Engine
  readonly #kept = new Map<string, string>()
  #viz: Promise<Viz> | undefined

  constructor(engine: Engine) {
    this.#engine = engine
  }

  /** SVG; undefined when there is no such instance. */
  async svg(id: string): Promise<string | undefined> {
    const chart = await this.#engine.log.chart(id)
    if (chart === undefined) return undefined
    const { machine, version, current, past } = chart
    const key = JSON.stringify([machine, version, [...current], [...past].toSorted()])
    const known = this.#kept.get(key)
    if (known !== undefined) return known
    // Graphviz is loaded by the first who draws.
    this.#viz ??= import('@viz-js/viz').then(({ instance }) => instance())
    const viz = await this.#viz
    const svg = described(viz.renderString(dotOf(chart), { format: 'svg' }), chart)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size >= KEPT && oldest !== undefined) this.#kept.delete(oldest)
    this.#kept.set(key, svg)
    return svg
  }
}

type Mark = 'current' | 'past' | 'possible' | 'other'

/** Shape and sign say it as well as the colour does. */
const looks: Readonly<Record<Mark, { readonly sign: string; readonly attributes: string }>> = {
  current: { sign: '▶ ', attributes: 'shape=box,peripheries=2,penwidth=2.4,fillcolor="#ffe9a8"' },
  past: { sign: '✓ ', attributes: 'shape=box,style="rounded,filled",fillcolor="#dcefdc"' },
  possible: { sign: '○ ', attributes: 'shape=box,style="dashed,filled",fillcolor="#ffffff"' },
  other: { sign: '', attributes: 'shape=box,style=filled,fillcolor="#f2f2f2",color="#888888"' },
}

/** What only serves the machine's own bookkeeping is left out. */
const INTERNAL = new Set(['reminders', 'succession', 'digest'])

function shownStates({ states }: Chart): readonly ChartState[] {
  return states.filter(({ path }) => !INTERNAL.has(path.split('.')[0] ?? ''))
}

function dotOf(chart: Chart): string {
  const states = shownStates(chart)
  const known = new Set(states.map(({ path }) => path))
  const edges = chart.edges.filter(({ from, to }) => known.has(from) && known.has(to))
  const labels = new Map<string, Set<string>>()
  for (const edge of edges.filter(({ from, to }) => from !== to)) {
    const key = JSON.stringify([leafOf(states, edge.from), leafOf(states, edge.to)])
    labels.set(key, (labels.get(key) ?? new Set()).add(labelOf(chart, edge)))
  }
  return [
    'digraph {',
    'rankdir=LR; compound=true; fontname="sans-serif"; bgcolor="transparent"; nodesep=0.2;',
    'node [fontname="sans-serif", fontsize=11, style=filled, margin="0.12,0.06"];',
    'edge [fontname="sans-serif", fontsize=9, color="#555555"];',
    ...below(chart, states, ''),
    ...[...labels].map(([key, texts]) => {
      const [from = '', to = ''] = JSON.parse(key) as readonly string[]
      return `${quoted(from)} -> ${quoted(to)} [label=${quoted([...texts].join('\n'))}];`
    }),
    '}',
  ].join('\n')
}

/** The states inside a state, nested as the machine nests them. */
function below(chart: Chart, states: readonly ChartState[], parent: string): readonly string[] {
  return states
    .filter(({ path }) => path !== '' && parentOf(path) === parent)
    .flatMap(({ path, kind }) => {
      const name = path.split('.').at(-1) ?? ''
      if (kind !== 'leaf') {
        const border = chart.current.has(path) ? 'penwidth=2' : 'style=dashed; color="#888888"'
        const open = `subgraph ${quoted(`cluster_${path}`)} { label=${quoted(name)}; ${border};`
        return [open, ...below(chart, states, path), '}']
      }
      const mark = markOf(chart, path)
      const { sign, attributes } = looks[mark]
      const known = `id=${quoted(`state-${path}`)},class=${quoted(mark)}`
      return [`${quoted(path)} [label=${quoted(sign + name)},${known},${attributes}];`]
    })
}

function markOf({ current, past, possible }: Chart, path: string): Mark {
  if (current.has(path)) return 'current'
  if (possible.has(path)) return 'possible'
  return past.has(path) ? 'past' : 'other'
}

/** What a person reads on a way: the event in words, a clock for a term, nothing for "at once". */
function labelOf({ machine, version }: Chart, { event, delay }: ChartEdge): string {
  if (delay !== null) return `◷ ${delay}`
  if (event === null) return ''
  return eventTypes(machine, version)[event]?.label.nl ?? event
}

/** Graphviz draws from leaf to leaf: entering a state is entering where it begins. */
function leafOf(states: readonly ChartState[], path: string): string {
  const inside = states.filter((state) => parentOf(state.path) === path && state.path !== '')
  const [first] = inside.filter(({ isInitial }) => isInitial).concat(inside)
  return first === undefined ? path : leafOf(states, first.path)
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('.')))
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
}

/** A title and a legend for those who do not see the picture. */
function described(svg: string, chart: Chart): string {
  const leaves = shownStates(chart)
    .filter(({ kind }) => kind === 'leaf')
    .map(({ path }) => path)
  const named = (mark: Mark) => leaves.filter((path) => markOf(chart, path) === mark).join(', ')
  const title = `${chart.machine} v${chart.version}`
  const marks = ['current', 'possible', 'past'] as const
  const text = marks.map((mark) => `${mark}: ${named(mark)}`).join('; ')
  return svg.replace(
    /<svg([^>]*)>/,
    `<svg$1 role="img" aria-label="${title}">\n<title>${title}</title>\n<desc>${text}</desc>`,
  )
}
