import { after, between, notBefore, soon } from './moments.ts'
import type { Project } from './project.ts'
import { syntheticIban } from './references.ts'

/** Eighty percent in October 2024. Source: nota §2.5. */
export function tellAdvance(project: Project): void {
  const { story, plan } = project
  const order = `${story.id}/advance`
  const execute = (when: ReturnType<typeof between>, refusedWith?: string) =>
    story.send('payment.execute', {
      by: 'paymaster',
      when,
      dated: (date) => ({ order, date }),
      ...(refusedWith === undefined ? {} : { refusedWith }),
    })
  const october = between('2024-10-08', '2024-10-17')
  switch (plan.advance) {
    case 'paid':
      return execute(october)
    case 'paidTwice':
      execute(october)
      return execute(soon, 'event-not-allowed')
    case 'tooEarly':
      story.send('payment.execute', {
        by: 'paymaster',
        when: between('2024-10-08', '2024-10-09'),
        dated: (date) => ({ order: `${story.id}/balance`, date }),
        refusedWith: 'unknown-order',
      })
      return execute(soon)
    case 'retried':
      fail('Weigering door het betaalsysteem: technische storing.')
      story.send('payment.retry', { by: 'paymaster', when: after(1, 2), data: { order } })
      return execute(after(2, 5))
    case 'newIban':
      fail('Rekeningnummer bestaat niet meer.')
      story.send('payment.retry', {
        by: 'paymaster',
        when: after(3, 8),
        data: { order, iban: ownIban(project, 1) },
      })
      return execute(after(2, 5))
    case 'bounced':
      execute(between('2024-10-08', '2024-10-09'))
      story.send('payment.return', {
        by: 'paymaster',
        when: after(5, 7),
        dated: (date) => ({ order, date, reason: 'Rekening afgesloten; bedrag teruggestort.' }),
      })
      story.send('payment.retry', {
        by: 'paymaster',
        when: after(2, 6),
        data: { order, iban: ownIban(project, 1) },
      })
      return execute(after(2, 4))
    case 'withoutIban':
      story.send('applicant.update', {
        by: 'clerk',
        when: between('2024-10-10', '2024-10-11'),
        data: { iban: ownIban(project, 0) },
        refusedWith: 'not-authorised',
      })
      story.send('applicant.update', {
        by: 'manager',
        when: after(1, 4),
        data: { iban: ownIban(project, 0) },
      })
      return execute(after(2, 5))
  }

  function fail(reason: string): void {
    const when = notBefore('2024-10-08', october)
    story.send('payment.fail', { by: 'paymaster', when, data: { order, reason } })
  }
}

/** A further synthetic account of the same applicant. */
export function ownIban({ story }: Project, serial: number): string {
  const first = story.applicant.iban
  const base = first === null ? 900 : Number(first.slice(7, 14))
  return syntheticIban(base + 1000 * (serial + 1))
}
