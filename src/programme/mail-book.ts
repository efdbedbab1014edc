import { yieldToOthers } from '../engine/clock.ts'
import type { Participant } from '../engine/ports.ts'
import type { MailFilter } from '../store/programme/mail-table.ts'
import type { ProgrammeStore } from '../store/programme/store.ts'
import type { MailRow, MailStatus } from '../store/programme/tables.ts'

/** A mail and what became of it. */
export interface Mail {
  /** Id of the effect that asked for it, `instance:revision:index`. */
  readonly effect: string
  readonly call: string
  readonly instance: string
  readonly template: string
  /** A deadline, or the type of the event received. */
  readonly about: string
  readonly step: string | null
  /** Role of the recipient. */
  readonly reader: string
  /** Logical time of the event that asked for it (ms). */
  readonly atMs: number
  /** When it came to its status (ms). */
  readonly notedAtMs: number
  readonly status: MailStatus
  readonly reason: string | null
  readonly once: string | null
  readonly messageId: string
  /** Empty when nobody is known, or when they were forgotten. */
  readonly addresses: readonly string[]
  readonly taken: readonly string[]
  readonly subject: string | null
  readonly text: string | null
  readonly ics: string | null
  /** Letters that it took along, by `<revision>-<name>`. */
  readonly letters: readonly string[]
}

interface Waiting {
  readonly row: MailRow
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** Every mail that was sent, kept or skipped. Notes that come together share one transaction. */
export class MailBook {
  readonly #store: ProgrammeStore
  readonly #queue: Waiting[] = []
  #isWriting = false

  constructor(store: ProgrammeStore) {
    this.#store = store
  }

  async find(effectId: string): Promise<Mail | undefined> {
    const row = await this.#store.mail.find(this.#store.reader, effectId)
    return row && mailOf(row)
  }

  async told(once: string): Promise<Mail | undefined> {
    const row = await this.#store.mail.withOnce(this.#store.reader, once)
    return row && mailOf(row)
  }

  /** By the time of the events that asked for them. */
  async list(filter: MailFilter = {}): Promise<readonly Mail[]> {
    return (await this.#store.mail.list(this.#store.reader, filter)).map(mailOf)
  }

  /** How many mails there are of each status. */
  counts(): Promise<readonly { readonly status: MailStatus; readonly count: number }[]> {
    return this.#store.mail.counts(this.#store.reader)
  }

  /** Mails of one status, the latest first; after the one named, by its effect. */
  async page(status: MailStatus, after: string | null, limit: number): Promise<readonly Mail[]> {
    const last = after === null ? undefined : await this.find(after)
    const place = last === undefined ? null : { at_ms: last.atMs, effect_id: last.effect }
    return (await this.#store.mail.page(this.#store.reader, status, place, limit)).map(mailOf)
  }

  note(mail: Mail): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ row: rowOf(mail), resolve, reject })
      if (!this.#isWriting) void this.#write()
    })
  }

  /** Never rejects: what goes wrong is told to those whose notes it was. */
  async #write(): Promise<void> {
    this.#isWriting = true
    await yieldToOthers()
    while (this.#queue.length > 0) {
      const batch = this.#queue.splice(0)
      try {
        await this.#upsert(batch)
        for (const { resolve } of batch) resolve()
      } catch {
        await this.#writeEach(batch)
      }
    }
    this.#isWriting = false
  }

  /** One that cannot be written does not take the others with it. */
  async #writeEach(batch: readonly Waiting[]): Promise<void> {
    for (const each of batch) await this.#upsert([each]).then(each.resolve, each.reject)
  }

  #upsert(batch: readonly Waiting[]): Promise<void> {
    const { mail } = this.#store
    return this.#store.transaction((_, executor) =>
      mail.upsert(
        executor,
        batch.map(({ row }) => row),
      ),
    )
  }
}

/** Redacting an applicant's e-mail address removes it from the mails too, at the same time. */
export function mailAddresses({ mail: table }: ProgrammeStore): Participant {
  return {
    name: 'mail-addresses',
    write: async (trx, steps) => {
      for (const { event, instanceId } of steps) {
        if (event.type !== 'engine.redact') continue
        const { path } = event.data as { readonly path: string }
        if (/(^|\.)email$/.test(path)) await table.forget(trx, instanceId)
      }
    },
  }
}

function mailOf(row: MailRow): Mail {
  return {
    effect: row.effect_id,
    call: row.call_id,
    instance: row.instance_id,
    template: row.template,
    about: row.about,
    step: row.step,
    reader: row.reader,
    atMs: row.at_ms,
    notedAtMs: row.noted_at_ms,
    status: row.status,
    reason: row.reason,
    once: row.once,
    messageId: row.message_id,
    addresses: listOf(row.address),
    taken: listOf(row.taken),
    subject: row.subject,
    text: row.text,
    ics: row.ics,
    letters: listOf(row.letters),
  }
}

function rowOf(mail: Mail): MailRow {
  return {
    effect_id: mail.effect,
    call_id: mail.call,
    instance_id: mail.instance,
    template: mail.template,
    about: mail.about,
    step: mail.step,
    reader: mail.reader,
    at_ms: mail.atMs,
    noted_at_ms: mail.notedAtMs,
    status: mail.status,
    reason: mail.reason,
    once: mail.once,
    message_id: mail.messageId,
    address: textOf(mail.addresses),
    taken: textOf(mail.taken),
    subject: mail.subject,
    text: mail.text,
    ics: mail.ics,
    letters: textOf(mail.letters),
  }
}

function listOf(text: string | null): readonly string[] {
  return text === null ? [] : (JSON.parse(text) as string[])
}

function textOf(list: readonly string[]): string | null {
  return list.length === 0 ? null : JSON.stringify(list)
}
