import { EffectRefused } from '../../engine/index.ts'
import type { MailRequest, MailSubject } from './ports.ts'
import { letterKinds, type LetterKind } from './texts.ts'
import { inBothLanguages, paragraphs, type Wording } from './wording.ts'

export interface LetterMailFacts {
  readonly request: MailRequest
  readonly about: MailSubject
  readonly contact: string | null
}

/** That there is a letter, what it is about, and where it is; a claim's name stands behind the dot. */
export function letterWording({ request, about, contact }: LetterMailFacts): Wording {
  const [kind] = request.subject.split('.')
  if (!letterKinds.includes(kind as LetterKind)) {
    throw new EffectRefused(`There is no text for the letter ${request.subject}`)
  }
  return inBothLanguages(({ code, texts }) => {
    const { name, says } = texts.letters[kind as LetterKind]
    const title = about.title[code]
    const project = about.name ?? title
    return {
      subject: texts.letter.subject(project, name),
      text: paragraphs(
        texts.greeting,
        `${project}, ${title}`,
        says,
        texts.letter.attached,
        `${texts.ask(contact, about.instance)}\n${texts.automatic}`,
      ),
    }
  })
}
