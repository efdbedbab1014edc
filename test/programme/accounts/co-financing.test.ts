import { beforeAll, describe, expect, test } from 'vitest'
import type { ProjectContext } from '../../../machines/project/context.ts'
import { explainCoFinancing } from '../../../src/programme/accounts/co-financing.ts'
import { award, openWorkbookWorld, type WorkbookWorld } from '../workbooks/world.ts'

let world: WorkbookWorld

beforeAll(async () => {
  world = await openWorkbookWorld()
  await award(world, ['gent', 'aalst'])
  await world.advance('2024-10-02T08:00:00Z')
  await world.does('gent', 'paymaster', 'payment.execute', {
    order: 'voorbeeld/gent/advance',
    date: '2024-10-02',
  })
})

/** Gent was awarded 30,000 for its line and 10,000 for a stimulus; 32,000 was paid. */
async function spent(amount: string) {
  await world.does('gent', 'applicant', 'accounts.submit', {
    year: 2024,
    entries: [{ code: 'ABB-SLV', amount }],
  })
  const { snapshot } = await world.project('gent')
  return explainCoFinancing(snapshot.context as ProjectContext)
}

describe('the co-financing check in words', () => {
  test('says what is claimed back where spending is below the subsidy', async () => {
    const explained = await spent('29999.99')
    expect(explained).toMatchObject({
      outcome: 'short',
      spentCents: 2_999_999,
      awardCents: 3_000_000,
    })
    expect(explained?.nl).toMatch(/29\.999,99 EUR; .* 30\.000,00 EUR\. .* niet\. .* 22\.000,00 EUR/)
    expect(explained?.en).toMatch(/29,999\.99 EUR; .* 30,000\.00 EUR\. .* claim back 0\.00 EUR\.$/)
  })

  test.each(['30000.00', '59999.99'])('asks for the own share at %s', async (amount) => {
    const explained = await spent(amount)
    expect(explained).toMatchObject({ outcome: 'own-share-unclear', clawbackCents: 0 })
    expect(explained?.nl).toMatch(/minstens 60\.000,00 EUR\. Vraag verduidelijking/)
    expect(explained?.en).toMatch(/at least 60,000\.00 EUR\. Ask for clarification/)
  })

  test('is content with twice the subsidy', async () => {
    const explained = await spent('60000.00')
    expect(explained).toMatchObject({ outcome: 'sufficient', clawbackCents: 0 })
    expect(explained?.nl).toMatch(/samen 60\.000,00 EUR\. In orde\.$/)
    expect(explained?.en).toMatch(/together 60,000\.00 EUR\. It is in order\.$/)
  })

  test('asks for no own share where the call asks for none', async () => {
    const { snapshot } = await world.project('gent')
    const context = snapshot.context as ProjectContext
    const accounts = {
      2024: { confirmed: true, entries: [{ code: 'a', action: null, cents: 3e6 }] },
    }
    const terms = {
      ...context.terms,
      accounts: { ...context.terms.accounts, ownShare: 0 as const },
    }
    const explained = explainCoFinancing({ ...context, terms, accounts })
    expect(explained).toMatchObject({ outcome: 'sufficient' })
    expect(explained?.nl).toMatch(/de oproep vraagt geen eigen inbreng\. In orde\.$/)
    expect(explained?.en).toMatch(/the call asks for no own share\. It is in order\.$/)
  })

  test('has nothing to say before the award', async () => {
    const { snapshot } = await world.project('boom')
    expect(explainCoFinancing(snapshot.context as ProjectContext)).toBeNull()
  })
})
