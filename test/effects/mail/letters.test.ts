import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openApp } from '../../../src/app.ts'
import { replay, replayStartMs } from '../../../src/programme/replay.ts'
import { folderOf } from '../../programme/replayed.ts'
import { readPdf } from '../../programme/letters/read-pdf.ts'
import { read } from './post-office.ts'
import { freshFile, openPostOffice, openWorld, settings } from './world.ts'

const application = {
  lines: [{ line: 'g1', decision: 'continue' }],
  stimuli: [{ stimulus: 'collaboration', decision: 'stop' }],
}

const callOfDemo = join(import.meta.dirname, '../../../calls/plan-samenleven-3')

/** The letters that no mail of their own tells of: a receipt and a reminder do. */
const toldOtherwise = ['receipt', 'reportDue.interimReport', 'reportDue.finalReport']

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('a mail with a letter', () => {
  test('takes it along in both languages, as it was made first', async () => {
    const { post, url } = await openPostOffice()
    const world = await openWorld({ mail: settings(url) })
    await world.at('2024-04-05T10:00:00').works()
    await world.send('oproep/gent', 'application.submit', application)
    await world.works()
    const [mail] = await world.mails({ instance: 'oproep/gent' })
    const [letter] = await world.app.papers.letters.list('oproep/gent')
    expect(mail).toMatchObject({ status: 'sent', letters: [letter!.id] })
    const { attachments } = await read(post.letters[0]!)
    expect(attachments.map(({ mimeType, filename }) => [mimeType, filename])).toEqual([
      ['application/pdf', `oproep-gent-${letter!.id}.nl.pdf`],
      ['application/pdf', `oproep-gent-${letter!.id}.en.pdf`],
    ])
    const files = attachments.map(({ content }) => new Uint8Array(content as ArrayBuffer))
    expect(files.map(sha256)).toEqual([letter!.digests.nl, letter!.digests.en])
    expect((await readPdf(files[0]!)).text).toContain('Ontvangst van uw aanvraag')
    expect(await world.app.engine.verify()).toEqual([])
  })

  test('leaves for every decision of a whole call, with its letter alone', async () => {
    const folder = await folderOf(callOfDemo)
    const kind = { seed: folder.parameters.id, startMs: replayStartMs(folder) }
    await using app = await openApp({ database: freshFile(), kind })
    await replay(app.engine, app.queries, folder, { effects: app.effects })
    const told: string[] = []
    for (const { instance, template, about, reader, letters, text } of await app.mails.list()) {
      if (template !== 'letter') continue
      expect(text).toContain('U vindt de brief bij deze mail')
      told.push([instance, reader, about, ...letters].join(' '))
    }
    const written: string[] = []
    for (const { id, machine } of await app.engine.instances({ limit: 1000 })) {
      if (machine !== 'project') continue
      for (const letter of await app.papers.letters.list(id)) {
        if (toldOtherwise.includes(letter.name)) continue
        written.push([id, 'applicant', letter.name, letter.id].join(' '))
      }
    }
    expect(told.toSorted()).toEqual(written.toSorted())
    const kinds = new Set(written.map((each) => each.split(' ')[2] ?? ''))
    expect([...kinds].toSorted()).toEqual([
      'award',
      'closure',
      'demand.balance',
      'demand.endControl',
      'hearing.balance',
      'hearing.endControl',
      'refusal',
      'settlement',
    ])
  })

  test('a kept mail names its letter, and makes none', async () => {
    const world = await openWorld()
    await world.at('2024-04-05T10:00:00').works()
    await world.send('oproep/gent', 'application.submit', application)
    await world.works()
    const [letter] = await world.app.papers.letters.list('oproep/gent')
    expect(await world.mails({ instance: 'oproep/gent' })).toMatchObject([
      { status: 'kept', letters: [letter!.id] },
    ])
    expect(letter!.digests).toEqual({ nl: null, en: null })
  })
})
