import { createServer, type AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { smtpServer } from '../../../src/effects/mail/smtp.ts'
import { stopwatch } from '../../../src/engine/clock.ts'
import { gent } from '../../machines/support.ts'
import { fieldsOf } from './post-office.ts'
import { MANAGER, openPostOffice, openWorld, settings, type World } from './world.ts'

const someone = 'gent@example.org'

/** A minute later, when a failed effect may be tried again, the worker works. */
async function later(world: World): Promise<void> {
  world.clock.set(world.clock.nowMs() + 60_000)
  await world.works()
}

describe('a mail that the server does not take', () => {
  test('is tried again later when the server says so, under the same Message-ID', async () => {
    const { post, url } = await openPostOffice()
    const world = await openWorld({ mail: settings(url) })
    post.refuses.set(someone, { code: 451, text: `4.7.1 <${someone}> greylisted` })
    await world.at('2024-04-06T08:00:00').works()
    const [waiting] = await world.mails()
    expect(waiting).toMatchObject({ status: 'waiting' })
    expect(waiting?.reason).toMatch(/cannot take it now: 451 4\.7\.1 \(wait, then try again\)\.$/)
    expect(post.letters).toEqual([])
    post.refuses.clear()
    await later(world)
    expect(await world.mails()).toMatchObject([{ status: 'sent', reason: null }])
    expect(fieldsOf(post.letters[0]!)).toContainEqual(['Message-ID', waiting!.messageId])
  })

  test('is parked when the server says no for good; an operator may try it again', async () => {
    const { post, url } = await openPostOffice()
    const world = await openWorld({ mail: settings(url) })
    post.refuses.set(someone, { code: 550, text: `5.1.1 <${someone}> no such user` })
    await world.at('2024-04-06T08:00:00').works()
    const [refused] = await world.mails()
    expect(refused).toMatchObject({ status: 'refused' })
    expect(refused?.reason).toMatch(/refused it for good: 550 5\.1\.1 \(no such mailbox\)\. Mend/)
    const [parked] = await world.app.engine.parked()
    expect(parked).toMatchObject({ id: refused?.effect, attempts: 1, lastError: refused?.reason })
    expect(JSON.stringify([parked, refused?.reason])).not.toContain(someone)
    post.refuses.clear()
    await later(world)
    expect(post.letters).toEqual([])
    expect(await world.app.engine.retryEffect(parked!.id)).toBe(true)
    await world.works()
    expect(await world.mails()).toMatchObject([{ status: 'sent' }])
    expect(post.letters).toHaveLength(1)
  })

  test('is parked too when the server refuses its contents', async () => {
    const { post, url } = await openPostOffice()
    const world = await openWorld({ mail: settings(url) })
    post.refusesAll = { code: 552, text: '5.3.4 too big' }
    await world.at('2024-04-06T08:00:00').works()
    const [refused] = await world.mails()
    expect(refused?.reason).toMatch(/refused it for good: 552 5\.3\.4 \(too large\)\./)
  })

  test('is parked without a template that is known, as by an older release', async () => {
    const world = await openWorld()
    world.at('2024-04-06T08:00:00')
    while ((await world.app.engine.fireDue()) > 0);
    world.sql(`update outbox set params = replace(params, '"reminder"', '"fax"')`)
    await world.works()
    const [parked] = await world.app.engine.parked()
    expect(parked).toMatchObject({ attempts: 1 })
    expect(parked?.lastError).toBe('It asks for a mail without a template that is known.')
    expect(await world.mails()).toEqual([])
  })

  test('waits while no server can be reached, and leaves when one can', async () => {
    const { post, url } = await openPostOffice()
    await post[Symbol.asyncDispose]()
    const file = await openWorld({ mail: settings(url) })
    await file.at('2024-04-06T08:00:00').works()
    const [waiting] = await file.mails()
    expect(waiting).toMatchObject({ status: 'waiting' })
    expect(waiting?.reason).toMatch(
      /^The mail server 127\.0\.0\.1:\d+ cannot be reached \(\w+\)\.$/,
    )
    expect(await file.app.engine.parked()).toEqual([])
    const next = await file.app.engine.nextEffectMs()
    expect(next! - file.clock.nowMs()).toBeGreaterThanOrEqual(1000)
  })

  test('waits with all others while a server does not answer, and not for each of them', async () => {
    const silent = createServer(() => {})
    await new Promise<void>((resolve) => {
      silent.listen(0, '127.0.0.1', resolve)
    })
    const { port } = silent.address() as AddressInfo
    const server = smtpServer({ url: `smtp://127.0.0.1:${port}`, timeoutMs: 200 })
    const message = {
      messageId: '<a@b.example>',
      from: 'a@b.example',
      to: [someone],
      deliverTo: [someone],
      replyTo: [],
      dateMs: 0,
      subject: 'x',
      text: 'x',
      ics: null,
      files: [],
      headers: {},
    }
    const elapsed = stopwatch()
    const tries = await Promise.allSettled(Array.from({ length: 30 }, () => server.send(message)))
    expect(new Set(tries.map(({ status }) => status))).toEqual(new Set(['rejected']))
    // Thirty, three at a time, would take two seconds.
    expect(elapsed()).toBeLessThan(1500)
    server.close()
    silent.close()
  })

  test('is left once only to those whom the server took at once', async () => {
    const { post, url } = await openPostOffice()
    const mail = settings(url, { MAIL_MANAGER: `${MANAGER}, tweede@abb.example,weg@abb.example` })
    const world = await openWorld({ mail })
    post.refuses.set('tweede@abb.example', { code: 450, text: '4.2.2 full' })
    post.refuses.set('weg@abb.example', { code: 550, text: '5.1.1 unknown' })
    await world.at('2024-04-22T08:00:00').works()
    const digest = async () =>
      (await world.mails({ instance: 'oproep' })).find(({ atMs }) => atMs === world.clock.nowMs())
    expect(await digest()).toMatchObject({ status: 'waiting', taken: [MANAGER] })
    const monday = world.clock.nowMs()
    post.refuses.delete('tweede@abb.example')
    await later(world)
    const mails = await world.mails({ instance: 'oproep' })
    expect(mails.find(({ atMs }) => atMs === monday)).toMatchObject({
      status: 'sent',
      taken: [MANAGER, 'tweede@abb.example'],
      reason: 'Not to everybody: 550 5.1.1 (no such mailbox).',
    })
    const copies = post.letters.map(({ to }) => to.join())
    expect(copies.filter((to) => to === 'tweede@abb.example')).toHaveLength(1)
  })
})

describe('a mail without a reader', () => {
  test('is noted as undeliverable, and not tried again', async () => {
    const { post, url } = await openPostOffice()
    const applicants = [{ ...gent, email: null }]
    const world = await openWorld({ mail: settings(url), applicants })
    await world.at('2024-04-06T08:00:00').works()
    const [mail] = await world.mails()
    expect(mail).toMatchObject({ status: 'undeliverable', addresses: [] })
    expect(mail?.reason).toMatch(/^The applicant has no e-mail address; applicant\.update/)
    expect(mail?.text).toContain('Dien uw aanvraag in')
    expect(await world.app.engine.nextEffectMs()).toBeUndefined()
    expect(post.letters).toEqual([])
  })

  test('names the setting that would give it one', async () => {
    const { url } = await openPostOffice()
    const world = await openWorld({ mail: settings(url, { MAIL_MANAGER: '' }) })
    await world.at('2024-04-22T08:00:00').works()
    expect(await world.mails({ instance: 'oproep', status: 'undeliverable' })).toMatchObject([
      { reason: 'Nobody is named by MAIL_MANAGER.' },
    ])
  })

  test('goes to the latest address of the applicant', async () => {
    const { post, url } = await openPostOffice()
    const world = await openWorld({ mail: settings(url) })
    await world.at('2024-04-05T10:00:00').works()
    await world.send('oproep/gent', 'applicant.update', { email: 'nieuw@gent.example' })
    await world.at('2024-04-06T08:00:00').works()
    expect(post.letters.map(({ to }) => to)).toEqual([['nieuw@gent.example']])
  })
})

describe('a process that dies', () => {
  test('between the server’s yes and our note sends again under the same Message-ID', async () => {
    const { post, url } = await openPostOffice()
    let dies = false
    const onStatement = (sql: string) => {
      if (dies && sql.startsWith('insert into "mail"')) throw new Error('the process died')
    }
    const world = await openWorld({ mail: settings(url), onStatement })
    dies = true
    await world.at('2024-04-06T08:00:00').works()
    expect(await world.mails()).toEqual([])
    dies = false
    await later(world)
    const ids = post.letters.map((letter) => fieldsOf(letter).find(([key]) => key === 'Message-ID'))
    expect(ids).toHaveLength(2)
    expect(ids[1]).toEqual(ids[0])
    expect(await world.mails()).toMatchObject([{ status: 'sent' }])
  })

  test('between our note and the outbox’s does not send again', async () => {
    const { post, url } = await openPostOffice()
    const world = await openWorld({ mail: settings(url) })
    await world.at('2024-04-06T08:00:00').works()
    world.sql(`update outbox set status = 'pending', lease_until_ms = null`)
    await later(world)
    expect(post.letters).toHaveLength(1)
  })
})
