import type { CallContext } from '../../../machines/call/context.ts'
import type { ProjectContext } from '../../../machines/project/context.ts'
import type {
  Engine,
  Instance,
  Outcome,
  Preview,
  Refused,
  SendOptions,
} from '../../engine/index.ts'
import { readRefusal } from '../refusals.ts'
import type { WorkbookKind, Language } from './kinds.ts'
import type { Form } from './form.ts'
import { makeForm } from './make-form.ts'
import {
  openWorkbook,
  readForm,
  type CellNote,
  type Claim,
  type ReadItem,
} from './read-workbook.ts'
import { ruleProblems } from './rules.ts'
import { texts } from './texts.ts'
import { fileNameOf, writeWorkbook } from './write-workbook.ts'

export interface WorkbookFile {
  readonly name: string
  readonly bytes: Buffer
}

/** Which workbook is wanted; the year is that of accounts, by default the first still missing. */
export interface WorkbookRequest {
  readonly kind: WorkbookKind
  readonly language: Language
  readonly year: number | null
}

/** The event that a workbook becomes. */
export interface WorkbookEvent {
  readonly type: `${WorkbookKind}.submit`
  readonly data: unknown
}

/** What a workbook says; nothing of it has been stored. */
export interface ReadWorkbook {
  readonly kind: WorkbookKind | null
  readonly project: string | null
  readonly language: Language
  /** Null when there is a problem. */
  readonly event: WorkbookEvent | null
  readonly problems: readonly CellNote[]
  /** What is worth to know, and stops nothing. */
  readonly notes: readonly CellNote[]
  /** Cells by the field of the payload, as `kpis.2.motivation`. */
  readonly cells: Readonly<Record<string, string>>
}

/** What became, or would become, of a workbook. */
export interface SentWorkbook extends ReadWorkbook {
  /** Null when the workbook itself was refused; then nothing was sent. */
  readonly outcome: Outcome | null
  /** What would follow; of a dry run only. */
  readonly preview: Preview | null
}

/** How a workbook is sent: who, and under which key; `dryRun` changes nothing. */
export type SendAs = Pick<
  SendOptions,
  'sender' | 'key' | 'requestId' | 'expectedRevision' | 'at'
> & {
  readonly dryRun?: boolean
}

/** Workbooks out and in: personalised forms, and the events that they become. */
export class Workbooks {
  readonly #engine: Engine

  constructor(engine: Engine) {
    this.#engine = engine
  }

  /** A project's workbook; null when it has nothing to fill in: no award yet, or no such year. */
  async make(project: Instance, request: WorkbookRequest): Promise<WorkbookFile | null> {
    const form = await this.#form(project, request)
    if (form === null) return null
    return { name: fileNameOf(form), bytes: await writeWorkbook(form, contextOf(project)) }
  }

  /**
   * What a workbook says, checked against the project as it stands. `expected` is the project that
   * it must be for, or the call of that project; null takes any.
   */
  async read(
    bytes: Uint8Array,
    expected: { readonly project: string } | { readonly call: string } | null,
  ): Promise<ReadWorkbook> {
    const opened = await openWorkbook(bytes)
    if (opened.claim === null) return refused(null, [opened.problem])
    const { claim, sheets } = opened
    const { problems } = texts[claim.language]
    const whole = (message: string) => refused(claim, [{ cell: null, message }])
    if (expected !== null && 'project' in expected && expected.project !== claim.project) {
      return whole(problems.otherProject(claim.project, expected.project))
    }
    const project = await this.#engine.instance(claim.project)
    const call = expected !== null && 'call' in expected ? expected.call : claim.call
    if (project?.machine !== 'project' || project.groupId !== call || claim.call !== call) {
      return whole(problems.otherCall(claim.project, call))
    }
    const form = await this.#form(project, claim)
    if (form === null) return whole(problems.notYet)
    const filled = readForm(form, claim, sheets)
    const found = [...filled.problems, ...ruleProblems(form, contextOf(project), filled.items)]
    const { event, cells } = eventOf(form, filled.items)
    const newer = texts[claim.language].notes.newer(claim.revision, form.revision)
    return {
      kind: claim.kind,
      project: claim.project,
      language: claim.language,
      event: found.length === 0 ? event : null,
      problems: inOrder(found),
      notes: [
        ...(claim.revision === form.revision ? [] : [{ cell: null, message: newer }]),
        ...filled.notes,
      ],
      cells,
    }
  }

