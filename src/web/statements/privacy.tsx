import { catalogue } from '../catalogue.ts'
import { Contact, type Statement } from './contact.tsx'

export const privacyTitle = { nl: 'Privacyverklaring', en: 'Privacy statement' } as const

/** What is kept of people, why, and for how long. Source: domain §8. */
export function Privacy(statement: Statement) {
  const { locale, site } = statement
  const t = texts[locale]
  return (
    <>
      <h1>{privacyTitle[locale]}</h1>
      <p class="lead">{t.aim(site.name)}</p>
      <h2>{t.who}</h2>
      <Contact {...statement} />
      <h2>{t.what}</h2>
      <ul>
        <li>{t.signIn}</li>
        <li>{t.contacts}</li>
        <li>{t.texts}</li>
        <li>{t.actions}</li>
        <li>{t.mails}</li>
      </ul>
      <h2>{t.why}</h2>
      <p>{t.task}</p>
      <h2>{t.howLong}</h2>
      <p>{t.retention}</p>
      <p>{t.redaction}</p>
      <h2>{t.others}</h2>
      <p>{t.noThirdParty}</p>
      <h2>{t.cookies}</h2>
      <ul>
        <li>{t.session}</li>
        <li>{t.language}</li>
      </ul>
      <p>{t.noTracking}</p>
      <h2>{t.rights}</h2>
      <p>
        {t.ask} <a href="https://www.gegevensbeschermingsautoriteit.be">{t.authority}</a>.
      </p>
    </>
  )
}

const texts = catalogue(
  {
    aim: (name: string) =>
      `${name} volgt subsidies van de overheid aan lokale besturen. Het gaat over besturen en ` +
      'geld, en zo weinig mogelijk over personen.',
    who: 'Wie is verantwoordelijk?',
    what: 'Welke persoonsgegevens worden bewaard?',
    signIn: 'Van wie zich aanmeldt: naam, e-mailadres, organisatie en rollen.',
    contacts:
      'Van de contactpersoon van een aanvrager: naam en e-mailadres; van de aanvrager het ' +
      'rekeningnummer.',
    texts:
      'Wat mensen schrijven: motiveringen, redenen, standpunten en nota’s. Zet daar geen ' +
      'gegevens ' +
      'over personen in die er niet hoeven te staan.',
    actions:
      'Wie wat wanneer deed. In het logboek staat daarvoor een willekeurig nummer; welke persoon ' +
      'daarbij hoort, staat in een aparte tabel.',
    mails: 'Mails die de toepassing verzond: aan wie, wanneer en waarover.',
    why: 'Waarom?',
    task:
      'Om de subsidie toe te kennen, uit te betalen en te controleren, een taak van algemeen ' +
      'belang ' +
      '(AVG, artikel 6, lid 1, e), en om die beslissingen achteraf te kunnen bewijzen.',
    howLong: 'Hoe lang?',
    retention:
      'Tot tien jaar na het afsluiten van het project, tenzij de oproep een andere termijn ' +
      'vastlegt. Wie iets deed, blijft zolang bekend: anders bewijst het logboek niets meer.',
    redaction:
      'Een tekst of adres kan vroeger worden gewist, door twee personen samen en met een ' +
      'reden. In ' +
      'het logboek blijft dan enkel een vingerafdruk die niets meer onthult, zodat het ' +
      'bewijs klopt.',
    others: 'Wie krijgt ze te zien?',
    noThirdParty:
      'Wie een rol heeft in de oproep, en een aanvrager alleen het eigen project. Er gaat niets ' +
      'naar anderen, er worden geen gegevens verkocht, en de pagina’s laden niets van elders.',
    cookies: 'Cookies',
    session: 'Een cookie voor uw sessie, die verdwijnt als u zich afmeldt.',
    language:
      'Een cookie met de taal die u koos (language), een jaar lang, en een met de oproep die u ' +
      'het laatst bekeek (call), tot u de browser sluit.',
    noTracking: 'Andere zijn er niet: niets volgt u, hier of elders.',
    rights: 'Uw rechten',
    ask:
      'U mag uw gegevens inkijken en laten verbeteren, en in de gevallen van de wet laten ' +
      'wissen of ' +
      'beperken. Vraag het aan de verantwoordelijke hierboven. Bent u niet tevreden, dan kunt u ' +
      'terecht bij de',
    authority: 'Gegevensbeschermingsautoriteit',
  },
  {
    aim: (name: string) =>
      `${name} follows subsidies of the government to local authorities. It is about authorities ` +
      'and money, and as little as possible about persons.',
    who: 'Who is responsible?',
    what: 'Which personal data are kept?',
    signIn: 'Of those who sign in: name, e-mail address, organisation and roles.',
    contacts:
      'Of the contact person of an applicant: name and e-mail address; of the applicant its ' +
      'bank account.',
    texts:
      'What people write: motivations, reasons, statements and notes. Do not write about persons ' +
      'there what need not be there.',
    actions:
      'Who did what and when. The log holds a random number for it; which person that is, stands ' +
      'in a table apart.',
    mails: 'Mails that the application sent: to whom, when and about what.',
    why: 'Why?',
    task:
      'To award, pay and control the subsidy, a task in the public interest (GDPR, article ' +
      '6(1)(e)), ' +
      'and to be able to prove those decisions afterwards.',
    howLong: 'For how long?',
    retention:
      'Until ten years after the project is closed, unless the call lays down another term. Who ' +
      'did something stays known as long: else the log would prove nothing.',
    redaction:
      'A text or address can be removed earlier, by two persons together and with a reason. ' +
      'The log ' +
      'then keeps only a fingerprint that reveals nothing, so that the proof still holds.',
    others: 'Who sees them?',
    noThirdParty:
      'Who has a role in the call, and an applicant only its own project. Nothing goes to ' +
      'others, no ' +
      'data are sold, and the pages load nothing from elsewhere.',
    cookies: 'Cookies',
    session: 'A cookie for your session, which goes when you sign out.',
    language:
      'A cookie with the language that you chose (language), for a year, and one with the call ' +
      'that you looked at last (call), until you close the browser.',
    noTracking: 'There are no others: nothing follows you, here or elsewhere.',
    rights: 'Your rights',
    ask:
      'You may see your data and have them corrected, and in the cases of the law have them ' +
      'erased ' +
      'or restricted. Ask the one responsible, above. If you are not content, you may turn to the',
    authority: 'Data Protection Authority',
  },
)
