import { createHash } from 'node:crypto'
import { EffectRefused, type Effect, type EffectHandler } from '../../engine/index.ts'
import { deadlineCalendar } from './calendar.ts'
import { choose } from './choice.ts'
import { digestWording, isQuiet } from './digest.ts'
import { letterWording } from './letter.ts'
import type {
  DeadlineFacts,
  MailBook,
  MailFacts,
  MailLetters,
  MailRecord,
  MailRequest,
  MailSettings,
  MailSubject,
} from './ports.ts'
import { deadlineOfReceipt, receiptWording } from './receipt.ts'
import { reminderWording } from './reminder.ts'
import { addressOf, MailServerError, type MailServer } from './smtp.ts'

export interface MailOptions {
  readonly facts: MailFacts
  readonly book: MailBook
  readonly letters: MailLetters
  readonly settings: MailSettings
  /** Null keeps every mail instead of sending it. Asked anew for each mail. */
  readonly server: () => MailServer | null
}

/** What is to be mailed, or why it is not. */
type Written =
  | { readonly skip: string }
  | {
      readonly subject: string
      readonly text: string
      readonly ics: string | null
      readonly once: string | null
    }

type Draft = Omit<MailRecord, 'status' | 'reason'>

const isOver: Readonly<Record<MailRecord['status'], boolean>> = {
  sent: true,
  kept: true,
  skipped: true,
  undeliverable: true,
  waiting: false,
  refused: false,
}

/**
 * Performs `mail` effects. What became of each is noted under its effect's id before the effect
 * counts as done, so one that is brought twice leaves once; only a process that dies between the
 * server's yes and our note sends again, under the same Message-ID.
 */
export class MailHandler implements EffectHandler {
  readonly kinds = ['mail']
  readonly #options: MailOptions

  constructor(options: MailOptions) {
    this.#options = options
  }

  async perform(effect: Effect): Promise<void> {
    const { facts, book } = this.#options
    const known = await book.find(effect.id)
    if (known !== undefined && isOver[known.status]) return
    const request = effect.params as MailRequest
    const about = await facts.subject(effect.id)
    const nowMs = facts.performedAtMs(about)
    const written = await this.#write(request, about, nowMs)
    const draft = this.#draft(effect, request, about, nowMs)
    if ('skip' in written) {
      return book.note({ ...draft, status: 'skipped', reason: written.skip })
    }
    const addresses = this.#addresses(request, about)
    const letters = await this.#options.letters.attached(request, about)
    const mail = { ...draft, ...written, addresses, letters, taken: known?.taken ?? [] }
    await this.#leave(mail, request, about)
  }

  #draft({ id }: Effect, request: MailRequest, about: MailSubject, nowMs: number): Draft {
    return {
      effect: id,
      call: about.call,
      instance: about.instance,
      template: request.template,
      about: request.subject,
      step: request.step,
      reader: request.to,
      atMs: about.atMs,
      notedAtMs: nowMs,
      once: null,
      messageId: messageIdOf(id, this.#options.settings.from),
      addresses: [],
      taken: [],
      subject: null,
      text: null,
      ics: null,
      letters: [],
    }
  }

