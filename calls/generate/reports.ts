import type { Chance } from './chance.ts'
import { type When, after, between, exactly, soon } from './moments.ts'
import { type Achieved, achievements, judgements } from './outcomes.ts'
import type { Project } from './project.ts'
import { actionsTaken, motivations, stimulusAccounts } from './texts.ts'

/** Six months after the award: 5 January 2025, a Sunday. Source: nota §2.5. */
export function tellInterim(project: Project): void {
  const { story, plan } = project
  const submit = (when: When, refusedWith?: string) =>
    story.send('interimReport.submit', {
      by: 'clerk',
      when,
      data: { kpis: halfway(project) },
      ...(refusedWith === undefined ? {} : { refusedWith }),
    })
  const accept = () => story.send('interimReport.accept', { by: 'reviewer', when: after(4, 25) })
  const ask = (until: string) =>
    story.send('interimReport.return', {
      by: 'reviewer',
      when: between('2025-01-08', '2025-01-14'),
      data: { question: 'Tellen de deelnemers van vorig jaar mee in dit cijfer?', until },
    })
  const inTime = between('2024-12-05', '2025-01-03')
  switch (plan.interim) {
    case 'onTime':
      submit(inTime)
      return accept()
    case 'late':
      submit(between('2025-01-09', '2025-02-14'))
      return accept()
    case 'missed':
      return
    case 'returned':
      submit(inTime)
      ask('2025-02-10')
      submit(after(6, 16))
      return accept()
    case 'unanswered':
      submit(inTime)
      ask('2025-01-31')
      return story.send('interimReport.accept', {
        by: 'reviewer',
        when: between('2025-02-03', '2025-02-07'),
      })
    case 'moved':
      story.send('deadline.move', {
        by: 'manager',
        when: between('2024-12-12', '2024-12-18'),
        data: {
          deadline: 'interimReport',
          to: '2025-02-14',
          reason: 'Omschakeling van de administratie door de fusie.',
        },
      })
      submit(between('2025-02-03', '2025-02-13'))
      return accept()
  }
}

/** One year after the award, with reasons for every missed KPI; then two months of grace. */
export function tellFinal(project: Project): void {
  const { story, plan } = project
  const kpis = achievements(project)
  const submit = (when: When) => submitFinal(project, kpis, when)
  const accept = (when: When) =>
    story.send('finalReport.accept', {
      by: 'reviewer',
      when,
      data: judgements(project, kpis),
    })
  if (plan.interim === 'missed' && plan.final === 'lateInJuly') tellTooLateInterim(project)
  switch (plan.final) {
    case 'missed':
      return
    case 'missedAndLate':
      return submit(between('2025-09-08', '2025-09-10'))
    case 'withoutMotivation':
      submitUnmotivated(project, kpis)
      submit(soon)
      return accept(acceptance[plan.pace])
    case 'late':
      submit(between('2025-07-22', '2025-09-03'))
      return accept(after(10, 35))
    case 'lateInJuly':
      submit(between('2025-07-08', '2025-07-18'))
      return accept(after(20, 45))
    case 'movedForMany':
      submit(between('2025-07-23', '2025-08-28'))
      return accept(after(8, 30))
    case 'moved':
      tellMoved(project)
      submit(between('2025-08-25', '2025-09-12'))
      return accept(after(8, 30))
    case 'reopened':
      story.send('deadline.move', {
        by: 'director',
        when: between('2025-09-10', '2025-09-12'),
        data: {
          deadline: 'finalReport',
          to: '2025-10-15',
          reason: 'Dossierbeheerder langdurig ziek; cijfers zijn beschikbaar.',
        },
      })
      submit(between('2025-10-06', '2025-10-14'))
      return accept(after(8, 20))
    case 'returned':
    case 'unanswered':
      return tellReturned(project, submit, accept)
    case 'usual':
      submit(submission[plan.pace])
      return accept(acceptance[plan.pace])
  }
}

