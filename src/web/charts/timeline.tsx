import { linear, tenth, type Scale } from './scale.ts'

/** Something that is due at a time, how often, and whether that time was missed. */
export interface TimelineMark {
  readonly atMs: number
  readonly count: number
  readonly isOverdue: boolean
}

/** What is due under one name. */
export interface TimelineLane {
  readonly label: string
  readonly marks: readonly TimelineMark[]
}

export interface TimelineTick {
  readonly atMs: number
  readonly label: string
}

const LEFT = 270
const WIDTH = 1000
const TOP = 46
const LANE = 40
const RIGHT = 40

/** Marks nearer to each other than this are drawn as one. */
const NEAR = 30

/** Each name in a lane, with the line of today; a diamond is overdue, a circle is to come. */
export function Timeline({
  title,
  lanes,
  ticks,
  nowMs,
  nowLabel,
}: {
  readonly title: string
  readonly lanes: readonly TimelineLane[]
  readonly ticks: readonly TimelineTick[]
  readonly nowMs: number
  readonly nowLabel: string
}) {
  const times = [nowMs, ...lanes.flatMap(({ marks }) => marks.map(({ atMs }) => atMs))]
  const x = linear([Math.min(...times), Math.max(...times)], [LEFT + 30, WIDTH - RIGHT])
  const bottom = TOP + LANE * lanes.length
  return (
    <svg class="chart wide" role="img" aria-label={title} viewBox={`0 0 ${WIDTH} ${bottom + 8}`}>
      <title>{title}</title>
      {ticks
        .filter(({ atMs }) => x(atMs) > LEFT + 30 && x(atMs) < WIDTH - RIGHT)
        .map(({ atMs, label }) => (
          <>
            <line class="axis" x1={tenth(x(atMs))} x2={tenth(x(atMs))} y1={TOP - 8} y2={bottom} />
            <text x={tenth(x(atMs))} y={TOP - 14} text-anchor="middle">
              {label}
            </text>
          </>
        ))}
      {lanes.map(({ label, marks }, index) => {
        const y = TOP + LANE * index + LANE / 2
        return (
          <>
            <line class="axis" x1={LEFT} x2={WIDTH} y1={y} y2={y} />
            <LaneLabel label={label} y={y} />
            {together(marks, x).map((mark) => (
              <Mark mark={mark} x={tenth(x(mark.atMs))} y={y} />
            ))}
          </>
        )
      })}
      <line class="today" x1={tenth(x(nowMs))} x2={tenth(x(nowMs))} y1={TOP - 8} y2={bottom} />
      <text x={tenth(x(nowMs))} y="14" text-anchor="middle" class="strong">
        {nowLabel}
      </text>
    </svg>
  )
}

/** So many letters fit beside a lane. */
const LETTERS = 38
const LINE = 14

function LaneLabel({ label, y }: { readonly label: string; readonly y: number }) {
  const lines = wrapped(label)
  return (
    <text x="10">
      {lines.map((line, index) => (
        <tspan x="10" y={y + 4 + LINE * (index - (lines.length - 1) / 2)}>
          {line}
        </tspan>
      ))}
    </text>
  )
}

function wrapped(label: string): readonly string[] {
  const lines: string[] = []
  for (const word of label.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length < LETTERS) {
      lines[lines.length - 1] = `${last} ${word}`
    } else {
      lines.push(word)
    }
  }
  return lines
}

function Mark({
  mark,
  x,
  y,
}: {
  readonly mark: TimelineMark
  readonly x: number
  readonly y: number
}) {
  const { count, isOverdue } = mark
  return (
    <>
      {isOverdue ? (
        <path
          class="bar bad"
          d={`M${x} ${y - 9} L${tenth(x + 9)} ${y} L${x} ${y + 9} L${tenth(x - 9)} ${y} Z`}
        />
      ) : (
        <circle class="bar" cx={x} cy={y} r="7" />
      )}
      {isOverdue ? (
        <text x={tenth(x - 9)} y={y - 6} text-anchor="end">
          ⚠ {count}
        </text>
      ) : (
        <text x={tenth(x + 9)} y={y - 6}>
          {count}
        </text>
      )}
    </>
  )
}

/** Marks that would be drawn over each other become one, at the earliest; what is overdue stays apart. */
function together(marks: readonly TimelineMark[], x: Scale): readonly TimelineMark[] {
  const found: TimelineMark[] = []
  for (const mark of marks.toSorted((one, other) => one.atMs - other.atMs)) {
    const index = found.findLastIndex(({ isOverdue }) => isOverdue === mark.isOverdue)
    const before = found[index]
    if (before !== undefined && x(mark.atMs) - x(before.atMs) < NEAR) {
      found[index] = { ...before, count: before.count + mark.count }
    } else {
      found.push(mark)
    }
  }
  return found
}