  /** Sends what was read, or tells what would come of it. A workbook with problems is not sent. */
  async send(read: ReadWorkbook, { dryRun = false, key, ...as }: SendAs): Promise<SentWorkbook> {
    const { event, project } = read
    if (event === null || project === null) return { ...read, outcome: null, preview: null }
    const options: SendOptions = { ...as, to: project, type: event.type, data: event.data }
    const preview = dryRun ? await this.#engine.preview(options) : null
    const outcome =
      preview?.outcome ??
      (await this.#engine.send({ ...options, ...(key === undefined ? {} : { key }) }))
    const problems = outcome.accepted ? [] : [refusalNote(read, outcome)]
    return { ...read, problems, outcome, preview }
  }

  async #form(project: Instance, request: WorkbookRequest): Promise<Form | null> {
    const call = await this.#engine.instance(project.groupId)
    if (call?.machine !== 'call') throw new Error(`I13: ${project.id} has no call`)
    const { parameters } = call.snapshot.context as CallContext
    const source = { project: contextOf(project), revision: project.revision, call: parameters }
    return makeForm(source, request)
  }
}

function contextOf({ snapshot }: Instance): ProjectContext {
  return snapshot.context as ProjectContext
}

function refused(claim: Claim | null, problems: readonly CellNote[]): ReadWorkbook {
  return {
    kind: claim?.kind ?? null,
    project: claim?.project ?? null,
    language: claim?.language ?? 'nl',
    event: null,
    problems,
    notes: [],
    cells: {},
  }
}

/** The payload, in the order of the rows, and where each of its fields was filled in. */
function eventOf(form: Form, items: readonly ReadItem[]) {
  const cells: Record<string, string> = {}
  const lists: Record<string, Record<string, string | number>[]> = {}
  // An application names its stimuli also where there are none; a report leaves them out.
  if (form.kind === 'application') lists['stimuli'] = []
  for (const { list } of form.sheets) lists[list] = []
  for (const item of items) {
    const all = lists[item.list] ?? []
    for (const [key, cell] of Object.entries(item.cells)) {
      cells[`${item.list}.${all.length}.${key}`] = cell
    }
    all.push({ ...item.fields })
    lists[item.list] = all
  }
  const data = form.year === null ? lists : { year: form.year, ...lists }
  const event: WorkbookEvent = { type: `${form.kind}.submit`, data }
  return { event, cells }
}

/** A refusal of the rules, in the language of the workbook, at the cell that it is about. */
function refusalNote({ cells, language, project }: ReadWorkbook, outcome: Refused): CellNote {
  const { code, message, field = '' } = outcome
  const { sentence } = readRefusal(project ?? '', { code, message })
  return { cell: cellOf(cells, field), message: texts[language].refusals[code] ?? sentence }
}

/** The cell of a field; of an item its first cell. */
function cellOf(cells: ReadWorkbook['cells'], field: string): string | null {
  if (field === '') return null
  const found = Object.keys(cells).find((key) => key === field || key.startsWith(`${field}.`))
  return found === undefined ? null : (cells[found] ?? null)
}

/** By sheet, row and column, as people look for them; what concerns the whole comes first. */
function inOrder(notes: readonly CellNote[]): readonly CellNote[] {
  const keyed = notes.map((note) => ({ note, key: placeKey(note) }))
  return keyed
    .toSorted((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0))
    .map(({ note }) => note)
}

function placeKey({ cell }: CellNote): string {
  const [sheet = '', address = ''] = (cell ?? '').split('!')
  const [, letters = '', row = ''] = /^([A-Z]+)(\d+)/.exec(address) ?? []
  return [sheet, row.padStart(8, '0'), letters.padStart(4)].join('\n')
}
