import { after, between, exactly, soon } from './moments.ts'
import { reviewers } from './people.ts'
import type { Project } from './project.ts'
import type { ApplicationData } from './funding.ts'

/** From the launch to 6 May 2024, 12:00, and what came after it. Source: nota §2.4, §4. */
export function tellSubmission({ story, plan, funding }: Project): void {
  const { application } = funding
  const submit = (when = between('2024-04-11', '2024-05-03')) =>
    story.send('application.submit', { by: 'clerk', when, data: application })
  const refused = (data: ApplicationData, refusedWith: string) =>
    story.send('application.submit', {
      by: 'clerk',
      when: between('2024-04-15', '2024-04-30'),
      data,
      refusedWith,
    })
  switch (plan.submission) {
    case 'none':
      return
    case 'once':
    case 'stopped':
      return submit()
    case 'replaced':
      story.send('application.submit', {
        by: 'clerk',
        when: between('2024-04-08', '2024-04-24'),
        data: allContinued(application),
      })
      return submit(between('2024-04-25', '2024-05-03'))
    case 'aboveYearTwo':
      refused(
        changed(application, (kpi) => kpi * 2, story.applicant.lines),
        'kpi-above-year-2',
      )
      return submit(soon)
    case 'notReduced':
      refused(
        changed(application, (kpi) => kpi, story.applicant.lines),
        'kpi-not-reduced',
      )
      return submit(soon)
    case 'lineForgotten':
      refused({ ...application, lines: application.lines.slice(1) }, 'invalid-payload')
      return submit(soon)
    case 'unknownLine':
      refused(withStrangeLine(application), 'line-unknown')
      return submit(soon)
    case 'wrongApplicant':
      submit(between('2024-04-22', '2024-04-26'))
      return story.intrude(
        'application.submit',
        { actor: 'halle.invaller', roles: ['applicant'] },
        'halle',
        between('2024-04-29', '2024-05-03'),
        application,
      )
    case 'lastMillisecond':
      return submit(exactly('2024-05-06T12:00:00.000'))
    case 'replacedTooLate':
      submit(between('2024-04-22', '2024-05-03'))
      return story.send('application.submit', {
        by: 'clerk',
        when: exactly('2024-05-06T12:03:41.000'),
        data: allContinued(application),
        refusedWith: 'deadline-passed',
      })
    case 'reopened':
      return tellReopened(story, application)
  }
}

/** ABB assigns the file and assesses it, in the second half of May. */
export function tellAssessment({ story, plan, funding }: Project): void {
  if (plan.submission === 'none' || plan.submission === 'stopped') return
  const { actor } = story.sender('reviewer')
  const when = between('2024-05-10', '2024-05-14')
  story.send('project.assign', { by: 'manager', when, data: { person: actor } })
  switch (plan.assessment) {
    case 'returned':
      story.send('application.return', {
        by: 'reviewer',
        when: between('2024-05-15', '2024-05-15'),
        data: { question: 'Waarom daalt het bereik bij de eerste actie?', until: '2024-05-24' },
      })
      story.send('application.submit', {
        by: 'clerk',
        when: after(2, 5),
        data: funding.application,
      })
      break
    case 'unanswered':
      story.send('application.return', {
        by: 'reviewer',
        when: between('2024-05-15', '2024-05-15'),
        data: { question: 'Welke partner voert actie 2 uit?', until: '2024-05-22T17:00:00' },
      })
      return admit(between('2024-05-23', '2024-05-23'))
    case 'reassessed':
      story.send('application.reject', {
        by: 'reviewer',
        when: between('2024-05-15', '2024-05-15'),
        data: { reason: 'Minder dan 7.500 inwoners met migratieroots van buiten de EU14.' },
      })
      story.send('application.reassess', {
        by: 'reviewer',
        when: after(3, 5),
        data: { reason: 'Recentere cijfers van het bestuur: samen boven de drempel.' },
      })
      break
    case 'admitted':
      break
  }
  admit(between('2024-05-15', '2024-05-24'))

  function admit(moment: ReturnType<typeof between>): void {
    story.send('application.admit', { by: 'reviewer', when: moment })
  }
}

/** A reviewer leaves in March 2025: the files go to a colleague. */
export function tellHandover({ story: main, funding }: Project): void {
  const story = main.beside('handover')
  const leaving = reviewers[4]
  if (funding.awardedCents === 0 || story.sender('reviewer').actor !== leaving.actor) return
  const successor = reviewers[2]
  story.handOver(successor)
  story.send('project.assign', {
    by: 'director',
    when: between('2025-03-17', '2025-03-19'),
    data: { person: successor.actor },
  })
}

function tellReopened(story: Project['story'], application: ApplicationData): void {
  story.send('application.submit', {
    by: 'clerk',
    when: exactly('2024-05-06T12:00:00.001'),
    data: application,
    refusedWith: 'deadline-passed',
  })
  story.send('submission.reopen', {
    by: 'manager',
    when: exactly('2024-05-07T10:20:00'),
    data: {
      until: '2024-05-08T12:00:00',
      reason: 'Aantoonbare storing van het loket in het laatste halfuur.',
    },
  })
  story.send('application.submit', {
    by: 'clerk',
    when: exactly('2024-05-07T15:45:30'),
    data: application,
  })
}

function allContinued(application: ApplicationData): ApplicationData {
  return {
    lines: application.lines.map(({ line }) => ({ line, decision: 'continue' })),
    stimuli: application.stimuli,
  }
}

/** Another KPI for the first line that counts. */
function changed(
  application: ApplicationData,
  change: (kpi: number) => number,
  yearTwo: Project['story']['applicant']['lines'],
): ApplicationData {
  const counted = yearTwo.find(({ action }) => action.type === 'count')
  return {
    ...application,
    lines: application.lines.map((each) =>
      each.line === counted?.line
        ? { line: each.line, decision: 'reduce', kpi: change(counted.kpi) }
        : each,
    ),
  }
}

function withStrangeLine(application: ApplicationData): ApplicationData {
  const strange = { line: 'nieuwe-actie-1', decision: 'continue' } as const
  return { ...application, lines: [...application.lines, strange] }
}
