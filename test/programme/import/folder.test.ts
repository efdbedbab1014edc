import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { applicantsText, callText, errorsIn, readRight, sample } from './sample.ts'

type Data = Record<string, unknown>

const call = parse(callText) as Data
const applicants = JSON.parse(applicantsText) as Data[]

describe('readCallFolder', () => {
  test('gives the call in cents, milliseconds and dates', async () => {
    const { parameters } = await readRight(sample)
    expect(parameters).toMatchObject({
      id: 'voorbeeld',
      budget: { article: 'SJ0-1SFC2DA-WT', ceilingCents: 500_000_00 },
      timeline: {
        launchMs: Date.parse('2024-04-03T00:00:00+02:00'),
        submissionDeadlineMs: Date.parse('2024-05-06T12:00:00.000+02:00'),
        projectStart: '2024-10-01',
        projectEnd: '2025-09-30',
      },
      roll: 'none',
      accounts: { ownShare: 1, due: { '2024': '2025-08-31', '2025': '2026-07-31' } },
      terms: { clarification: 'P30D', hearing: 'P31D', repayment: 'P32D' },
      eligibility: { minimum: 7500, exempt: ['vgc', 'de-rand'] },
      synthetic: null,
      source: null,
    })
    expect(parameters.actions.map(({ code, unitPriceCents }) => [code, unitPriceCents])).toEqual([
      ['oefenkansen-nederlands', 12000],
      ['actieplan-polarisatie', 5000000],
    ])
  })

  test('gives the applicants, with null for what is not known', async () => {
    const [gent, aalst] = (await readRight(sample)).applicants
    expect(gent).toMatchObject({ iban: 'BE15091000000130', contact: 'Els', nis: '44021' })
    expect(gent?.lines.map(({ amountCents }) => amountCents)).toEqual([3000000, 2500000])
    expect(gent?.stimuli[0]).toEqual({ stimulus: 'collaboration', amountCents: 1000000 })
    expect(aalst).toMatchObject({
      nis: null,
      iban: null,
      email: null,
      contact: null,
      inhabitantsNonEu14: null,
    })
    expect(aalst?.partners.map(({ id, nis }) => [id, nis])).toEqual([
      ['ronse', '45041'],
      ['boom', null],
    ])
  })

  test('gives the events with their lines, blank ones not counted out', async () => {
    const { events } = await readRight(sample)
    expect(events).toEqual([
      expect.objectContaining({ line: 1, applicant: 'gent', data: { lines: [] } }),
      expect.objectContaining({ line: 2, id: 'own-key', data: {} }),
      {
        line: 4,
        atMs: Date.parse('2024-05-31T08:00:00Z'),
        to: 'voorbeeld',
        type: 'ifReview.request',
        actor: 'mia',
        roles: ['manager', 'reviewer'],
        data: {},
      },
    ])
  })

  test('sorts the ladder, and escalates at its last step unless told otherwise', async () => {
    const { parameters } = await readRight(sample)
    expect(parameters.reminders).toEqual({ ladder: ['-P30D', '-P3D', 'P14D'], escalateAt: 'P14D' })
    const shorter = callText.replace('P14D, -P3D]', '-P3D]').replace('escalateAt: P14D', '')
    const other = await readRight({ ...sample, 'call.yaml': shorter })
    expect(other.parameters.reminders.escalateAt).toBe('-P3D')
  })

  test('takes dates without a time from their start for what begins to their end for what ends', async () => {
    const text = callText
      .replace('launch: 2024-04-03', 'launch: 2024-04-03T08:30')
      .replace('2024-05-06T12:00:00', '2024-05-06')
    const { timeline } = (await readRight({ ...sample, 'call.yaml': text })).parameters
    expect(timeline.launchMs).toBe(Date.parse('2024-04-03T06:30:00Z'))
    expect(timeline.submissionDeadlineMs).toBe(Date.parse('2024-05-06T21:59:59.999Z'))
  })

  test('fills in every default', async () => {
    const optional = new Set([
      'timeZone',
      'deadlines',
      'ifReview',
      'reports',
      'terms',
      'reminders',
      'payments',
      'eligibility',
      'retention',
      'notes',
    ])
    const least = Object.fromEntries(Object.entries(call).filter(([key]) => !optional.has(key)))
    least['accounts'] = { codes: ['ABB-SLV'] }
    const { parameters } = await readRight({ ...sample, 'call.yaml': stringify(least) })
    expect(parameters).toMatchObject({
      timeZone: 'Europe/Brussels',
      roll: 'none',
      ifReview: {
        workingDays: 12,
        urgentWorkingDays: 4,
        silence: 'favourable',
        extraClosingDays: [],
      },
      reports: {
        anchor: 'award',
        interim: 'P6M',
        final: 'P1Y',
        finalGrace: 'P2M',
        extensionMovesFinal: false,
      },
      accounts: {
        ownShare: 1,
        codes: ['ABB-SLV'],
        due: { '2024': '2025-07-31', '2025': '2026-07-31' },
      },
      terms: { clarification: 'P30D', hearing: 'P30D', repayment: 'P30D' },
      reminders: { ladder: ['-P30D', '-P14D', '-P3D', 'P1D', 'P7D', 'P14D'], escalateAt: 'P14D' },
      payments: 'external',
      eligibility: null,
      retention: 'P10Y',
      notes: [],
    })
  })

  test('keeps what people must be told of synthetic data and of sources', async () => {
    const labelled = {
      ...sample,
      'call.yaml': `${callText}synthetic: true\nsource: The nota.\n`,
      'applicants.json': JSON.stringify({ synthetic: 'People are made up.', applicants }),
    }
    const { parameters, applicants: read } = await readRight(labelled)
    expect(parameters.synthetic).toBe('This call is synthetic. People are made up.')
    expect(parameters.source).toBe('The nota.')
    expect(read).toEqual((await readRight(sample)).applicants)
  })

  test('reads the same whatever the order of the keys', async () => {
    const right = await readRight(sample)
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat()), async (keys) => {
        const files = {
          ...sample,
          'call.yaml': stringify(shuffled(call, keys)),
          'applicants.json': JSON.stringify(applicants.map((each) => shuffled(each, keys))),
        }
        expect(await readRight(files)).toEqual(right)
      }),
      { numRuns: 40 },
    )
  })

  test('reads the events only as it is asked to', async () => {
    const { 'events.jsonl': _events, ...files } = sample
    expect((await readRight(sample, { events: 'ignored' })).events).toEqual([])
    expect((await readRight(files)).events).toEqual([])
    await expect(readRight(files, { events: 'required' })).rejects.toThrow(/missing/)
  })

  test('blames no applicant for an action or a stimulus where those of the call are wrong', async () => {
    const text = callText
      .replace('code: oefenkansen-nederlands', 'code: Oefenkansen')
      .replace('[mentor, collaboration]', '[mentor, Samenwerking]')
    expect(await errorsIn({ ...sample, 'call.yaml': text })).toMatchObject([
      { field: 'actions.0.code' },
      { field: 'stimuli.1' },
    ])
    expect(await errorsIn({ ...sample, 'call.yaml': text.replace('actions:', 'action:') })).toEqual(
      expect.not.arrayContaining([expect.objectContaining({ file: 'applicants.json' })]),
    )
  })

  test('wants a line of an applicant without a stimulus, and says so of a call without stimuli', async () => {
    const [gent = {}] = applicants
    const files = {
      ...sample,
      'call.yaml': callText.replace('[mentor, collaboration]', '[]'),
      'applicants.json': JSON.stringify(
        [
          { ...gent, lines: [] },
          { ...gent, id: 'b', lines: [], stimuli: [] },
        ],
        null,
        1,
      ),
    }
    expect(await errorsIn(files)).toMatchObject([
      {
        field: 'applicants.0.stimuli.0.stimulus',
        message: expect.stringMatching(/it has none/) as string,
      },
      { field: 'applicants.0.stimuli.1.stimulus' },
      { field: 'applicants.1.lines', message: expect.stringMatching(/a line/) as string },
    ])
  })
})

/** The same data with its keys in another order, at every depth. */
function shuffled(value: unknown, keys: fc.Stream<number>): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, keys))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => ({ key, inner: shuffled(inner, keys), at: Number(keys.next().value) }))
      .toSorted((one, other) => one.at - other.at)
      .map(({ key, inner }) => [key, inner]),
  )
}
