import type { Chance } from './chance.ts'

/** What happens to one project; whatever a plan leaves out goes as it usually does. */
export interface Plan {
  readonly submission:
    | 'once'
    | 'replaced'
    | 'aboveYearTwo'
    | 'notReduced'
    | 'lineForgotten'
    | 'unknownLine'
    | 'wrongApplicant'
    | 'lastMillisecond'
    | 'replacedTooLate'
    | 'stopped'
    | 'reopened'
    | 'none'
  readonly assessment: 'admitted' | 'returned' | 'unanswered' | 'reassessed'
  readonly grant: 'full' | 'lowered' | 'refused'
  readonly advance:
    'paid' | 'paidTwice' | 'tooEarly' | 'retried' | 'newIban' | 'bounced' | 'withoutIban'
  readonly interim: 'onTime' | 'late' | 'missed' | 'returned' | 'unanswered' | 'moved'
  readonly final: FinalPlan
  /** How the KPIs turn out. */
  readonly outcome: Outcome
  /** How far the project is on 20 July 2025, when its report comes in the usual way. */
  readonly pace: Pace
  readonly balance: BalancePlan
  readonly accounts: 'onTime' | 'late2024' | 'late2025' | 'missing2024' | 'missing2025'
  readonly control: ControlPlan
  readonly claim: ClaimPlan
  /** The claim after the end control, where there is one. */
  readonly controlClaim: ClaimPlan
  readonly extendedUntil: string | null
  readonly terminatedOn: string | null
}

export type FinalPlan =
  | 'usual'
  | 'withoutMotivation'
  | 'late'
  | 'lateInJuly'
  | 'missed'
  /** And handed in when it was too late. */
  | 'missedAndLate'
  | 'reopened'
  | 'returned'
  | 'unanswered'
  | 'moved'
  | 'movedForMany'

export type Outcome =
  | 'reached'
  | 'excused'
  | 'partlyRefused'
  | 'refused'
  | 'withheld'
  | 'byHand'
  | 'stimulusUnused'
  | 'stimulusPartly'

export type Pace = 'paid' | 'ordered' | 'proposed' | 'accepted' | 'submitted'

export type BalancePlan =
  'usual' | 'ownProposal' | 'returned' | 'tooMuch' | 'wrongRole' | 'failed' | 'bounced'

export type ControlPlan =
  | 'sufficient'
  | 'ownShare'
  | 'ownShareUnanswered'
  | 'entriesLater'
  | 'short'
  | 'ownProposal'
  | 'returned'

export type ClaimPlan =
  | 'heard'
  | 'unheard'
  | 'lowered'
  | 'dropped'
  | 'inParts'
  | 'overdue'
  | 'writtenOff'
  | 'overpaid'
  | 'moved'

const usual: Plan = {
  submission: 'once',
  assessment: 'admitted',
  grant: 'full',
  advance: 'paid',
  interim: 'onTime',
  final: 'usual',
  outcome: 'reached',
  pace: 'submitted',
  balance: 'usual',
  accounts: 'onTime',
  control: 'sufficient',
  claim: 'heard',
  controlClaim: 'heard',
  extendedUntil: null,
  terminatedOn: null,
}

