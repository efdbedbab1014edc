import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import { fieldsOf, read, type Letter } from './post-office.ts'
import { INSPECTOR, MANAGER, openPostOffice, openWorld, settings } from './world.ts'

/** The first reminder of the submission, as it came out of the server. */
async function firstReminder(): Promise<{ letter: Letter; messageId: string }> {
  const { post, url } = await openPostOffice()
  const world = await openWorld({ mail: settings(url) })
  await world.at('2024-04-06T08:00:05').works()
  const [mail] = await world.mails()
  expect(mail).toMatchObject({ status: 'sent', addresses: ['gent@example.org'] })
  expect(post.letters).toHaveLength(1)
  return { letter: post.letters[0]!, messageId: mail!.messageId }
}

describe('a mail on its way', () => {
  test('has the fields that RFC 5322 asks for, each once and in ASCII', async () => {
    const { letter, messageId } = await firstReminder()
    const fields = fieldsOf(letter)
    const valuesOf = (name: string) => fields.filter(([key]) => key === name).map(([, v]) => v)
    expect(valuesOf('From')).toEqual(['Plan Samenleven <noreply@abb.example>'])
    expect(valuesOf('To')).toEqual(['gent@example.org'])
    expect(valuesOf('Reply-To')).toEqual([MANAGER])
    expect(valuesOf('Message-ID')).toEqual([messageId])
    expect(messageId).toMatch(/^<[a-f0-9]{32}@abb\.example>$/)
    expect(valuesOf('MIME-Version')).toEqual(['1.0'])
    expect(valuesOf('Auto-Submitted')).toEqual(['auto-generated'])
    expect(valuesOf('Subject')).toHaveLength(1)
    // The database's clock stood at 8:00:05 in Brussels.
    expect(valuesOf('Date')).toEqual(['Sat, 06 Apr 2024 06:00:05 +0000'])
    for (const line of letter.raw.split('\r\n')) {
      expect(line.length).toBeLessThanOrEqual(998)
      expect(line).toMatch(/^[\x20-\x7e\t]*$/)
    }
    expect(letter).toMatchObject({ from: 'noreply@abb.example', to: ['gent@example.org'] })
  })

  test('says in Dutch and in English which project, which deadline, and what if not', async () => {
    const { letter } = await firstReminder()
    const { subject, text = '' } = await read(letter)
    expect(subject).toBe(
      'gent: aanvraag uiterlijk 6 mei 2024 om 12:00 / gent: application by 6 May 2024 at 12:00',
    )
    const [dutch = '', english = ''] = text.split('-'.repeat(64))
    expect(dutch).toContain('Dat kan tot en met 6 mei 2024 om 12:00, over 30 dagen.')
    expect(dutch).toContain('Wat als er niets gebeurt? Dan vervalt uw deelname aan deze oproep.')
    expect(dutch).toContain(`Vragen? Schrijf naar ${MANAGER} en vermeld oproep/gent.`)
    expect(english).toContain('You have until 6 May 2024 at 12:00 inclusive, in 30 days.')
    expect(english).toContain('What if nothing happens? Then your part in this call lapses.')
    expect(english).toContain(`Questions? Write to ${MANAGER} and mention oproep/gent.`)
  })

  test('brings the deadline as a calendar that another library reads', async () => {
    const { letter } = await firstReminder()
    const { attachments } = await read(letter)
    expect(attachments).toHaveLength(1)
    const [{ mimeType, filename, content }] = attachments as [(typeof attachments)[0]]
    expect({ mimeType, filename }).toEqual({
      mimeType: 'text/calendar',
      filename: 'termijn-deadline.ics',
    })
    const text = Buffer.from(content as ArrayBuffer).toString('utf8')
    const calendar = new ICAL.Component(ICAL.parse(text) as unknown[])
    expect(calendar.getFirstPropertyValue('method')).toBe('PUBLISH')
    const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent') ?? undefined)
    expect(event.uid).toBe('oproep/gent/submission@mijlpaal')
    expect(event.sequence).toBe(0)
    expect(event.summary).toBe('gent: aanvraag / gent: application')
    expect(event.startDate.toJSDate().toISOString()).toBe('2024-05-06T10:00:00.000Z')
  })

  test('goes to the inspector at the address of the settings', async () => {
    const { post, url } = await openPostOffice()
    const world = await openWorld({ mail: settings(url) })
    await world.at('2024-05-01T09:00:00').works()
    const { lines, stimuli } = { lines: ['g1'], stimuli: ['collaboration'] }
    await world.send('oproep/gent', 'application.submit', {
      lines: lines.map((line) => ({ line, decision: 'continue' })),
      stimuli: stimuli.map((stimulus) => ({ stimulus, decision: 'continue' })),
    })
    await world.at('2024-05-07T09:00:00').works()
    await world.send('oproep/gent', 'application.admit')
    await world.send('oproep', 'ifReview.request')
    post.letters.splice(0)
    // The term of twelve working days ends on 27 May; the call answers silence with a favour.
    await world.at('2024-05-24T08:00:00').works()
    const toInspector = post.letters.filter(({ to }) => to.includes(INSPECTOR))
    expect(toInspector).toHaveLength(1)
    const { text } = await read(toInspector[0]!)
    expect(text).toContain('Dan geldt het advies als gunstig.')
  })
})
