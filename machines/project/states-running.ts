import { projectSetup } from './setup.ts'

/** The regions that run beside each other from the award on. Source: domain §3.5 to §3.8. */

export const advance = projectSetup.createStateConfig({
  initial: 'waiting',
  states: {
    waiting: {
      always: { guard: 'paysNoAdvance', target: 'none' },
      on: { 'project.terminate': { guard: 'terminates', target: 'none' } },
      after: { advanceNotBefore: 'withoutIban' },
    },
    withoutIban: {
      always: {
        guard: 'hasIban',
        target: 'due',
        actions: ['orderAdvance', 'postAdvanceOrder'],
      },
      on: { 'project.terminate': { guard: 'terminates', target: 'none' } },
    },
    due: {
      always: { guard: 'paysExternally', target: 'ordered' },
      on: { 'call.orderBatched': { guard: 'isAdvance', target: 'ordered' } },
    },
    ordered: {
      on: {
        'payment.execute': {
          guard: 'isAdvance',
          target: 'paid',
          actions: ['executeAdvance', 'reachAdvance', 'postAdvancePaid'],
        },
        'payment.fail': { guard: 'isAdvance', target: 'failed' },
      },
    },
    failed: {
      on: { 'payment.retry': { guard: 'isAdvance', target: 'due', actions: 'retryAdvance' } },
    },
    paid: {
      on: {
        'payment.return': {
          guard: 'returnsAdvance',
          target: 'failed',
          actions: ['bounceAdvance', 'loseAdvance', 'postAdvanceBounced'],
        },
      },
    },
    none: {},
  },
})

export const interimReport = projectSetup.createStateConfig({
  initial: 'open',
  states: {
    open: {
      on: {
        'interimReport.submit': { target: 'submitted', actions: ['submitInterim', 'sendReceipt'] },
        'deadline.move': [
          { guard: 'movesInterim', target: 'open', reenter: true, actions: 'moveDeadline' },
          { guard: 'movesOpenFinal', target: 'open', reenter: true },
        ],
        'period.extend': { guard: 'extensionMovesFinal', target: 'open', reenter: true },
        'project.terminate': { guard: 'terminates', target: 'skipped' },
      },
      after: {
        interimDeadline: [
          { guard: 'finalIsDue', target: 'missed', actions: 'interimMissed' },
          { target: 'overdue', actions: 'interimOverdue' },
        ],
      },
    },
    overdue: {
      on: {
        'interimReport.submit': { target: 'submitted', actions: ['submitInterim', 'sendReceipt'] },
        'deadline.move': [
          { guard: 'movesInterim', target: 'open', actions: 'moveDeadline' },
          { guard: 'movesOpenFinal', target: 'overdue', reenter: true },
        ],
        'period.extend': { guard: 'extensionMovesFinal', target: 'overdue', reenter: true },
        'project.terminate': { guard: 'terminates', target: 'skipped' },
      },
      after: { interimMissedDeadline: { target: 'missed', actions: 'interimMissed' } },
    },
    submitted: {
      on: {
        'interimReport.accept': { target: 'accepted', actions: 'acceptInterim' },
        'interimReport.return': { target: 'returned', actions: 'returnInterim' },
      },
    },
    returned: {
      on: {
        'interimReport.submit': { target: 'submitted', actions: ['submitInterim', 'sendReceipt'] },
        'project.terminate': { guard: 'terminates', target: 'submitted' },
      },
      after: { interimReturnTerm: { target: 'submitted', actions: 'interimUnanswered' } },
    },
    missed: {
      on: { 'deadline.move': { guard: 'reopensInterim', target: 'open', actions: 'moveDeadline' } },
    },
    accepted: {},
    skipped: {},
  },
})

export const finalReport = projectSetup.createStateConfig({
  initial: 'open',
  states: {
    open: {
      on: {
        'finalReport.submit': { target: 'submitted', actions: ['submitFinal', 'sendReceipt'] },
        'deadline.move': {
          guard: 'movesFinal',
          target: 'open',
          reenter: true,
          actions: 'moveFinal',
        },
        'period.extend': { guard: 'extensionMovesFinal', target: 'open', reenter: true },
        'project.terminate': { guard: 'terminates', target: 'skipped' },
      },
      after: { finalDeadline: { target: 'overdue', actions: 'finalOverdue' } },
    },
    overdue: {
      on: {
        'finalReport.submit': { target: 'submitted', actions: ['submitFinal', 'sendReceipt'] },
        'deadline.move': [
          { guard: 'movesFinal', target: 'open', actions: 'moveFinal' },
          { guard: 'movesGrace', target: 'overdue', reenter: true, actions: 'moveDeadline' },
        ],
        'period.extend': { guard: 'extensionMovesFinal', target: 'open' },
        'project.terminate': { guard: 'terminates', target: 'skipped' },
      },
      after: { finalGrace: { target: 'missed', actions: 'finalMissed' } },
    },
    submitted: {
      on: {
        'finalReport.accept': {
          guard: 'beforeBalanceApproval',
          target: 'accepted',
          actions: ['acceptFinal', 'publishResult'],
        },
        'finalReport.return': {
          guard: 'notTerminated',
          target: 'returned',
          actions: 'returnFinal',
        },
      },
    },
    returned: {
      on: {
        'finalReport.submit': { target: 'submitted', actions: ['submitFinal', 'sendReceipt'] },
        'project.terminate': { guard: 'terminates', target: 'submitted' },
      },
      after: { finalReturnTerm: { target: 'submitted', actions: 'finalUnanswered' } },
    },
    missed: {
      on: { 'deadline.move': { guard: 'reopensFinal', target: 'open', actions: 'moveFinal' } },
    },
    accepted: {},
    skipped: {},
  },
})

