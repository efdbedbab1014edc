import type { FileRefusal } from '../../programme/documents/files.ts'
import { takenEnds } from '../../programme/documents/media-type.ts'
import { catalogue, type Locale } from '../catalogue.ts'

/** Why a file was not taken, in words. */
export function faultText(locale: Locale, { why }: FileRefusal, maxBytes: number): string {
  const t = texts[locale]
  if (why === 'large') return t.large(String(maxBytes / 1e6))
  return why === 'type' ? t.type(takenEnds.join(', ')) : t[why]
}

/** Nothing was chosen, or the page is too old to send from. */
export function formFaultText(locale: Locale, why: 'nothing' | 'renewed'): string {
  return texts[locale][why]
}

const texts = catalogue(
  {
    nothing: 'Kies eerst een bestand.',
    renewed: 'De pagina was niet meer geldig; kies het bestand opnieuw en verzend nog eens.',
    kind: 'Deze soort bestand hoort hier niet.',
    role: 'Uw rol voegt deze soort bestand niet toe.',
    hidden: 'De naam van het bestand bevat tekens die niet te zien zijn; geef het een andere naam.',
    nameless: 'Het bestand heeft geen naam.',
    longName: 'De naam van het bestand is te lang; ten hoogste 150 tekens.',
    empty: 'Het bestand is leeg.',
    large: (megabytes: string) => `Het bestand is te groot; ten hoogste ${megabytes} MB.`,
    type: (ends: string) => `De inhoud is van een soort die niet wordt aangenomen. Wel: ${ends}.`,
    pretends:
      'De inhoud is van een andere soort dan de naam zegt; geef het bestand zijn juiste naam.',
    full: 'Er staan al zoveel bestanden dat er geen meer bij kan.',
  },
  {
    nothing: 'Choose a file first.',
    renewed: 'The page was no longer valid; choose the file again and send once more.',
    kind: 'This kind of file does not belong here.',
    role: 'Your role does not add this kind of file.',
    hidden: 'The name of the file holds characters that cannot be seen; give it another name.',
    nameless: 'The file has no name.',
    longName: 'The name of the file is too long; at most 150 characters.',
    empty: 'The file is empty.',
    large: (megabytes: string) => `The file is too large; at most ${megabytes} MB.`,
    type: (ends: string) => `The content is of a kind that is not taken. Taken are: ${ends}.`,
    pretends: 'The content is of another kind than the name says; give the file its right name.',
    full: 'There are so many files already that no more can be added.',
  },
)
