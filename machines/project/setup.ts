import { and, not, or, setup, stateIn } from 'xstate'
import { startOfDay } from '../../src/domain/calendar.ts'
import { emit, post, runtimeActions, update } from '../actions.ts'
import { delayUntilAfter, dueMsOf, isRunning, nextReminderMs, takeReminders } from '../deadlines.ts'
import { type Delivered, startedAt } from '../event-table.ts'
import { centsOf, present } from '../present.ts'
import * as accounts from './accounts.ts'
import * as application from './application.ts'
import * as claims from './claims.ts'
import type { ProjectContext, ProjectInput } from './context.ts'
import * as ifReview from './if-review.ts'
import { letterMail } from './letters.ts'
import * as payments from './payments.ts'
import { remind, reminderMails } from './reminders.ts'
import * as reports from './reports.ts'
import type * as data from './schemas.ts'
import * as succession from './succession.ts'

type Args = { readonly context: ProjectContext; readonly event: Delivered }

const inRunning = (path: string) => stateIn(`#project.life.active.running.${path}`)
const isOrder = (name: payments.OrderName) => (args: Args) =>
  (args.event.data as data.PaymentExecute).order === payments.orderId(args.context, name)
const concerns = (name: 'balance' | 'endControl') => (args: Args) =>
  claims.claimOf(args.context, args.event as Delivered<data.ClaimEvent>) === name
const decidesNothing = (name: 'balance' | 'endControl') => (args: Args) =>
  concerns(name)(args) && centsOf((args.event.data as data.ClawbackDecide).amount) === 0
const moves = (name: string) => (args: Args) =>
  (args.event.data as data.DeadlineMove).deadline === name
const until = (name: string) => (args: Args) =>
  delayUntilAfter(dueMsOf(args.context.deadlines, name), args.event.at)
const since = (name: keyof ProjectContext['armed']) => (args: Args) =>
  Math.max(0, present(args.context.armed[name], `time of ${name}`) - args.event.at)
const returned = (name: keyof ProjectContext['returnTerms']) => (args: Args) =>
  delayUntilAfter(present(args.context.returnTerms[name], `term of ${name}`), args.event.at)