export const period = projectSetup.createStateConfig({
  initial: 'running',
  states: {
    running: {
      on: {
        'period.extend': {
          guard: 'notTerminated',
          target: 'running',
          reenter: true,
          actions: ['extendPeriod', 'publishResult'],
        },
        'project.terminate': { guard: 'terminates', target: 'running', reenter: true },
      },
      after: { periodEnd: { target: 'ended', actions: 'endPeriod' } },
    },
    ended: {},
  },
})

export const accounts = projectSetup.createStateConfig({
  initial: 'idle',
  on: {
    'accounts.submit': {
      guard: 'accountsStayOpen',
      actions: ['submitAccounts', 'sendReceipt'],
    },
    'accounts.confirm': { guard: 'confirmsAccounts', actions: 'confirmAccounts' },
    'deadline.move': { guard: 'movesOpenYear', actions: 'moveDeadline' },
  },
  states: {
    idle: { always: { guard: 'accountsMoved', target: 'armed', actions: 'armAccounts' } },
    armed: {
      always: [
        { guard: 'noAccounts', target: 'idle', actions: 'armAccounts' },
        { guard: 'accountsMoved', target: 'armed', reenter: true, actions: 'armAccounts' },
      ],
      after: { nextAccounts: { target: 'idle', actions: ['accountsOverdue', 'disarmAccounts'] } },
    },
  },
})

export const settlement = projectSetup.createStateConfig({
  initial: 'execution',
  states: {
    execution: {
      always: { guard: 'readyForBalance', target: 'balanceDecision' },
      on: {
        'project.terminate': { guard: 'terminates', actions: ['terminate', 'publishResult'] },
      },
    },
    balanceDecision: {
      initial: 'deciding',
      entry: 'publishResult',
      on: {
        'deadline.move': {
          guard: 'reopensMissedFinal',
          target: 'execution',
          actions: 'publishResult',
        },
        'payment.return': {
          guard: 'isAdvance',
          target: 'execution',
          actions: ['dropProposal', 'publishResult'],
        },
      },
      states: {
        deciding: {
          on: { 'balance.propose': { target: 'proposed', actions: 'proposeBalance' } },
        },
        proposed: {
          on: {
            'balance.approve': [
              {
                guard: 'paysBalance',
                target: '#project.life.active.running.settlement.balance',
                actions: [
                  'orderBalance',
                  'approveBalance',
                  'postRelease',
                  'postBalanceOrder',
                  'mailSettlement',
                ],
              },
              {
                target: '#project.life.active.running.settlement.endControl',
                actions: ['approveBalance', 'postRelease', 'mailSettlement'],
              },
            ],
            'balance.return': { target: 'deciding', actions: 'dropProposal' },
          },
        },
      },
    },
    balance: {
      initial: 'withoutIban',
      states: {
        withoutIban: { always: { guard: 'hasIban', target: 'due' } },
        due: {
          always: { guard: 'paysExternally', target: 'ordered' },
          on: { 'call.orderBatched': { guard: 'isBalance', target: 'ordered' } },
        },
        ordered: {
          on: {
            'payment.execute': {
              guard: 'isBalance',
              target: '#project.life.active.running.settlement.endControl',
              actions: ['executeBalance', 'postBalancePaid'],
            },
            'payment.fail': { guard: 'isBalance', target: 'failed' },
          },
        },
        failed: {
          on: { 'payment.retry': { guard: 'isBalance', target: 'due', actions: 'retryBalance' } },
        },
      },
    },
    endControl: {
      initial: 'waiting',
      on: {
        'payment.return': {
          guard: 'isBalance',
          target: 'balance.failed',
          actions: ['reopenBalance', 'postBalanceBounced'],
        },
      },
      states: {
        waiting: { always: { guard: 'readyForEndControl', target: 'reviewing' } },
        reviewing: {
          always: { guard: 'notReadyForEndControl', target: 'waiting' },
          on: {
            'endControl.propose': {
              target: 'proposed',
              actions: ['proposeEndControl', 'closeAccounts'],
            },
            'accounts.requestClarification': {
              target: 'clarifying',
              actions: 'askClarification',
            },
            'accounts.clarify': {
              guard: 'wasAskedToClarify',
              actions: ['clarify', 'sendReceipt'],
            },
          },
        },
        clarifying: {
          on: {
            'accounts.clarify': { target: 'reviewing', actions: ['clarify', 'sendReceipt'] },
            'deadline.move': {
              guard: 'movesClarification',
              target: 'clarifying',
              reenter: true,
              actions: 'moveDeadline',
            },
          },
          after: {
            clarificationDeadline: { target: 'reviewing', actions: 'clarificationUnanswered' },
          },
        },
        proposed: {
          on: {
            'endControl.approve': {
              target: '#project.life.active.running.settlement.done',
              actions: 'approveEndControl',
            },
            'endControl.return': { target: 'reviewing', actions: 'dropProposal' },
          },
        },
      },
    },
    done: {},
  },
})
