import { linear, tenth } from './scale.ts'

const WIDTH = 240
const HEIGHT = 20

/** Something small is still to be seen. */
const LEAST = 2

/** One step of a waterfall: what of the whole it takes, where the step before it ended. */
export function Bar({
  title,
  of,
  from,
  to,
  tone,
}: {
  /** Says what it shows, with its figures. */
  readonly title: string
  /** What the whole width stands for, in the unit of `from` and `to`. */
  readonly of: number
  readonly from: number
  readonly to: number
  readonly tone: 'plain' | 'good' | 'warn' | 'bad'
}) {
  const x = linear([0, Math.max(1, of)], [0, WIDTH])
  const width = to > from ? Math.max(LEAST, x(to) - x(from)) : 0
  return (
    <svg
      class="chart bar-of-row"
      role="img"
      aria-label={title}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
    >
      <title>{title}</title>
      <line class="axis" x1="0" y1={HEIGHT / 2} x2={WIDTH} y2={HEIGHT / 2} />
      <rect
        class={tone === 'plain' ? 'bar' : `bar ${tone}`}
        x={tenth(Math.min(x(from), WIDTH - width))}
        y="3"
        width={tenth(width)}
        height={HEIGHT - 6}
      />
    </svg>
  )
}
