import type { AddressInfo } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'

/** A message as the server got it. */
export interface Letter {
  readonly from: string
  readonly to: readonly string[]
  /** Every byte of it, as text. */
  readonly raw: string
}

/** What the server answers: a refusal, or nothing when it takes it. */
export type Answer = { readonly code: number; readonly text: string } | null

/** A real SMTP server that keeps what it gets, and refuses what it is told to. */
export class PostOffice implements AsyncDisposable {
  readonly letters: Letter[] = []
  /** Answers to recipients, by address. */
  readonly refuses = new Map<string, Answer>()
  /** Answer to whole messages. */
  refusesAll: Answer = null
  readonly #server: SMTPServer

  constructor() {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      onRcptTo: ({ address }, _session, callback) => {
        callback(errorOf(this.refuses.get(address) ?? null))
      },
      onData: (stream, session, callback) => {
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', () => {
          const { mailFrom, rcptTo } = session.envelope
          if (this.refusesAll !== null) return callback(errorOf(this.refusesAll))
          this.letters.push({
            from: mailFrom === false ? '' : (mailFrom?.address ?? ''),
            to: rcptTo.map(({ address }) => address),
            raw: Buffer.concat(chunks).toString('latin1'),
          })
          return callback()
        })
      },
    })
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, '127.0.0.1', resolve)
    })
    return `smtp://127.0.0.1:${(this.#server.server.address() as AddressInfo).port}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve())
    })
  }
}

/** A letter as an independent library reads it. */
export function read({ raw }: Letter): Promise<Email> {
  return PostalMime.parse(Buffer.from(raw, 'latin1'))
}

/** The header fields of a letter, unfolded, in order: `[name, value]`. */
export function fieldsOf({ raw }: Letter): readonly (readonly [string, string])[] {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replaceAll(/\r\n[ \t]+/g, ' ')
  return head.split('\r\n').map((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const
  })
}

function errorOf(answer: Answer): (Error & { responseCode: number }) | null {
  return answer && Object.assign(new Error(answer.text), { responseCode: answer.code })
}