const submission = {
  paid: between('2025-05-26', '2025-06-06'),
  ordered: between('2025-06-02', '2025-06-20'),
  proposed: between('2025-06-10', '2025-06-27'),
  accepted: between('2025-06-10', '2025-07-04'),
  submitted: between('2025-06-16', '2025-07-04'),
} as const

const acceptance = {
  paid: between('2025-06-10', '2025-06-18'),
  ordered: between('2025-06-23', '2025-07-02'),
  proposed: between('2025-07-01', '2025-07-10'),
  accepted: between('2025-07-07', '2025-07-18'),
  submitted: between('2025-07-22', '2025-08-29'),
} as const

/** The final deadline has passed, and with it the last day of the interim report. */
function tellTooLateInterim(project: Project): void {
  project.story.send('interimReport.submit', {
    by: 'clerk',
    when: exactly('2025-07-07T09:12:00'),
    data: { kpis: halfway(project) },
    refusedWith: 'deadline-passed',
  })
}

function tellMoved({ story }: Project): void {
  story.send('deadline.move', {
    by: 'manager',
    when: between('2025-06-12', '2025-06-20'),
    data: {
      deadline: 'finalReport',
      to: '2025-09-15',
      reason: 'Uitstel gevraagd: cijfers worden samengelegd na een reorganisatie.',
    },
  })
}

function tellReturned(
  { story, plan }: Project,
  submit: (when: When) => void,
  accept: (when: When) => void,
): void {
  submit(between('2025-06-16', '2025-06-27'))
  story.send('finalReport.return', {
    by: 'reviewer',
    when: between('2025-07-03', '2025-07-09'),
    data: {
      question: 'Graag per actie vermelden welke partner ze uitvoerde.',
      ...(plan.final === 'returned' ? { until: '2025-08-01' } : {}),
    },
  })
  if (plan.final === 'returned') submit(between('2025-07-23', '2025-07-31'))
  accept(between('2025-08-18', '2025-08-29'))
}

function submitFinal(project: Project, kpis: readonly Achieved[], when: When): void {
  const { story, plan, funding } = project
  const { chance } = story
  const stimuli = funding.stimuli.map(({ stimulus }) => ({
    stimulus,
    account: chance.pick(stimulusAccounts),
  }))
  story.send('finalReport.submit', {
    by: 'clerk',
    when,
    data: {
      kpis: kpis.map((each) => reported(each, chance)),
      ...(stimuli.length === 0 ? {} : { stimuli }),
    },
    ...(plan.final === 'missedAndLate' ? { refusedWith: 'deadline-passed' } : {}),
  })
}

/** A KPI that was not reached, and no word about it. */
function submitUnmotivated(project: Project, kpis: readonly Achieved[]): void {
  const { story, plan, funding } = project
  const { chance } = story
  story.send('finalReport.submit', {
    by: 'clerk',
    when: submission[plan.pace],
    data: {
      kpis: kpis.map(({ line, achieved }) => ({
        line: line.line,
        achieved,
        actionsTaken: chance.pick(actionsTaken),
      })),
      stimuli: funding.stimuli.map(({ stimulus }) => ({
        stimulus,
        account: chance.pick(stimulusAccounts),
      })),
    },
    refusedWith: 'motivation-missing',
  })
}

function reported({ line, achieved }: Achieved, chance: Chance) {
  const motivation = achieved < line.kpi ? { motivation: chance.pick(motivations) } : {}
  return { line: line.line, achieved, actionsTaken: chance.pick(actionsTaken), ...motivation }
}

function halfway({ story, funding }: Project) {
  return funding.lines.map(({ line, action, currentReach, kpi }) => ({
    line,
    achieved:
      action.type === 'plan'
        ? 0
        : Math.floor(currentReach + (kpi - currentReach) * story.chance.between(0.3, 0.65)),
  }))
}
