import { catalogue } from '../catalogue.ts'
import { formats } from '../format.ts'
import { Contact, type Statement } from './contact.tsx'

export const accessibilityTitle = {
  nl: 'Toegankelijkheidsverklaring',
  en: 'Accessibility statement',
} as const

/** When the pages were last assessed; to be changed by who assesses them again. */
const assessedMs = Date.parse('2026-11-29T12:00:00Z')

/** What Flemish law asks of public sites. Source: Bestuursdecreet, art. II.16; EU 2018/1523. */
export function Accessibility(statement: Statement) {
  const { locale, site } = statement
  const t = texts[locale]
  const date = formats[locale].date(assessedMs)
  return (
    <>
      <h1>{accessibilityTitle[locale]}</h1>
      <p class="lead">{t.aim(site.name)}</p>
      <h2>{t.status}</h2>
      <p>{t.conforms}</p>
      <p>{t.selfAssessed}</p>
      <h2>{t.notAccessible}</h2>
      <ul>
        <li>{t.diagram}</li>
        <li>{t.wideTables}</li>
        <li>{t.notTried}</li>
        <li>{t.keyboard}</li>
      </ul>
      <h2>{t.how}</h2>
      <ul>
        <li>{t.axe}</li>
        <li>{t.narrow}</li>
        <li>{t.withoutScript}</li>
      </ul>
      <p>{t.drawnUp(date)}</p>
      <h2>{t.contact}</h2>
      <p>{t.tell}</p>
      <Contact {...statement} />
      <h2>{t.enforcement}</h2>
      <p>
        {t.ombudsman} <a href="https://www.vlaamseombudsdienst.be">vlaamseombudsdienst.be</a>
      </p>
    </>
  )
}

const texts = catalogue(
  {
    aim: (name: string) =>
      `${name} moet voor iedereen te gebruiken zijn. ` +
      'Deze verklaring zegt hoe ver het daarmee staat.',
    status: 'In welke mate voldoet deze toepassing?',
    conforms:
      'Deze toepassing voldoet gedeeltelijk aan de Web Content Accessibility Guidelines (WCAG) ' +
      '2.1, niveau AA, zoals het Bestuursdecreet van de overheid in Vlaanderen vraagt.',
    selfAssessed:
      'Dat is een beoordeling door wie de toepassing maakt. Een onafhankelijke keuring is er ' +
      'nog niet.',
    notAccessible: 'Wat nog niet of niet zeker toegankelijk is',
    diagram:
      'De tekening van de weg van een project is een beeld. De tekst erbij zegt waar het project ' +
      'staat; dezelfde stappen staan boven aan de pagina in woorden.',
    wideTables:
      'Brede tabellen schuiven op een smal scherm zijwaarts binnen hun eigen kader; met het ' +
      'toetsenbord gaat dat met de pijltjes.',
    notTried: 'Mensen met een schermlezer hebben de pagina’s nog niet uitgeprobeerd.',
    how: 'Hoe dit is nagegaan',
    axe:
      'Met axe-core in Chromium, een geautomatiseerde controle. Die vindt maar een deel van wat ' +
      'mensen kan hinderen.',
    keyboard: 'Met het toetsenbord alleen, en op papier, is nog niet elke pagina nagegaan.',
    narrow: 'Op een scherm van 1280 en van 320 pixels breed, in lichte en in donkere kleuren.',
    withoutScript:
      'Zonder JavaScript: de gewone handelingen van aanvragers en van het agentschap werken ook ' +
      'als gewoon formulier.',
    drawnUp: (date: string) => `Deze verklaring is opgesteld op ${date}.`,
    contact: 'Lukt iets niet?',
    tell:
      'Laat het weten, en zeg op welke pagina en waarmee u werkt. Vraag gerust dezelfde ' +
      'informatie ' +
      'op een andere manier.',
    enforcement: 'Geen of geen goed antwoord?',
    ombudsman: 'Dan kunt u een klacht indienen bij de Vlaamse Ombudsdienst:',
  },
  {
    aim: (name: string) =>
      `${name} must be usable by everybody. This statement says how far that has come.`,
    status: 'How far does this application conform?',
    conforms:
      'This application conforms in part with the Web Content Accessibility Guidelines ' +
      '(WCAG) 2.1, ' +
      'level AA, as the Flemish governance decree asks.',
    selfAssessed: 'That is the assessment of those who make it. There is no independent audit yet.',
    notAccessible: 'What is not, or not certainly, accessible yet',
    diagram:
      'The drawing of the way of a project is an image. The text with it says where the project ' +
      'is; the same steps stand in words at the top of the page.',
    wideTables:
      'Wide tables scroll sideways within their own frame on a narrow screen; with the keyboard, ' +
      'by the arrow keys.',
    notTried: 'People with a screen reader have not tried the pages yet.',
    how: 'How this was tested',
    axe:
      'With axe-core in Chromium, an automated check. It finds only part of what may ' +
      'hinder people.',
    keyboard: 'Not every page has been tried with the keyboard alone, nor on paper.',
    narrow: 'On screens 1280 and 320 pixels wide, in light and in dark colours.',
    withoutScript:
      'Without JavaScript: the usual actions of applicants and of the agency work as plain ' +
      'forms too.',
    drawnUp: (date: string) => `This statement was drawn up on ${date}.`,
    contact: 'Does something not work?',
    tell:
      'Tell us, and say on which page and what you work with. Feel free to ask for the same ' +
      'information in another way.',
    enforcement: 'No answer, or not a good one?',
    ombudsman: 'Then you may complain to the Flemish Ombudsman:',
  },
)
