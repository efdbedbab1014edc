import type { AnyMachineSnapshot } from 'xstate'
import type { PostParams } from '../../../machines/actions.ts'
import type { Deadlines } from '../../../machines/deadlines.ts'
import type { Posting } from '../../../machines/ledger.ts'
import { phaseOf, projectPhases, type ProjectPhase } from '../../../machines/project/phase.ts'
import { dateOf } from '../../domain/calendar.ts'
import type { AppliedStep, Instance } from '../../engine/index.ts'

/** How many projects stand in each phase at the end of a month, or of the forecast. */
export interface PhasesOfMonth {
  /** `2025-07`. */
  readonly month: string
  /** Of each phase that has any, in the order of a project's life. */
  readonly phases: readonly { readonly phase: ProjectPhase; readonly projects: number }[]
}

/** What the ledger books in a month, in cents; what comes back from the bank counts against it. */
export interface CashOfMonth {
  readonly month: string
  readonly committedCents: number
  readonly advanceCents: number
  readonly balanceCents: number
  readonly releasedCents: number
  readonly demandedCents: number
  readonly recoveredCents: number
  readonly writtenOffCents: number
}

/** Deadlines that pass in a month: still possible late, or missed for good. */
export interface OverdueOfMonth {
  readonly month: string
  /** Name of the deadline; all years of accounts together, and both claims. */
  readonly deadline: string
  readonly overdue: number
  readonly missed: number
}

/** A day on which something is due. */
export interface ComingDate {
  readonly dueMs: number
  readonly deadline: string
  /** How many projects it is for. */
  readonly projects: number
}

type Cents = Omit<CashOfMonth, 'month'>

const nothing: Cents = {
  committedCents: 0,
  advanceCents: 0,
  balanceCents: 0,
  releasedCents: 0,
  demandedCents: 0,
  recoveredCents: 0,
  writtenOffCents: 0,
}

/** Counts along as a forecast goes; it is told everything, in the order of time. */
export class Tally {
  readonly #timeZone: string
  readonly #months: readonly string[]
  readonly #phases = new Map<string, ProjectPhase>()
  readonly #phasesOf = new Map<string, PhasesOfMonth['phases']>()
  readonly #cash = new Map<string, Cents>()
  readonly #passed = new Map<string, { overdue: number; missed: number }>()
  readonly #deadlines = new Map<string, Deadlines>()
  readonly #dates = new Map<string, { dueMs: number; deadline: string; projects: Set<string> }>()
  readonly #fromMs: number
  #next = 0

  constructor(fromMs: number, untilMs: number, timeZone: string) {
    this.#timeZone = timeZone
    this.#fromMs = fromMs
    this.#months = monthsBetween(this.#monthOf(fromMs), this.#monthOf(untilMs))
  }

  begin(members: readonly Instance[]): void {
    for (const { id, machine, snapshot } of members) {
      if (machine !== 'project') continue
      this.#phases.set(id, phaseOf(snapshot))
      this.#takeDeadlines(id, snapshot, null)
    }
  }

  applied({ instanceId, machine, snapshot, at, records }: AppliedStep): void {
    if (machine !== 'project') return
    const month = this.#monthOf(Math.max(at, this.#fromMs))
    this.#closeMonthsBefore(month)
    this.#phases.set(instanceId, phaseOf(snapshot))
    this.#takeDeadlines(instanceId, snapshot, month)
    for (const { type, params } of records) {
      if (type !== 'post') continue
      for (const posting of (params as PostParams).postings) this.#book(month, posting)
    }
  }

  /** Of every month, the first and the last in part. */
  phases(): readonly PhasesOfMonth[] {
    this.#closeMonthsBefore(null)
    return this.#months.map((month) => ({ month, phases: this.#phasesOf.get(month) ?? [] }))
  }

  cash(): readonly CashOfMonth[] {
    return this.#months.map((month) => ({ month, ...(this.#cash.get(month) ?? nothing) }))
  }

