import { composeAward, composeReceipt } from './compose-application.ts'
import {
  composeClosure,
  composeDemand,
  composeHearing,
  composeSettlement,
} from './compose-money.ts'
import {
  paragraph,
  reasonBlocks,
  type Composed,
  type Composing,
  type LetterLanguage,
  type LetterParts,
} from './composing.ts'
import type { LetterDocument } from './document.ts'
import type { LetterFacts, ReportDueFacts } from './facts.ts'
import { en } from './texts-en.ts'
import { nl } from './texts-nl.ts'
import { writingOf } from './writing.ts'

const catalogues = { nl, en } as const

/** What a letter says in one language; the same for ever for the same parts. */
export function compose(parts: LetterParts, language: LetterLanguage): LetterDocument {
  const { facts, parameters, head, instance, revision, atMs } = parts
  const texts = catalogues[language]
  const write = writingOf(language, parameters.timeZone)
  const call = parameters.title[language]
  const names = new Map(parameters.actions.map(({ code, title }) => [code, title[language]]))
  const composing: Composing = {
    parts,
    texts,
    write,
    call,
    actionName: ({ line, action }) => `${names.get(action) ?? action} (${line})`,
    stimulusName: (stimulus) => texts.stimulusName[stimulus] ?? stimulus,
  }
  const { title, blocks } = composed(composing)
  const { particulars, virtual, synthetic } = texts
  const warnings = [
    parts.isVirtual ? virtual : '',
    parameters.synthetic === null ? '' : synthetic,
    texts.translation ?? '',
  ]
  const warning = warnings.filter((each) => each !== '').join(' ')
  return {
    language,
    title,
    sender: { name: head.name, lines: head.contact === null ? [] : [head.contact] },
    addressee: [facts.applicant.name, texts.kbo(kboText(facts.applicant.kbo))],
    particulars: [
      [particulars.date, write.day(atMs)],
      [particulars.reference, `${instance} · ${revision}`],
      [particulars.subject, call],
    ],
    warning: warning === '' ? null : warning,
    blocks: [
      paragraph(texts.salutation),
      ...blocks,
      paragraph(texts.questions(head.contact, `${instance} · ${revision}`)),
      paragraph(`${texts.closing}\n${head.name}`),
    ],
    foot: texts.foot(`${instance}:${revision}`),
    page: texts.page,
    atMs,
  }
}

function composed(composing: Composing): Composed {
  const { facts } = composing.parts
  switch (facts.kind) {
    case 'receipt':
      return composeReceipt(composing, facts)
    case 'award':
      return composeAward(composing, facts)
    case 'refusal':
      return composeRefusal(composing, facts)
    case 'reportDue':
      return composeReportDue(composing, facts)
    case 'settlement':
      return composeSettlement(composing, facts)
    case 'hearing':
      return composeHearing(composing, facts)
    case 'demand':
      return composeDemand(composing, facts)
    case 'closure':
      return composeClosure(composing, facts)
  }
}

function composeRefusal(
  composing: Composing,
  { by, applicant, requestedCents }: Extract<LetterFacts, { kind: 'refusal' }>,
): Composed {
  const { texts, write, call, parts } = composing
  const t = texts.refusal
  const { date = '', reference = '' } = parts.decision ?? {}
  return {
    title: t.title,
    blocks: [
      paragraph(
        by === 'agency'
          ? t.byAgency(applicant.name, call)
          : t.byGovernment(write.date(date), reference, applicant.name, call),
      ),
      paragraph(t.asked(write.euro(requestedCents))),
      ...reasonBlocks(composing),
    ],
  }
}

function composeReportDue(composing: Composing, facts: ReportDueFacts): Composed {
  const { texts, write, actionName, stimulusName } = composing
  const { report, isOverdue, dueMs, lines, stimuli } = facts
  const t = texts.reportDue
  return {
    title: t.title[report],
    blocks: [
      paragraph((isOverdue ? t.overdue : t.asks)[report](write.due(dueMs))),
      paragraph(t.ifNothing[report]),
      paragraph(t.lines),
      {
        is: 'table',
        table: {
          label: t.table,
          columns: [
            { title: texts.column.action, width: 4 },
            { title: texts.column.kpi, width: 1, isNumber: true },
          ],
          rows: lines.map((line) => [
            actionName(line),
            line.kpiType === 'plan' ? t.plan : write.number(line.kpi),
          ]),
          total: null,
        },
      },
      ...(report === 'finalReport' && stimuli.length > 0
        ? [paragraph(t.stimuli(stimuli.map(stimulusName).join(', ')))]
        : []),
      ...(report === 'finalReport' ? [paragraph(t.explain)] : []),
    ],
  }
}

/** "0207.451.227". */
function kboText(kbo: string): string {
  return kbo.replace(/^(\d{4})(\d{3})(\d{3})$/, '$1.$2.$3')
}
