import { EngineError, type Engine, type HistoryEntry } from '../../engine/index.ts'
import type { LetterRow } from '../../store/programme/tables.ts'
import type { LetterParts, Reason } from './composing.ts'
import type { LetterFacts } from './facts.ts'

type Found = Pick<LetterParts, 'reasons' | 'decision'>

/**
 * The reasons that a letter gives: texts that stand beside the log, so that they can be forgotten;
 * and the decision of the Government that refused a project, which is an event of the call.
 */
export async function reasonsOf(
  engine: Engine,
  { instance_id: id, revision }: LetterRow,
  facts: LetterFacts,
): Promise<Found> {
  switch (facts.kind) {
    case 'refusal':
      return facts.by === 'government'
        ? refused(engine, id, revision)
        : { decision: null, reasons: await latest(engine, id, revision, 'application.reject') }
    case 'demand':
      return { decision: null, reasons: await latest(engine, id, revision, 'clawback.decide') }
    case 'settlement':
      return { decision: null, reasons: await judged(engine, id, revision) }
    default:
      return { decision: null, reasons: [] }
  }
}

/** The reason of the latest event of a type, up to a revision. */
async function latest(
  engine: Engine,
  id: string,
  revision: number,
  type: string,
): Promise<readonly Reason[]> {
  const event = await latestEvent(engine, id, revision, type)
  if (event === undefined) return []
  const texts = await engine.texts(id)
  return texts
    .filter((each) => each.revision === event.revision && each.path === 'reason')
    .map(({ text }) => ({ about: null, text }))
}

interface Judgements {
  readonly lines?: readonly { readonly line: string }[]
  readonly stimuli?: readonly { readonly stimulus: string }[]
}

/** Why lines and stimuli were judged as they were, when the final report was accepted. */
async function judged(engine: Engine, id: string, revision: number): Promise<readonly Reason[]> {
  const event = await latestEvent(engine, id, revision, 'finalReport.accept')
  if (event === undefined) return []
  const { lines = [], stimuli = [] } = event.data as Judgements
  const texts = (await engine.texts(id)).filter((each) => each.revision === event.revision)
  const given = (list: string, about: string, index: number): readonly Reason[] =>
    texts
      .filter(({ path, text }) => path === `${list}.${index}.reason` && text?.trim() !== '')
      .map(({ text }) => ({ about, text }))
  return [
    ...lines.flatMap(({ line }, index) => given('lines', line, index)),
    ...stimuli.flatMap(({ stimulus }, index) => given('stimuli', stimulus, index)),
  ]
}

interface Decision {
  readonly date: string
  readonly reference: string
  readonly refusals?: readonly { readonly project: string }[]
}

async function refused(engine: Engine, id: string, revision: number): Promise<Found> {
  const [message] = await engine.history(id, { after: revision - 1, limit: 1 })
  const [, call = '', at = ''] = /^(.*):(\d+)$/.exec(message?.causeRef ?? '') ?? []
  const [event] = await engine.history(call, { after: Number(at) - 1, limit: 1 })
  if (event === undefined) {
    throw new EngineError('corrupt-row', `No event refused ${id} at its revision ${revision}`)
  }
  const { date, reference, refusals = [] } = event.data as Decision
  const path = `refusals.${refusals.findIndex(({ project }) => project === id)}.reason`
  const texts = await engine.texts(call)
  return {
    decision: { date, reference },
    reasons: texts
      .filter((each) => each.revision === event.revision && each.path === path)
      .map(({ text }) => ({ about: null, text })),
  }
}

async function latestEvent(
  engine: Engine,
  id: string,
  revision: number,
  type: string,
): Promise<HistoryEntry | undefined> {
  const entries = await engine.history(id, { limit: revision })
  return entries.findLast((each) => each.type === type && each.revision <= revision)
}
