/** Section 2's table of the domain, as it reads: what a role sends to a project and to a call. */
export const rights = {
  applicant:
    'application.submit application.withdraw interimReport.submit finalReport.submit ' +
    'accounts.submit accounts.clarify clawback.hear applicant.update',
  reviewer:
    'application.admit application.return application.reject application.reassess ' +
    'interimReport.accept interimReport.return finalReport.accept finalReport.return ' +
    'accounts.requestClarification accounts.confirm learningNetwork.attend ' +
    'balance.propose balance.approve balance.return endControl.propose endControl.approve ' +
    'endControl.return project.assign note.add',
  manager:
    'balance.propose balance.approve balance.return endControl.propose endControl.approve ' +
    'endControl.return project.assign deadline.move submission.reopen period.extend ' +
    'applicant.succeed applicant.update project.terminate clawback.decide ' +
    'clawback.writeOff clawback.approveWriteOff note.add deadlineMove.propose ' +
    'deadlineMove.approve deadlineMove.return ifReview.request ifReview.resume ' +
    'award.decide paymentBatch.approve paymentBatch.return',
  inspector: 'ifReview.suspend ifReview.advise ifReview.resume note.add',
  paymaster:
    'payment.execute payment.fail payment.return payment.retry paymentBatch.propose ' +
    'paymentBatch.approve paymentBatch.return clawback.repay receipt.book note.add',
} as const
