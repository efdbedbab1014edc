import type { ProjectContext, ProjectInput } from './project/context.ts'
import { projectSetup } from './project/setup.ts'
import * as before from './project/states-before-award.ts'
import { balanceClaim, endControlClaim } from './project/states-claims.ts'
import * as running from './project/states-running.ts'

/**
 * One applicant's project, from the launch of the call to the last cent. The life of the project
 * runs beside its reminders and its successions; within the life, execution and settlement run
 * beside each other. Source: domain §3.
 */
export const projectMachine = projectSetup.createMachine({
  id: 'project',
  type: 'parallel',
  context: ({ input }) => projectContext(input),
  on: { 'note.add': { actions: 'countNote' } },
  states: {
    life: {
      initial: 'active',
      states: {
        active: {
          initial: 'scheduled',
          on: {
            'project.assign': { actions: 'assignFile' },
            'applicant.update': { actions: 'updateApplicant' },
            'applicant.succeed': { actions: 'planSuccession' },
          },
          states: {
            scheduled: before.scheduled,
            submission: before.submission,
            assessment: before.assessment,
            ifReview: before.ifReview,
            award: before.award,
            running: {
              type: 'parallel',
              always: {
                guard: 'closes',
                target: '#project.life.ended.closed',
                actions: ['settle', 'mailClosure'],
              },
              on: { 'learningNetwork.attend': { actions: 'attend' } },
              states: {
                settlement: running.settlement,
                advance: running.advance,
                interimReport: running.interimReport,
                finalReport: running.finalReport,
                period: running.period,
                accounts: running.accounts,
                balanceClaim,
                endControlClaim,
              },
            },
          },
        },
        ended: before.ended,
      },
    },
    reminders: {
      initial: 'idle',
      states: {
        idle: { always: { guard: 'reminderMoved', target: 'armed', actions: 'armReminder' } },
        armed: {
          always: [
            { guard: 'noReminder', target: 'idle', actions: 'armReminder' },
            { guard: 'reminderMoved', target: 'armed', reenter: true, actions: 'armReminder' },
          ],
          after: {
            nextReminder: [
              {
                guard: 'isLastReminder',
                target: 'idle',
                actions: ['mailReminders', 'remind', 'disarmReminder'],
              },
              {
                target: 'armed',
                reenter: true,
                actions: ['mailReminders', 'remind', 'armReminder'],
              },
            ],
          },
        },
      },
    },
    succession: {
      initial: 'idle',
      states: {
        idle: { always: { guard: 'successionMoved', target: 'armed', actions: 'armSuccession' } },
        armed: {
          always: [
            { guard: 'noSuccession', target: 'idle', actions: 'armSuccession' },
            { guard: 'successionMoved', target: 'armed', reenter: true, actions: 'armSuccession' },
          ],
          after: {
            nextSuccession: {
              target: 'idle',
              actions: ['succeed', 'disarmSuccession', 'publishResult'],
            },
          },
        },
      },
    },
  },
})

function projectContext({ id, data }: ProjectInput): ProjectContext {
  return {
    id,
    call: data.call,
    terms: data.terms,
    applicant: data.applicant,
    yearTwo: { lines: data.lines, stimuli: data.stimuli },
    application: null,
    award: null,
    deadlines: {},
    orders: { advance: null, balance: null },
    interim: null,
    final: null,
    judgement: null,
    periodEnd: data.terms.timeline.projectEnd,
    accounts: {},
    proposal: null,
    releasedCents: 0,
    claims: { balance: null, endControl: null },
    returnTerms: { interim: null, final: null },
    clarificationAsked: false,
    successions: [],
    assignee: null,
    ibanAtAward: '',
    ibanChangedBy: [],
    attendance: [],
    notes: 0,
    flags: [],
    terminatedMs: null,
    reached: {},
    armed: { reminder: null, accounts: null, succession: null },
  }
}
