import type { createTransport } from 'nodemailer'

/** A message as it goes to the server. */
export interface Message {
  readonly messageId: string
  readonly from: string
  /** Everybody it is to; the header. */
  readonly to: readonly string[]
  /** Those who still have to get it; the envelope. */
  readonly deliverTo: readonly string[]
  readonly replyTo: readonly string[]
  readonly dateMs: number
  readonly subject: string
  readonly text: string
  readonly ics: string | null
  /** Letters, as PDF. */
  readonly files: readonly MailFile[]
  readonly headers: Readonly<Record<string, string>>
}

export interface MailFile {
  readonly name: string
  readonly bytes: Buffer
}

/** What the server did with each recipient. */
export interface Delivery {
  readonly taken: readonly string[]
  /** Sentences on those it did not take now but may take later. */
  readonly later: readonly string[]
  /** Sentences on those it will never take. */
  readonly never: readonly string[]
}

/** A server that takes mail. Errors of {@link MailServer.send} are always MailServerError. */
export interface MailServer {
  send(message: Message): Promise<Delivery>
  close(): void
}

/** The server took nothing. The message holds codes, never an address. */
export class MailServerError extends Error {
  override readonly name = 'MailServerError'
  /** False when the server said no for good. */
  readonly retryable: boolean

  constructor(message: string, retryable: boolean) {
    super(message)
    this.retryable = retryable
  }
}

/** Nobody answered. */
class ServerLostError extends MailServerError {
  constructor(place: string, cause: string) {
    super(`The mail server ${place} cannot be reached (${cause}).`, true)
  }
}

export interface SmtpOptions {
  /** `smtp://user:password@host:587` or `smtps://…`. */
  readonly url: string
  /** Longest wait for a connection, or for an answer; default 10,000 ms. */
  readonly timeoutMs?: number
}

type Transport = ReturnType<typeof createTransport>

/** Messages that are on their way at once; an agency's relay takes them one after another. */
const CONNECTIONS = 3

/** Sends by SMTP; connects when there is something to send. */
export function smtpServer({ url, timeoutMs = 10_000 }: SmtpOptions): MailServer {
  const { hostname, port } = new URL(url)
  const place = port === '' ? hostname : `${hostname}:${port}`
  const turns = new Turns()
  let transport: Promise<Transport> | undefined
  return {
    send: (message) =>
      turns.take(async () => {
        transport ??= connect(url, timeoutMs)
        const sender = await transport
        try {
          return deliveryOf((await sender.sendMail(mailOf(message))) as SmtpInfo)
        } catch (error) {
          throw serverError(error as SmtpError, place)
        }
      }),
    close: () => {
      void transport?.then((each) => each.close())
    },
  }
}

/**
 * A few at a time. When the server cannot be reached, those who stand in line are told at once:
 * they would each wait as long to find the same.
 */
class Turns {
  readonly #line: (() => void)[] = []
  #taken = 0
  #lost: ServerLostError | undefined

  async take<T>(work: () => Promise<T>): Promise<T> {
    while (this.#taken >= CONNECTIONS) {
      await new Promise<void>((resolve) => {
        this.#line.push(resolve)
      })
    }
    this.#taken += 1
    try {
      if (this.#lost) throw this.#lost
      return await work()
    } catch (error) {
      if (error instanceof ServerLostError) this.#lost = error
      throw error
    } finally {
      this.#taken -= 1
      if (this.#taken === 0 && this.#line.length === 0) this.#lost = undefined
      this.#line.shift()?.()
    }
  }
}

/** Loaded only where mail is sent. A message that a connection lost is ours to try again. */
async function connect(url: string, timeoutMs: number): Promise<Transport> {
  const { createTransport: create } = await import('nodemailer')
  const waits = {
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
  }
  const pool = { pool: true, maxConnections: CONNECTIONS, maxRequeues: 0, idleTimeout: timeoutMs }
  const access = { disableFileAccess: true, disableUrlAccess: true }
  return create({ url, ...pool, ...waits, ...access } as const)
}

function mailOf(message: Message) {
  const { messageId, from, to, deliverTo, replyTo, dateMs, subject, text, ics, files } = message
  const attachments = [...(ics === null ? [] : [calendarPart(ics)]), ...files.map(letterPart)]
  return {
    messageId,
    from,
    to: [...to],
    envelope: { from: addressOf(from), to: [...deliverTo] },
    ...(replyTo.length === 0 ? {} : { replyTo: [...replyTo] }),
    date: new Date(dateMs),
    subject,
    text,
    textEncoding: 'quoted-printable' as const,
    headers: { ...message.headers },
    ...(attachments.length === 0 ? {} : { attachments }),
  }
}

function calendarPart(ics: string) {
  return {
    filename: 'termijn-deadline.ics',
    content: ics,
    contentType: 'text/calendar; charset=utf-8; method=PUBLISH',
  }
}

function letterPart({ name, bytes }: MailFile) {
  return { filename: name, content: bytes, contentType: 'application/pdf' }
}

/** The address in "Name <address>". */
export function addressOf(text: string): string {
  return /<([^<>]+)>\s*$/.exec(text)?.[1] ?? text
}

interface SmtpError extends Error {
  readonly code?: string
  readonly responseCode?: number
  readonly response?: string
  readonly rejectedErrors?: readonly SmtpError[]
}

interface SmtpInfo {
  readonly accepted: readonly unknown[]
  readonly rejectedErrors?: readonly SmtpError[]
}

function deliveryOf({ accepted, rejectedErrors = [] }: SmtpInfo): Delivery {
  const sentences = (forGood: boolean) =>
    rejectedErrors.filter((each) => isForGood(each) === forGood).map(answerText)
  return { taken: accepted.map(String), later: sentences(false), never: sentences(true) }
}

function serverError(error: SmtpError, place: string): MailServerError {
  const { responseCode, rejectedErrors, code } = error
  if (responseCode === undefined) {
    return new ServerLostError(place, code ?? error.name)
  }
  // One recipient that may be taken later is worth another attempt for all.
  const all = rejectedErrors ?? [error]
  const forGood = all.every(isForGood)
  const answers = [...new Set(all.map(answerText))].join('; ')
  return forGood
    ? new MailServerError(
        `The mail server ${place} refused it for good: ${answers}. ` +
          'Mend the cause, then try the effect again.',
        false,
      )
    : new MailServerError(`The mail server ${place} cannot take it now: ${answers}.`, true)
}

/** What is wrong with us, a password say, is no verdict on this mail. */
function isForGood({ code, responseCode = 0 }: SmtpError): boolean {
  const isOnMail = code === 'EENVELOPE' || code === 'EMESSAGE'
  return isOnMail && responseCode >= 500 && responseCode !== 503
}

const meanings: Readonly<Record<string, string>> = {
  '4.2.1': 'mailbox disabled',
  '4.2.2': 'mailbox full',
  '4.7.1': 'wait, then try again',
  '5.1.1': 'no such mailbox',
  '5.1.2': 'no such domain',
  '5.1.3': 'not an address',
  '5.2.1': 'mailbox disabled',
  '5.2.2': 'mailbox full',
  '5.3.4': 'too large',
  '5.7.1': 'not allowed',
}

/** Codes only: a server's sentence often repeats the address. */
function answerText({ responseCode, response = '' }: SmtpError): string {
  const status = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1]
  const meaning = status === undefined ? undefined : meanings[status]
  return [responseCode, status, meaning && `(${meaning})`].filter(Boolean).join(' ')
}