/** Context, implementations and delays of the project machine; the states stand beside it. */
export const projectSetup = setup({
  types: {
    context: {} as ProjectContext,
    events: {} as Delivered,
    input: {} as ProjectInput,
    tags: {} as 'end',
  },
  actions: {
    ...runtimeActions,

    launch: update(application.launch),
    submitApplication: update(application.submitApplication),
    resubmit: update(application.resubmit),
    closeSubmission: update(application.closeSubmission),
    missSubmission: update(application.missSubmission),
    reopenSubmission: update(application.reopenSubmission),
    returnApplication: update(application.returnApplication),
    missResubmission: update(application.missResubmission),
    stopAll: update(application.stopAll),
    endEarly: update(application.endEarly),
    moveDeadline: update(application.moveDeadline),
    tellCallEnded: emit<ProjectContext>(({ call, id }) => [
      { type: 'message', params: { to: call, type: 'project.ended', data: { project: id } } },
    ]),
    tellCallRevived: emit<ProjectContext>(({ call, id }) => [
      { type: 'message', params: { to: call, type: 'project.revived', data: { project: id } } },
    ]),
    /** Nothing of a project is public before its award. */
    publishResult: emit<ProjectContext>(({ call, award }) =>
      award === null ? [] : [{ type: 'publish', params: { call } }],
    ),
    sendReceipt: emit<ProjectContext>((_, { type, at }) => [
      {
        type: 'mail',
        params: { template: 'receipt', to: 'applicant', subject: type, step: null, atMs: at },
      },
    ]),

    mailAward: emit(letterMail('award')),
    mailRefusal: emit(letterMail('refusal')),
    mailSettlement: emit(letterMail('settlement')),
    mailBalanceHearing: emit(letterMail('hearing.balance')),
    mailEndControlHearing: emit(letterMail('hearing.endControl')),
    mailBalanceDemand: emit(letterMail('demand.balance')),
    mailEndControlDemand: emit(letterMail('demand.endControl')),
    mailClosure: emit(letterMail('closure')),

    beginIfReview: update(ifReview.begin),
    suspendIfReview: update(ifReview.suspend),
    resumeIfReview: update(ifReview.begin),
    lateIfReview: update(ifReview.late),
    endIfReview: update(ifReview.end),

    award: update(reports.award),
    submitInterim: update(reports.submitInterim),
    acceptInterim: update(reports.acceptInterim),
    returnInterim: update(reports.returnInterim),
    interimOverdue: update(reports.interimOverdue),
    interimMissed: update(reports.interimMissed),
    interimUnanswered: update(reports.interimUnanswered),
    submitFinal: update(reports.submitFinal),
    acceptFinal: update(reports.acceptFinal),
    returnFinal: update(reports.returnFinal),
    finalOverdue: update(reports.finalOverdue),
    finalMissed: update(reports.finalMissed),
    finalUnanswered: update(reports.finalUnanswered),
    moveFinal: update(reports.moveFinal),
    extendPeriod: update(reports.extendPeriod),
    endPeriod: update(reports.endPeriod),
    terminate: update(reports.terminate),
    attend: update(reports.attend),

    postAward: post(payments.awardPostings),
    orderAdvance: update(payments.orderAdvance),
    postAdvanceOrder: post(payments.orderPostings('advance')),
    executeAdvance: update(payments.executeOrder('advance')),
    reachAdvance: update(payments.reachAdvance),
    postAdvancePaid: post(payments.paidPostings('advance')),
    bounceAdvance: update(payments.bounceOrder('advance')),
    loseAdvance: update(payments.loseAdvance),
    postAdvanceBounced: post(payments.bouncedPostings('advance')),
    retryAdvance: update(payments.retryOrder('advance')),
    proposeBalance: update(payments.proposeBalance),
    dropProposal: update(payments.dropProposal),
    approveBalance: update(payments.approveBalance),
    postRelease: post(payments.releasePostings),
    orderBalance: update(payments.orderBalance),
    postBalanceOrder: post(payments.orderPostings('balance')),
    executeBalance: update(payments.executeOrder('balance')),
    postBalancePaid: post(payments.paidPostings('balance')),
    reopenBalance: update(payments.reopenBalance),
    postBalanceBounced: post(payments.bouncedPostings('balance')),
    retryBalance: update(payments.retryOrder('balance')),
    proposeEndControl: update(payments.proposeEndControl),
    approveEndControl: update(payments.approveEndControl),
    settle: update<ProjectContext>(({ reached }, { at }) => ({
      reached: { ...reached, settlement: at },
    })),

    submitAccounts: update(accounts.submitAccounts),
    confirmAccounts: update(accounts.confirmAccounts),
    accountsOverdue: update(accounts.accountsOverdue),
    askClarification: update(accounts.askClarification),
    clarify: update(accounts.clarify),
    clarificationUnanswered: update(accounts.clarificationUnanswered),
    closeAccounts: update(accounts.closeAccounts),

    hearBalance: update(claims.hear('balance')),
    hearEndControl: update(claims.hear('endControl')),
    balanceHearingPassed: update(claims.hearingPassed('balance')),
    endControlHearingPassed: update(claims.hearingPassed('endControl')),
    waiveBalance: update(claims.waive('balance')),
    waiveEndControl: update(claims.waive('endControl')),
    demandBalance: update(claims.demand('balance')),
    demandEndControl: update(claims.demand('endControl')),
    postBalanceDemand: post(claims.demandPostings('balance')),
    postEndControlDemand: post(claims.demandPostings('endControl')),
    balanceRepaymentOverdue: update(claims.repaymentOverdue('balance')),
    endControlRepaymentOverdue: update(claims.repaymentOverdue('endControl')),
    mailBalanceOverdue: emit(claims.overdueMail('balance')),
    mailEndControlOverdue: emit(claims.overdueMail('endControl')),
    repayBalance: update(claims.repay('balance')),
    repayEndControl: update(claims.repay('endControl')),
    postBalanceRepayment: post(claims.repaymentPostings('balance')),
    postEndControlRepayment: post(claims.repaymentPostings('endControl')),
    proposeBalanceWriteOff: update(claims.proposeWriteOff('balance')),
    proposeEndControlWriteOff: update(claims.proposeWriteOff('endControl')),
    writeOffBalance: update(claims.writeOff('balance')),
    writeOffEndControl: update(claims.writeOff('endControl')),
    postBalanceWriteOff: post(claims.writeOffPostings('balance')),
    postEndControlWriteOff: post(claims.writeOffPostings('endControl')),

    planSuccession: update(succession.planSuccession),
    succeed: update(succession.succeed),
    updateApplicant: update(succession.updateApplicant),
    assignFile: update<ProjectContext, data.ProjectAssign>((_, event) => ({
      assignee: event.data.person,
    })),
    countNote: update<ProjectContext>(({ notes }) => ({ notes: notes + 1 })),

    remind: update(remind),
    mailReminders: emit(reminderMails),
    armReminder: update<ProjectContext>(({ armed, deadlines }) => ({
      armed: { ...armed, reminder: nextReminderMs(deadlines) },
    })),
    armAccounts: update<ProjectContext>((context) => ({
      armed: { ...context.armed, accounts: accounts.nextAccountsMs(context) },
    })),
    armSuccession: update<ProjectContext>((context) => ({
      armed: { ...context.armed, succession: succession.nextSuccessionMs(context) },
    })),
    disarmReminder: update<ProjectContext>(({ armed }) => ({
      armed: { ...armed, reminder: null },
    })),
    disarmAccounts: update<ProjectContext>(({ armed }) => ({
      armed: { ...armed, accounts: null },
    })),
    disarmSuccession: update<ProjectContext>(({ armed }) => ({
      armed: { ...armed, succession: null },
    })),
  },
  guards: {
    hasApplication: ({ context }) => context.application !== null,
    nothingHandedIn: ({ context }) => context.application === null,
    everythingStopped: ({ context }) =>
      application.stopsEverything(present(context.application, 'application')),
    resubmissionStopsEverything: ({ context, event }) =>
      application.stopsEverything(
        application.applicationOf(
          context.yearTwo,
          (event as Delivered<data.ApplicationSubmit>).data,
          event.at,
        ),
      ),

    movesSubmission: moves('submission'),
    movesResubmission: moves('resubmission'),
    movesInterim: moves('interimReport'),
    movesFinal: moves('finalReport'),
    movesGrace: moves('finalGrace'),
    movesClarification: moves('clarification'),
    movesBalanceHearing: moves('hearing.balance'),
    movesEndControlHearing: moves('hearing.endControl'),
    movesBalanceRepayment: moves('repayment.balance'),
    movesEndControlRepayment: moves('repayment.endControl'),
    movesOpenAccounts: ({ context, event }) => {
      const { deadline } = (event as Delivered<data.DeadlineMove>).data
      return accounts.mayStillCome(context, deadline)
    },

    isAdvance: isOrder('advance'),
    isBalance: isOrder('balance'),
    paysExternally: ({ context }) => context.terms.payments === 'external',
    paysNoAdvance: ({ context }) => payments.plannedAdvanceCents(context) === 0,
    hasIban: ({ context }) => context.applicant.iban !== '',
    paysBalance: ({ context }) => present(context.proposal, 'proposal').payCents > 0,

    finalIsDue: ({ context, event }) => dueMsOf(context.deadlines, 'finalReport') < event.at,
    finalIsConcluded: or([
      'wasTerminated',
      inRunning('finalReport.accepted'),
      inRunning('finalReport.missed'),
    ]),
    advanceIsSettled: or([inRunning('advance.paid'), inRunning('advance.none')]),
    beforeBalanceApproval: or([
      inRunning('settlement.execution'),
      inRunning('settlement.balanceDecision'),
    ]),
    wasTerminated: ({ context }) => context.terminatedMs !== null,
    notTerminated: not('wasTerminated'),

    accountsAreIn: ({ context }) => accounts.nextAccountsMs(context) === null,
    wasAskedToClarify: ({ context }) => context.clarificationAsked,
    reportsByChapter: ({ context }) => context.applicant.kind === 'de-rand',

    isBalanceClaim: concerns('balance'),
    isEndControlClaim: concerns('endControl'),
    waivesBalanceClaim: decidesNothing('balance'),
    waivesEndControlClaim: decidesNothing('endControl'),
    balanceClaimIsSettled: ({ context }) => claims.isSettled(context.claims.balance),
    endControlClaimIsSettled: ({ context }) => claims.isSettled(context.claims.endControl),

    reminderMoved: ({ context }) => context.armed.reminder !== nextReminderMs(context.deadlines),
    accountsMoved: ({ context }) => context.armed.accounts !== accounts.nextAccountsMs(context),
    successionMoved: ({ context }) =>
      context.armed.succession !== succession.nextSuccessionMs(context),

    returnsAdvance: and(['isAdvance', 'beforeBalanceApproval']),
    reopensInterim: and(['movesInterim', 'beforeBalanceApproval', 'notTerminated']),
    reopensFinal: and(['movesFinal', 'beforeBalanceApproval', 'notTerminated']),
    reopensMissedFinal: and(['reopensFinal', inRunning('finalReport.missed')]),
    movesOpenFinal: and(['movesFinal', 'finalIsOpen']),
    finalIsOpen: ({ context }) => isRunning(context.deadlines['finalReport']),
    extensionMovesFinal: and(['callExtendsFinal', 'finalIsOpen', 'notTerminated', 'periodRuns']),
    callExtendsFinal: ({ context }) => context.terms.reports.extensionMovesFinal,
    periodRuns: inRunning('period.running'),
    terminates: and(['notTerminated', inRunning('settlement.execution')]),
    hasBalanceClaim: ({ context }) => context.claims.balance !== null,
    hasEndControlClaim: ({ context }) => context.claims.endControl !== null,
    readyForBalance: and(['finalIsConcluded', 'advanceIsSettled']),
    readyForEndControl: and(['periodEnded', 'accountsAreIn']),
    notReadyForEndControl: not('accountsAreIn'),
    confirmsAccounts: and(['reportsByChapter', 'hasUnconfirmedAccounts', 'accountsStayOpen']),
    hasUnconfirmedAccounts: ({ context }) =>
      Object.values(context.accounts).some((each) => !each.confirmed),
    movesOpenYear: and(['movesOpenAccounts', 'accountsStayOpen']),
    closes: and([inRunning('settlement.done'), 'everythingIsSettled']),
    isLastReminder: ({ context, event }) =>
      nextReminderMs(takeReminders(context.deadlines, event.at).deadlines) === null,
    noReminder: ({ context }) => nextReminderMs(context.deadlines) === null,
    noAccounts: ({ context }) => accounts.nextAccountsMs(context) === null,
    noSuccession: ({ context }) => succession.nextSuccessionMs(context) === null,

    everythingIsSettled: ({ context }) =>
      claims.isSettled(context.claims.balance) && claims.isSettled(context.claims.endControl),
    periodEnded: inRunning('period.ended'),
    accountsStayOpen: not(
      or([inRunning('settlement.endControl.proposed'), inRunning('settlement.done')]),
    ),
  },
  delays: {
    launch: ({ context, event }) => Math.max(0, context.terms.timeline.launchMs - startedAt(event)),
    submissionDeadline: until('submission'),
    resubmissionDeadline: until('resubmission'),
    advanceNotBefore: ({ context, event }) =>
      Math.max(0, startOfDay(context.terms.advance.notBefore, context.terms.timeZone) - event.at),
    interimDeadline: until('interimReport'),
    interimMissedDeadline: ({ context: { deadlines }, event }) =>
      delayUntilAfter(
        Math.max(dueMsOf(deadlines, 'interimReport'), dueMsOf(deadlines, 'finalReport')),
        event.at,
      ),
    interimReturnTerm: returned('interim'),
    finalDeadline: until('finalReport'),
    finalGrace: until('finalGrace'),
    finalReturnTerm: returned('final'),
    periodEnd: until('period'),
    clarificationDeadline: until('clarification'),
    balanceHearing: until('hearing.balance'),
    endControlHearing: until('hearing.endControl'),
    balanceRepayment: until('repayment.balance'),
    endControlRepayment: until('repayment.endControl'),
    nextReminder: since('reminder'),
    nextAccounts: ({ context, event }) =>
      delayUntilAfter(present(context.armed.accounts, 'time of accounts'), event.at),
    nextSuccession: since('succession'),
  },
})