/** The one of each kind that the shipped call shows; the rest is drawn. */
const cast: Readonly<Record<string, Partial<Plan>>> = {
  // Ends before the award, and the roads that nearly led there.
  oostkamp: { submission: 'none' },
  koksijde: { submission: 'stopped' },
  izegem: { submission: 'reopened', pace: 'submitted' },
  'knokke-heist': { grant: 'refused' },
  menen: {
    submission: 'aboveYearTwo',
    outcome: 'refused',
    pace: 'ordered',
    claim: 'inParts',
  },
  wetteren: { submission: 'notReduced', balance: 'ownProposal', pace: 'paid' },
  ronse: { submission: 'lineForgotten', final: 'late', control: 'entriesLater' },
  lier: { submission: 'unknownLine', final: 'unanswered', accounts: 'late2024' },
  dilbeek: { submission: 'wrongApplicant', balance: 'bounced', pace: 'paid' },
  vilvoorde: { submission: 'lastMillisecond', outcome: 'byHand', pace: 'proposed' },
  schoten: {
    submission: 'replacedTooLate',
    balance: 'failed',
    pace: 'ordered',
    control: 'short',
    controlClaim: 'overpaid',
  },
  brugge: {
    submission: 'replaced',
    balance: 'tooMuch',
    pace: 'accepted',
    extendedUntil: '2025-12-31',
  },
  genk: {
    submission: 'replaced',
    outcome: 'excused',
    final: 'withoutMotivation',
    pace: 'proposed',
    accounts: 'late2024',
    control: 'ownProposal',
  },
  beringen: { assessment: 'returned', final: 'lateInJuly' },
  tessenderlo: { assessment: 'unanswered', final: 'movedForMany' },
  maaseik: { assessment: 'reassessed', pace: 'paid' },
  leuven: { grant: 'lowered', pace: 'paid', control: 'ownShare' },
  waregem: { grant: 'lowered', final: 'late' },
  roeselare: { grant: 'lowered', final: 'returned' },
  // The advance.
  'houthalen-helchteren': { advance: 'withoutIban', outcome: 'stimulusUnused' },
  willebroek: {
    advance: 'retried',
    final: 'withoutMotivation',
    outcome: 'excused',
    pace: 'accepted',
    accounts: 'missing2025',
    control: 'entriesLater',
  },
  'heist-op-den-berg': { advance: 'retried' },
  tongeren: { advance: 'newIban', final: 'movedForMany' },
  denderleeuw: { advance: 'newIban', outcome: 'refused', pace: 'submitted', claim: 'dropped' },
  temse: { advance: 'bounced', final: 'movedForMany' },
  aalst: {
    advance: 'paidTwice',
    outcome: 'excused',
    pace: 'paid',
    control: 'short',
    controlClaim: 'heard',
  },
  mechelen: { advance: 'tooEarly', balance: 'ownProposal', pace: 'paid' },
  // Reports.
  lokeren: { interim: 'late', final: 'movedForMany' },
  asse: { interim: 'late', final: 'movedForMany' },
  aarschot: { interim: 'late', accounts: 'late2025' },
  'heusden-zolder': { interim: 'missed', outcome: 'partlyRefused', pace: 'submitted' },
  grimbergen: { interim: 'missed', final: 'lateInJuly' },
  kortrijk: {
    interim: 'returned',
    pace: 'ordered',
    control: 'short',
    controlClaim: 'moved',
  },
  deinze: { interim: 'unanswered', final: 'movedForMany', control: 'ownShareUnanswered' },
  bilzen: { interim: 'moved', final: 'movedForMany' },
  gent: { balance: 'returned', pace: 'proposed' },
  oostende: { outcome: 'partlyRefused', pace: 'ordered', control: 'ownShare' },
  lommel: { outcome: 'refused', pace: 'submitted', claim: 'overdue' },
  zaventem: { submission: 'replaced', outcome: 'refused', pace: 'ordered', claim: 'lowered' },
  tienen: { outcome: 'refused', final: 'late', claim: 'writtenOff' },
  turnhout: { outcome: 'withheld', pace: 'accepted' },
  'sint-niklaas': { pace: 'submitted' },
  brasschaat: { final: 'late', outcome: 'stimulusPartly', accounts: 'late2024' },
  geraardsbergen: { final: 'late', outcome: 'excused' },
  'puurs-sint-amands': { final: 'missed', interim: 'late', claim: 'lowered' },
  maasmechelen: { final: 'missedAndLate', claim: 'unheard' },
  herentals: { interim: 'late', final: 'reopened', outcome: 'excused' },
  hasselt: { final: 'moved', control: 'returned' },
  vgc: { final: 'moved', extendedUntil: '2026-03-31' },
  'de-rand': { pace: 'accepted' },
  halle: { balance: 'wrongRole', pace: 'proposed' },
  geel: { submission: 'replaced', terminatedOn: '2025-03-12', claim: 'heard' },
  evergem: { final: 'movedForMany', control: 'ownShare', outcome: 'excused' },
  antwerpen: { final: 'movedForMany' },
  beveren: { final: 'movedForMany', outcome: 'excused' },
  merelbeke: { final: 'movedForMany' },
  tielt: { final: 'movedForMany', accounts: 'missing2024' },
  'sint-truiden': { final: 'movedForMany', outcome: 'partlyRefused' },
  mortsel: { final: 'movedForMany' },
}

export const shippedExceptions = {
  withoutIban: new Set(['houthalen-helchteren']),
  belowMinimum: new Set(['maaseik']),
}

export function shippedPlan(id: string, chance: Chance): Plan {
  return { ...usual, pace: drawnPace(chance), ...cast[id] }
}

/** A call without exceptions of its own: all is drawn. */
export function drawnPlan(chance: Chance): Plan {
  const isReached = chance.happens(0.75)
  return {
    ...usual,
    pace: drawnPace(chance),
    submission: chance.happens(0.1) ? 'replaced' : 'once',
    interim: chance.happens(0.08) ? 'late' : chance.happens(0.05) ? 'missed' : 'onTime',
    final: chance.happens(0.12) ? 'late' : 'usual',
    outcome: isReached ? 'reached' : chance.pick(['excused', 'partlyRefused', 'refused'] as const),
    accounts: chance.happens(0.05) ? 'late2024' : 'onTime',
    control: chance.happens(0.85) ? 'sufficient' : 'ownShare',
  }
}

function drawnPace(chance: Chance): Pace {
  return chance.pick(['paid', 'ordered', 'proposed', 'accepted', 'submitted', 'submitted'] as const)
}
