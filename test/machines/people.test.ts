import { describe, expect, test } from 'vitest'
import { callEvents } from '../../machines/call/events.ts'
import { projectEvents } from '../../machines/project/events.ts'
import { rights } from './rights.ts'
import { bank, because, continues, gent, given, ronse } from './support.ts'

describe('roles (domain §2)', () => {
  test.each(Object.entries(rights))('what a %s sends', (role, types) => {
    const all = [...Object.entries(projectEvents), ...Object.entries(callEvents)]
    const sends = all.filter(([, entry]) => entry.roles.some((each) => each === role))
    expect([...new Set(sends.map(([type]) => type))].toSorted()).toEqual(
      types.split(' ').toSorted(),
    )
  })

  test('an applicant acts for its own project only', () => {
    const story = given.submission()
    const other = { applicant: 'aalst' }
    expect(story.refusal('application.submit', continues(gent), other)).toBe('not-authorised')
    expect(story.refusal('applicant.update', {}, { ...other, roles: ['applicant'] })).toBe(
      'not-authorised',
    )
    expect(story.refusal('applicant.update', {}, { ...other, roles: ['manager'] })).toBe('accepted')
    expect(
      projectEvents['application.submit']?.authorise?.(
        { person: 'els', roles: ['applicant'] },
        'oproep/gent',
        {},
        story.snapshot(),
      )?.code,
    ).toBe('not-authorised')
  })

  test('a person of an organisation acts for the applicant that has its KBO number now', () => {
    const story = given.advancePaid()
    const entry = projectEvents['interimReport.submit']
    const actsFor = (organisation: string) =>
      entry?.authorise?.(
        { person: 'els', roles: ['applicant'], claims: { organisation, applicant: 'gent' } },
        'oproep/gent',
        {},
        story.snapshot(),
      )?.code ?? 'accepted'
    expect([actsFor(gent.kbo), actsFor('0207437468')]).toEqual(['accepted', 'not-authorised'])
    story.does('applicant.succeed', {
      name: 'Nieuwe Stad',
      kbo: '0207437468',
      date: '2025-01-01',
      reference: 'BS 2024',
    })
    story.at('2025-01-01T00:00:00')
    expect([actsFor(gent.kbo), actsFor('0207437468')]).toEqual(['not-authorised', 'accepted'])
  })

  test('an IBAN is changed by a manager, contact details by the applicant too', () => {
    const story = given.award()
    const own = { roles: ['applicant'] }
    expect(story.refusal('applicant.update', { iban: bank.two }, own)).toBe('not-authorised iban')
    story.does('applicant.update', { email: 'a@example.org', contact: 'An' }, own)
    const { email, contact, iban } = story.context().applicant
    expect(email).not.toBe('')
    expect(contact).not.toBe('')
    expect(iban).toBe(gent.iban)
    expect(story.refusal('applicant.update', { iban: 'BE00' }, { roles: ['manager'] })).toBe(
      'invalid-payload iban',
    )
  })
})

describe('notes and files', () => {
  test('note.add is always taken, also in ends and by the call', () => {
    for (const story of [
      given.scheduled(),
      given.endControl(),
      given.submission().at('2024-05-07'),
    ]) {
      story.does('note.add', { text: 'Gebeld.' }).does('note.add', { text: 'Gebeld.' }, { to: '' })
      expect(story.context().notes).toBe(1)
      expect(story.refusal('note.add', { text: ' ' })).toBe('invalid-payload text')
    }
  })

  test('a file is assigned to a person', () => {
    const story = given.assessment().does('project.assign', { person: 'rik' })
    expect(story.context().assignee).toBe('rik')
  })
})

describe('applicant.succeed (domain §3.10, §9)', () => {
  const successor = {
    name: 'Nieuwe Stad',
    kbo: '0207437468',
    nis: '44088',
    iban: bank.two,
    date: '2025-01-01',
    reference: 'BS 2024',
  }

  test('a merger on 1 January 2025 during the execution takes effect at its start (§10)', () => {
    const story = given.advancePaid().does('applicant.succeed', successor)
    story.at('2024-12-31T23:59:59.999')
    expect(story.shape().applicant).toMatchObject({ name: 'gent', kbo: gent.kbo })
    story.at('2025-01-01T00:00:00')
    expect(story.shape().applicant).toEqual({
      id: 'gent',
      name: 'Nieuwe Stad',
      kind: 'municipality',
      kbo: '0207437468',
      nis: '44088',
    })
    expect(story.shape().id).toBe('oproep/gent')
    expect(story.context().ibanChangedBy).toEqual(['mia'])
    story.does('interimReport.submit', { kpis: [{ line: 'g1', achieved: 1 }] })
  })

  test('a date that is past takes effect at once; without IBAN and NIS the account stays', () => {
    const { iban: _, nis: __, ...rest } = successor
    const story = given.advancePaid().at('2025-02-01').does('applicant.succeed', rest)
    story.at('2025-02-01')
    expect(story.shape().applicant).toMatchObject({ name: 'Nieuwe Stad', nis: null })
    expect(story.context().applicant.iban).toBe(gent.iban)
    expect(story.context().ibanChangedBy).toEqual([])
  })

  test('a second one before its date replaces the first (2nd dry run, 22)', () => {
    const story = given.advancePaid().does('applicant.succeed', successor)
    story.does('applicant.succeed', { ...successor, name: 'Anders', date: '2025-03-01' })
    expect(story.at('2025-02-01').shape().applicant.name).toBe('gent')
    story.does('applicant.succeed', { ...successor, name: 'Vroeger', date: '2025-02-10' })
    expect(story.at('2025-02-10').shape().applicant.name).toBe('Vroeger')
    expect(story.at('2025-03-02').shape().applicant.name).toBe('Vroeger')
  })

  test('a partner is succeeded beside the applicant', () => {
    const story = given.advancePaid({ applicants: [ronse] })
    expect(story.refusal('applicant.succeed', { ...successor, partner: 'x' })).toBe(
      'invalid-payload partner',
    )
    const partners = [{ id: 'maarkedal', name: 'Maarkedal', kbo: '0207460432', nis: null }]
    const two = given.advancePaid({
      applicants: [{ ...ronse, partners: [...ronse.partners, ...partners] }],
    })
    two.does('applicant.succeed', { ...successor, partner: 'kluisbergen' })
    two.does('applicant.succeed', { ...successor, name: 'Ronse Nieuw', date: '2025-02-01' })
    two.at('2025-01-02')
    expect(two.context().applicant.partners.map((each) => each.name)).toEqual([
      'Nieuwe Stad',
      'Maarkedal',
    ])
    expect(two.shape().applicant.name).toBe('ronse')
    expect(two.at('2025-02-01').shape().applicant.name).toBe('Ronse Nieuw')
  })

  test('an end stops new successions, not the one that is planned', () => {
    const story = given.submitted().does('applicant.succeed', { ...successor, date: '2024-06-01' })
    story.does('application.withdraw', because())
    expect(story.refusal('applicant.succeed', successor)).toBe('event-not-allowed')
    expect(story.at('2024-06-01').shape().applicant.name).toBe('Nieuwe Stad')
    expect(story.context().ibanChangedBy).toEqual([])
  })
})