  async #write(request: MailRequest, about: MailSubject, nowMs: number): Promise<Written> {
    switch (request.template) {
      case 'reminder':
        return this.#writeReminder(request, about, nowMs)
      case 'receipt':
        return this.#writeReceipt(request, about)
      case 'letter':
        return this.#writeLetter(request, about)
      case 'digest':
        return this.#writeDigest(request, about)
      default:
        request.template satisfies never
        throw new EffectRefused('It asks for a mail without a template that is known.')
    }
  }

  async #writeReminder(request: MailRequest, about: MailSubject, nowMs: number): Promise<Written> {
    const { facts } = this.#options
    const { subject: name, step, atMs: dueMs } = request
    if (step === null) throw new EffectRefused('A reminder without a step of the ladder')
    await facts.settle(about)
    const deadline = await facts.deadline(about, name, nowMs)
    const latestStep = await facts.latestStep(request, about, nowMs)
    const choice = choose({ step, dueMs, nowMs, deadline, latestStep })
    if (choice === 'wait') throw new Error(`${name} of ${about.instance} is about to pass; wait.`)
    if (choice !== 'send' || dueMs === null || deadline === undefined) {
      return choice === 'send' ? { skip: 'The term is suspended.' } : choice
    }
    if (await facts.isHandedIn(about, name, nowMs)) return { skip: HANDED_IN }
    const silence = await facts.silence(about)
    const contact = this.#contact(request)
    const { sequence, changedMs } = deadline
    return {
      ...reminderWording({ request, about, dueMs, nowMs, silence, contact }),
      ics:
        dueMs < nowMs
          ? null
          : deadlineCalendar({ about, deadline: name, dueMs, sequence, changedMs }),
      once: [about.instance, request.to, name, step, dueMs].join(' '),
    }
  }

  async #writeReceipt(request: MailRequest, about: MailSubject): Promise<Written> {
    const name = deadlineOfReceipt(request.subject)
    const deadline: DeadlineFacts | undefined =
      name === null ? undefined : await this.#options.facts.deadline(about, name, about.atMs)
    const contact = this.#contact(request)
    return { ...receiptWording({ request, about, deadline, contact }), ics: null, once: null }
  }

  #writeLetter(request: MailRequest, about: MailSubject): Written {
    const contact = this.#contact(request)
    return { ...letterWording({ request, about, contact }), ics: null, once: null }
  }

  async #writeDigest(request: MailRequest, about: MailSubject): Promise<Written> {
    const untilMs = request.atMs ?? about.atMs
    const week = await this.#options.facts.digest(about, untilMs)
    if (isQuiet(week)) return { skip: 'Nothing moved and nothing is due.' }
    const once = [about.instance, request.to, 'digest', untilMs].join(' ')
    return { ...digestWording(about, week, untilMs), ics: null, once }
  }

  #addresses({ to }: MailRequest, { email }: MailSubject): readonly string[] {
    if (to !== 'applicant') return this.#options.settings[to]
    return email === null || email === '' ? [] : [email]
  }

  async #leave(mail: Draft, { to }: MailRequest, about: MailSubject): Promise<void> {
    const { book } = this.#options
    const server = this.#options.server()
    // Without a server a role needs no address: whoever looks at the kept mails has it.
    if (mail.addresses.length === 0 && (to === 'applicant' || server !== null)) {
      return book.note({ ...mail, once: null, status: 'undeliverable', reason: noAddress(to) })
    }
    if (server === null) {
      const kept = { ...mail, status: 'kept', reason: null } as const
      return book.note(kept).catch(async (error: unknown) => {
        if (!(await this.#wasTold(mail))) throw error
      })
    }
    if (!(await this.#wasTold(mail))) await this.#send(server, mail, to, about)
  }

  /** Whether another effect has told the same; then that is noted. */
  async #wasTold(mail: Draft): Promise<boolean> {
    const { book } = this.#options
    const told = mail.once === null ? undefined : await book.told(mail.once)
    if (told === undefined || told.effect === mail.effect) return false
    const unsaid = { once: null, subject: null, text: null, ics: null }
    const unsent = { ...unsaid, letters: [], addresses: [], taken: [] }
    const reason = `Effect ${told.effect} told it already.`
    await book.note({ ...mail, ...unsent, status: 'skipped', reason })
    return true
  }

  async #send(
    server: MailServer,
    mail: Draft,
    to: MailRequest['to'],
    about: MailSubject,
  ): Promise<void> {
    const { book, settings, letters } = this.#options
    const { messageId, addresses, notedAtMs: dateMs, subject, text, ics } = mail
    const deliverTo = addresses.filter((each) => !mail.taken.includes(each))
    if (deliverTo.length === 0) return book.note({ ...mail, status: 'sent', reason: null })
    const files = await letters.files(about, mail.letters)
    try {
      const { taken, later, never } = await server.send({
        messageId,
        from: settings.from,
        to: addresses,
        deliverTo,
        replyTo: to === 'manager' ? [] : settings.manager,
        dateMs,
        subject: subject ?? '',
        text: text ?? '',
        ics,
        files,
        headers: automatic,
      })
      const done = { ...mail, taken: [...mail.taken, ...taken] }
      const reason = [...later, ...never].join('; ')
      if (later.length > 0) {
        await book.note({ ...done, status: 'waiting', reason })
        throw new Error(`Not every recipient was taken yet: ${reason}.`)
      }
      await book.note({
        ...done,
        status: 'sent',
        reason: reason === '' ? null : `Not to everybody: ${reason}.`,
      })
    } catch (error) {
      if (!(error instanceof MailServerError)) throw error
      const status = error.retryable ? 'waiting' : 'refused'
      await book.note({ ...mail, status, reason: error.message })
      throw error.retryable ? error : new EffectRefused(error.message, { cause: error })
    }
  }

  /** Whom a reader may ask; a manager knows. */
  #contact({ to }: MailRequest): string | null {
    return to === 'manager' ? null : (this.#options.settings.manager[0] ?? null)
  }
}

const HANDED_IN = 'What it asks for has come; it may be replaced until the deadline.'

/** RFC 3834: no automatic answers, please. */
const automatic = { 'Auto-Submitted': 'auto-generated', 'Content-Language': 'nl, en' }

function noAddress(to: MailRequest['to']): string {
  return to === 'applicant'
    ? 'The applicant has no e-mail address; applicant.update gives it one. Tell them otherwise.'
    : `Nobody is named by MAIL_${to.toUpperCase()}.`
}

/** The same for ever for one effect; RFC 5322 takes no slash or colon that easily. */
function messageIdOf(effectId: string, from: string): string {
  const digest = createHash('sha256').update(effectId).digest('hex').slice(0, 32)
  const domain = addressOf(from).split('@').at(-1) ?? 'mijlpaal.invalid'
  return `<${digest}@${domain}>`
}
