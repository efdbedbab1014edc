import { linear, niceTicks, tenth } from './scale.ts'

/** Two amounts of a month: what goes out is drawn upwards, what comes back downwards. */
export interface MonthBar {
  readonly label: string
  readonly up: number
  readonly down: number
}

const LEFT = 110
const TOP = 24
const HEIGHT = 220
const BELOW = 70
const LEAST_COLUMN = 26
const WIDTH = 900

/** Amounts month by month, out above the line and back below it. */
export function MonthBars({
  title,
  months,
  upLabel,
  downLabel,
  amount,
}: {
  readonly title: string
  readonly months: readonly MonthBar[]
  readonly upLabel: string
  readonly downLabel: string
  /** An amount in words. */
  readonly amount: (value: number) => string
}) {
  const column = Math.max(LEAST_COLUMN, (WIDTH - LEFT) / Math.max(1, months.length))
  const width = LEFT + column * months.length
  const ticks = niceTicks(Math.max(0, ...months.map(({ up }) => up)))
  const most = ticks.at(-1) ?? 0
  const zero = TOP + HEIGHT
  const y = linear([0, Math.max(1, most)], [0, HEIGHT])
  // Far less comes back than goes out: its scale is its own, so that it can be seen.
  const mostDown = Math.max(1, ...months.map(({ down }) => down))
  const yDown = linear([0, mostDown], [0, BELOW - 20])
  const bottom = zero + BELOW
  return (
    <svg
      class="chart wide"
      role="img"
      aria-label={title}
      viewBox={`0 0 ${tenth(width)} ${bottom + 34}`}
    >
      <title>{title}</title>
      {ticks.map((tick) => (
        <>
          <line
            class="axis"
            x1={LEFT}
            x2={width}
            y1={tenth(zero - y(tick))}
            y2={tenth(zero - y(tick))}
          />
          <text x={LEFT - 6} y={tenth(zero - y(tick) + 4)} text-anchor="end">
            {amount(tick)}
          </text>
        </>
      ))}
      <text x={LEFT} y="14">
        ▲ {upLabel}
      </text>
      <text x={LEFT} y={bottom - 4}>
        ▼ {downLabel} ({amount(mostDown)})
      </text>
      {months.map(({ label, up, down }, index) => {
        const x = tenth(LEFT + index * column + column * 0.15)
        const barWidth = tenth(column * 0.7)
        return (
          <>
            {up > 0 && (
              <rect
                class="bar"
                x={x}
                y={tenth(zero - Math.max(2, y(up)))}
                width={barWidth}
                height={tenth(Math.max(2, y(up)))}
              />
            )}
            {down > 0 && (
              <rect
                class="bar good"
                x={x}
                y={zero + 1}
                width={barWidth}
                height={tenth(Math.max(2, yDown(down)))}
              />
            )}
            {index % labelEvery(column) === 0 && (
              <text x={x} y={bottom + 16}>
                {label}
              </text>
            )}
          </>
        )
      })}
      <line class="axis strong" x1={LEFT} x2={width} y1={zero} y2={zero} />
    </svg>
  )
}

/** A label is about 60 units wide. */
function labelEvery(column: number): number {
  return Math.max(1, Math.ceil(64 / column))
}
