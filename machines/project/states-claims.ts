import { projectSetup } from './setup.ts'

/** The claim after the balance decision. Source: domain §3.9. */
export const balanceClaim = projectSetup.createStateConfig({
  initial: 'none',
  states: {
    none: {
      always: { guard: 'hasBalanceClaim', target: 'announced', actions: 'mailBalanceHearing' },
    },
    announced: {
      on: {
        'clawback.hear': {
          guard: 'isBalanceClaim',
          target: 'heard',
          actions: ['hearBalance', 'sendReceipt'],
        },
        'deadline.move': {
          guard: 'movesBalanceHearing',
          target: 'announced',
          reenter: true,
          actions: 'moveDeadline',
        },
      },
      after: { balanceHearing: { target: 'heard', actions: 'balanceHearingPassed' } },
    },
    heard: {
      on: {
        'clawback.decide': [
          {
            guard: 'waivesBalanceClaim',
            target: 'settled',
            actions: ['waiveBalance', 'mailBalanceDemand'],
          },
          {
            guard: 'isBalanceClaim',
            target: 'demanded',
            actions: ['demandBalance', 'postBalanceDemand', 'mailBalanceDemand'],
          },
        ],
      },
    },
    demanded: {
      initial: 'running',
      always: { guard: 'balanceClaimIsSettled', target: 'settled' },
      on: {
        'clawback.repay': {
          guard: 'isBalanceClaim',
          actions: ['repayBalance', 'postBalanceRepayment'],
        },
        'clawback.writeOff': { guard: 'isBalanceClaim', actions: 'proposeBalanceWriteOff' },
        'clawback.approveWriteOff': {
          guard: 'isBalanceClaim',
          actions: ['postBalanceWriteOff', 'writeOffBalance'],
        },
        'deadline.move': {
          guard: 'movesBalanceRepayment',
          target: '.running',
          reenter: true,
          actions: 'moveDeadline',
        },
      },
      states: {
        running: {
          after: {
            balanceRepayment: {
              target: 'overdue',
              actions: ['balanceRepaymentOverdue', 'mailBalanceOverdue'],
            },
          },
        },
        overdue: {},
      },
    },
    settled: {},
  },
})

/** The claim after the end control; it also comes when the balance was paid. */
export const endControlClaim = projectSetup.createStateConfig({
  initial: 'none',
  states: {
    none: {
      always: {
        guard: 'hasEndControlClaim',
        target: 'announced',
        actions: 'mailEndControlHearing',
      },
    },
    announced: {
      on: {
        'clawback.hear': {
          guard: 'isEndControlClaim',
          target: 'heard',
          actions: ['hearEndControl', 'sendReceipt'],
        },
        'deadline.move': {
          guard: 'movesEndControlHearing',
          target: 'announced',
          reenter: true,
          actions: 'moveDeadline',
        },
      },
      after: { endControlHearing: { target: 'heard', actions: 'endControlHearingPassed' } },
    },
    heard: {
      on: {
        'clawback.decide': [
          {
            guard: 'waivesEndControlClaim',
            target: 'settled',
            actions: ['waiveEndControl', 'mailEndControlDemand'],
          },
          {
            guard: 'isEndControlClaim',
            target: 'demanded',
            actions: ['demandEndControl', 'postEndControlDemand', 'mailEndControlDemand'],
          },
        ],
      },
    },
    demanded: {
      initial: 'running',
      always: { guard: 'endControlClaimIsSettled', target: 'settled' },
      on: {
        'clawback.repay': {
          guard: 'isEndControlClaim',
          actions: ['repayEndControl', 'postEndControlRepayment'],
        },
        'clawback.writeOff': { guard: 'isEndControlClaim', actions: 'proposeEndControlWriteOff' },
        'clawback.approveWriteOff': {
          guard: 'isEndControlClaim',
          actions: ['postEndControlWriteOff', 'writeOffEndControl'],
        },
        'deadline.move': {
          guard: 'movesEndControlRepayment',
          target: '.running',
          reenter: true,
          actions: 'moveDeadline',
        },
      },
      states: {
        running: {
          after: {
            endControlRepayment: {
              target: 'overdue',
              actions: ['endControlRepaymentOverdue', 'mailEndControlOverdue'],
            },
          },
        },
        overdue: {},
      },
    },
    settled: {},
  },
})