  overdue(): readonly OverdueOfMonth[] {
    return [...this.#passed]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, counts]) => {
        const [month = '', deadline = ''] = key.split(' ')
        return { month, deadline, ...counts }
      })
  }

  /** The next dates, earliest first, whether they are met or not. */
  dates(untilMs: number): readonly ComingDate[] {
    return [...this.#dates.values()]
      .filter(
        ({ dueMs, projects }) => projects.size > 0 && dueMs >= this.#fromMs && dueMs <= untilMs,
      )
      .toSorted((a, b) => a.dueMs - b.dueMs || (a.deadline < b.deadline ? -1 : 1))
      .map(({ dueMs, deadline, projects }) => ({ dueMs, deadline, projects: projects.size }))
  }

  /** Null: all that are left. */
  #closeMonthsBefore(month: string | null): void {
    for (; this.#next < this.#months.length; this.#next += 1) {
      const open = this.#months[this.#next] as string
      if (month !== null && open >= month) return
      const counts = new Map<ProjectPhase, number>()
      for (const phase of this.#phases.values()) counts.set(phase, (counts.get(phase) ?? 0) + 1)
      this.#phasesOf.set(
        open,
        projectPhases.flatMap((phase) => {
          const projects = counts.get(phase)
          return projects === undefined ? [] : [{ phase, projects }]
        }),
      )
    }
  }

  #book(month: string, { debit, credit, cents, subject }: Posting): void {
    const add = (name: keyof Cents, amount: number) => {
      const row = this.#cash.get(month) ?? nothing
      this.#cash.set(month, { ...row, [name]: row[name] + amount })
    }
    const paid = subject?.endsWith('/advance') === true ? 'advanceCents' : 'balanceCents'
    if (debit === 'reserved' && credit === 'committed') add('committedCents', cents)
    if (debit === 'paid') add(paid, cents)
    if (credit === 'paid') add(paid, -cents)
    if (debit === 'released') add('releasedCents', cents)
    if (debit === 'receivable') add('demandedCents', cents)
    if (debit === 'recovered') add('recoveredCents', cents)
    if (debit === 'writtenOff') add('writtenOffCents', cents)
  }

  /** Null: as they stand at the beginning, when nothing has just passed. */
  #takeDeadlines(id: string, { context }: AnyMachineSnapshot, month: string | null): void {
    const { deadlines } = context as { readonly deadlines: Deadlines }
    const before = this.#deadlines.get(id)
    if (before === deadlines) return
    this.#deadlines.set(id, deadlines)
    for (const [name, deadline] of Object.entries(deadlines)) {
      const was = before?.[name]
      if (was === deadline) continue
      const { status, dueMs } = deadline
      if (dueMs !== null && status === 'open' && was?.dueMs !== dueMs) {
        this.#moveDate(id, name, was?.dueMs ?? null, dueMs)
      }
      if (month === null || was?.status === status) continue
      if (status === 'overdue' || status === 'missed') {
        const key = `${month} ${name.replace(/\..*/, '')}`
        const counts = this.#passed.get(key) ?? { overdue: 0, missed: 0 }
        this.#passed.set(key, { ...counts, [status]: counts[status] + 1 })
      }
    }
  }

  #moveDate(id: string, deadline: string, fromMs: number | null, dueMs: number): void {
    this.#dates.get(`${fromMs} ${deadline}`)?.projects.delete(id)
    const key = `${dueMs} ${deadline}`
    const date = this.#dates.get(key) ?? { dueMs, deadline, projects: new Set<string>() }
    date.projects.add(id)
    this.#dates.set(key, date)
  }

  #monthOf(ms: number): string {
    return dateOf(ms, this.#timeZone).slice(0, 7)
  }
}

function monthsBetween(first: string, last: string): readonly string[] {
  const months: string[] = []
  let [year = 0, month = 0] = first.split('-').map(Number)
  for (;;) {
    const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`
    if (text > last) return months
    months.push(text)
    month += 1
    if (month > 12) [year, month] = [year + 1, 1]
  }
}
