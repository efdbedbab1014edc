import { describe, expect, test } from 'vitest'
import { projectEvents } from '../../../machines/project/events.ts'
import { deadlineKinds, letterKinds, receivedTypes } from '../../../src/effects/mail/texts.ts'
import { deadlineTexts, languages } from '../../../src/effects/mail/wording.ts'
import { letterWording } from '../../../src/effects/mail/letter.ts'
import { receiptWording } from '../../../src/effects/mail/receipt.ts'

/** Every text of a catalogue by its path; a function is called with words of its own. */
function texts(value: unknown, path = ''): Map<string, string> {
  if (typeof value === 'string') return new Map([[path, value]])
  if (typeof value === 'function') {
    const words = ['één', 'twee', 'drie', 'vier'].slice(0, value.length)
    return new Map([[path, (value as (...all: string[]) => string)(...words)]])
  }
  return new Map(
    Object.entries(value as object).flatMap(([key, inner]) => [
      ...texts(inner, path === '' ? key : `${path}.${key}`),
    ]),
  )
}

describe('message catalogues', () => {
  const [dutch, english] = languages.map((each) => texts(each.texts))

  test('say the same things in Dutch and in English, and none of them with silence', () => {
    expect([...dutch!.keys()]).toEqual([...english!.keys()])
    for (const catalogue of [dutch, english]) {
      expect([...catalogue!].filter(([, text]) => text.trim() === '')).toEqual([])
    }
  })

  test('use every word that they are given', () => {
    for (const each of languages) {
      const { reminder, receipt, digest } = each.texts
      const called = [reminder.due, reminder.passed, receipt.time, receipt.subject, digest.intro]
      for (const text of called as readonly ((...all: string[]) => string)[]) {
        const words = ['één', 'twee', 'drie'].slice(0, text.length)
        for (const word of words) expect(text(...words)).toContain(word)
      }
    }
  })

  test.each(deadlineKinds)('know the deadline %s', (kind) => {
    for (const { texts: catalogue } of languages) {
      expect(deadlineTexts(catalogue, `${kind}.2024`).name).not.toBe('')
    }
  })

  test('name the year of accounts', () => {
    expect(deadlineTexts(languages[0].texts, 'accounts.2024').name).toBe('rekeningen 2024')
  })

  test.each(letterKinds)('know the letter %s', (kind) => {
    for (const { texts: catalogue } of languages) {
      expect(Object.values(catalogue.letters[kind])).not.toContain('')
    }
  })

  test('refuse a deadline, a letter and a receipt that they do not know, for an operator to see', () => {
    expect(() => deadlineTexts(languages[0].texts, 'period')).toThrow(/no text for the deadline/)
    const request = { template: 'receipt', to: 'applicant', step: null, atMs: 0 } as const
    const about = {
      instance: 'o/a',
      call: 'o',
      title: { nl: 'x', en: 'x' },
      timeZone: 'Europe/Brussels',
      name: 'a',
      email: null,
      event: 'o/a:1',
      atMs: 0,
    }
    const facts = { request: { ...request, subject: 'note.add' }, about, contact: null }
    expect(() =>
      letterWording({ ...facts, request: { ...request, subject: 'reportDue' } }),
    ).toThrow(/no text for the letter reportDue/)
    expect(() => receiptWording({ ...facts, deadline: undefined })).toThrow(/no text for a receipt/)
  })

  test('name only events that exist', () => {
    expect(receivedTypes.filter((type) => projectEvents[type] === undefined)).toEqual([])
  })
})
