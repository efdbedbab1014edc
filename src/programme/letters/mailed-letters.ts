import type { ProgrammeStore } from '../../store/programme/store.ts'
import { letterLanguages } from './composing.ts'
import type { LetterBook } from './letter-book.ts'

interface Asked {
  readonly template: string
  readonly to: string
  /** The type of the event received for a receipt, a letter's name, a deadline for a reminder. */
  readonly subject: string
}

interface About {
  readonly instance: string
  /** `instance:revision`. */
  readonly event: string
}

/** The letters that mails take along. */
export class MailedLetters {
  readonly #store: ProgrammeStore
  readonly #book: LetterBook

  constructor(store: ProgrammeStore, book: LetterBook) {
    this.#store = store
    this.#book = book
  }

  /**
   * Ids of the letters that a mail takes along: the receipt of an application its letter, what
   * tells of a letter that one, a reminder the last letter about its deadline, so that who is
   * reminded has the reference at hand.
   */
  async attached({ template, to, subject }: Asked, about: About): Promise<readonly string[]> {
    if (to !== 'applicant') return []
    if (template === 'receipt' && subject !== 'application.submit') return []
    const { letter: table, reader } = this.#store
    const revision = Number(about.event.split(':').at(-1))
    const letters = await table.ofInstance(reader, about.instance)
    const name = template === 'receipt' ? 'receipt' : subject
    const fits = letters.filter((letter) =>
      template === 'reminder'
        ? letter.revision <= revision && letter.deadline === subject
        : letter.revision === revision && letter.name === name,
    )
    const last = fits.at(-1)
    return last === undefined ? [] : [`${last.revision}-${last.name}`]
  }

  /** The letters as files, in each language. */
  async files({ instance }: About, ids: readonly string[]) {
    const files: { readonly name: string; readonly bytes: Buffer }[] = []
    for (const id of ids) {
      for (const language of letterLanguages) {
        const made = await this.#book.make(instance, id, language)
        if (made !== undefined) files.push({ name: made.fileName, bytes: made.bytes })
      }
    }
    return files
  }
}
