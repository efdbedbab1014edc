import { describe, expect, test } from 'vitest'
import { aalst, because, decision, gent, given, parameters, type Setting } from './support.ts'

const advice = { outcome: 'favourable', reference: 'IF/1' }
const silence = (how: 'favourable' | 'unfavourable' | 'wait'): Setting => ({
  call: { ifReview: { ...parameters.ifReview, silence: how } },
})
const due = (story: ReturnType<typeof given.ifReview>) => story.deadline('ifReview')

describe('ifReview.request (domain §3.2, §9)', () => {
  test('waits for every application that waits for someone', () => {
    const story = given.assessment({ applicants: [gent, aalst] })
    expect(story.refusal('ifReview.request')).toBe('event-not-allowed')
    story.does('application.admit')
    story.does('application.return', { question: 'x', until: '2024-06-30' }, { to: 'aalst' })
    expect(story.refusal('ifReview.request')).toBe('event-not-allowed')
    story.does('submission.reopen', because({ until: '2024-06-30' }), { to: 'aalst' })
    expect(story.refusal('ifReview.request')).toBe('event-not-allowed')
  })

  test('settles a call whose projects have all ended (2nd dry run, 11)', () => {
    const story = given.assessment().does('application.reject', because())
    expect(story.callShape().phase).toBe('assessment')
    story.does('ifReview.request')
    expect(story.callShape().phase).toBe('settled')
    expect(story.refusal('application.reassess', because())).toBe('event-not-allowed')
  })

  test('is refused before the assessment', () => {
    expect(given.submitted().refusal('ifReview.request')).toBe('event-not-allowed')
    expect(given.scheduled().refusal('ifReview.request')).toBe('event-not-allowed')
  })
})

describe('the term of the Inspectie (domain §3.3, §4)', () => {
  test('31 May 2024 + 12 working days is 18 June, 4 when urgent is 6 June', () => {
    expect(due(given.ifReview())).toBe('2024-06-18T21:59:59.999Z open')
    const urgent = given.admitted().at('2024-05-31').does('ifReview.request', { urgent: true })
    expect(due(urgent)).toBe('2024-06-06T21:59:59.999Z open')
  })

  test('8 March 2024 + 12 working days is 26 March', () => {
    const early = given.scheduled({
      call: {
        timeline: {
          ...parameters.timeline,
          launchMs: Date.parse('2024-03-01T10:00:00+01:00'),
          submissionDeadlineMs: Date.parse('2024-03-07T12:00:00+01:00'),
        },
      },
    })
    early.does('application.submit', {
      lines: [{ line: 'g1', decision: 'continue' }],
      stimuli: [{ stimulus: 'collaboration', decision: 'stop' }],
    })
    early.at('2024-03-08').does('application.admit').does('ifReview.request')
    expect(due(early)).toBe('2024-03-26T22:59:59.999Z open')
  })

  test('the closing days of the call do not count', () => {
    const closing = { ...parameters.ifReview, extraClosingDays: ['2024-06-18'] }
    expect(due(given.ifReview({ call: { ifReview: closing } }))).toBe(
      '2024-06-19T21:59:59.999Z open',
    )
  })

  test('a suspended term is open without due, and ends n - u working days after it resumes', () => {
    const story = given.ifReview().at('2024-06-05')
    expect(story.callShape().phase).toBe('ifReview')
    story.does('ifReview.suspend', { question: 'Hoeveel?' })
    expect(due(story)).toBe('open')
    expect(story.at('2024-08-01').phase()).toBe('ifReview')
    story.does('ifReview.resume', {}, { roles: ['manager'] })
    // Passed before 5 June: 3 and 4 June; ten working days after 1 August, one of them a holiday.
    expect(due(story)).toBe('2024-08-16T21:59:59.999Z open')
  })

  test('each resumption counts anew from its own day (2nd dry run, 12)', () => {
    const story = given.ifReview().at('2024-06-05')
    story.does('ifReview.suspend', { question: 'Een?' }).at('2024-06-10').does('ifReview.resume')
    expect(due(story)).toBe('2024-06-24T21:59:59.999Z open')
    story.at('2024-06-13').does('ifReview.suspend', { question: 'Twee?' })
    story.at('2024-06-17').does('ifReview.resume')
    // Ten were left on 10 June; 11 and 12 June passed before the 13th.
    expect(due(story)).toBe('2024-06-27T21:59:59.999Z open')
  })

  test('a suspension resumed on its own day changes nothing (§9)', () => {
    const story = given.ifReview().at('2024-06-05').does('ifReview.suspend', { question: 'x' })
    story.at('2024-06-05T17:00:00').does('ifReview.resume')
    expect(due(story)).toBe('2024-06-18T21:59:59.999Z open')
  })

  test('advice ends a suspension (§9)', () => {
    const story = given.ifReview().at('2024-06-05').does('ifReview.suspend', { question: 'x' })
    expect(story.refusal('ifReview.suspend', { question: 'y' })).toBe('event-not-allowed')
    story.does('ifReview.advise', advice)
    expect(story.phase()).toBe('award')
    expect(due(story)).toBe('met')
    expect(story.refusal('ifReview.resume')).toBe('event-not-allowed')
  })

  test('unfavourable advice goes on to the award, flagged', () => {
    const story = given.ifReview().does('ifReview.advise', {
      outcome: 'unfavourable',
      reference: 'IF/2',
      remarks: 'Neen.',
    })
    expect(story.phase()).toBe('award')
    expect(story.shape().flags).toEqual(['if-unfavourable'])
    expect(story.callShape().phase).toBe('award')
  })

  test('silence is deemed favourable, or unfavourable if the call says so', () => {
    const favourable = given.ifReview(silence('favourable')).at('2024-06-19')
    expect(favourable.phase()).toBe('award')
    expect(favourable.shape().flags).toEqual(['if-silent'])
    expect(due(favourable)).toBe('2024-06-18T21:59:59.999Z missed')
    const unfavourable = given.ifReview(silence('unfavourable')).at('2024-06-19')
    expect(unfavourable.shape().flags).toEqual(['if-silent', 'if-unfavourable'])
    expect(unfavourable.refusal('ifReview.advise', advice)).toBe('event-not-allowed')
  })

  test('a call that waits for the advice is overdue, and takes it late', () => {
    const story = given.ifReview(silence('wait')).at('2024-07-10')
    expect(story.phase()).toBe('ifReview')
    expect(due(story)).toBe('2024-06-18T21:59:59.999Z overdue')
    expect(story.mails('reminder', '')).toContain('inspector ifReview P1D')
    expect(story.mails('reminder', '')).toContain('manager ifReview P14D')
    story.does('ifReview.advise', advice)
    expect(story.phase()).toBe('award')
    expect(due(story)).toBe('2024-06-18T21:59:59.999Z late')
  })

  test('a call whose last project withdraws is settled, and reminds nobody', () => {
    const story = given.ifReview(silence('wait')).does('application.withdraw', because())
    expect(story.callShape().phase).toBe('settled')
    expect(due(story)).toContain('cancelled')
    expect(story.at('2024-08-01').mails('reminder', '')).toEqual([])
    const awaiting = given.advised().does('application.withdraw', because())
    expect(awaiting.callShape().phase).toBe('settled')
    expect(awaiting.refusal('award.decide', decision())).toBe('event-not-allowed')
  })
})
