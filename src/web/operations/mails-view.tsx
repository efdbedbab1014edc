import type { Mail } from '../../programme/mail-book.ts'
import { catalogue, type Locale } from '../catalogue.ts'
import { page } from '../shell.tsx'
import type { Visit } from '../visit.ts'
import { latestEventTypes } from '../../programme/event-types.ts'
import { deadlineName } from '../words/deadline-name.ts'
import { letterName } from '../words/letter-name.ts'
import { wordOf, words } from '../words/words.ts'

export const mailStatuses = [
  'sent',
  'kept',
  'skipped',
  'undeliverable',
  'waiting',
  'refused',
] as const

type Status = (typeof mailStatuses)[number]

export function mailStatusText(locale: Locale, status: Status): string {
  return texts[locale].status[status]
}

interface Parts {
  readonly status: Status
  readonly mails: readonly Mail[]
  /** The last mail shown, where there are more; null on the last page. */
  readonly next: string | null
}

/** Mails of one status: about what, to whom by role, and why; not what is in them. */
export function mailsView(visit: Visit, { status, mails, next }: Parts): string {
  const { locale, format } = visit
  const t = texts[locale]
  return page(visit, {
    title: t.status[status],
    current: 'operations',
    children: (
      <>
        <p>
          <a href="/operations">← {t.back}</a>
        </p>
        <h1>{t.status[status]}</h1>
        <ul class="choice" aria-label={t.which}>
          {mailStatuses.map((each) => (
            <li>
              <a
                href={`/operations/mails?status=${each}`}
                aria-current={each === status ? 'page' : undefined}
              >
                {t.short[each]}
              </a>
            </li>
          ))}
        </ul>
        {visit.isVirtual && <p class="faint">{t.virtual}</p>}
        {mails.length === 0 ? (
          <p>{t.none}</p>
        ) : (
          <div class="scroll" tabindex={0} role="region" aria-label={t.status[status]}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t.asked}</th>
                  <th scope="col">{t.about}</th>
                  <th scope="col">{t.what}</th>
                  <th scope="col">{t.to}</th>
                  <th scope="col">{t.because}</th>
                </tr>
              </thead>
              <tbody>
                {mails.map((mail) => (
                  <tr>
                    <td>{format.moment(mail.atMs)}</td>
                    <th scope="row">
                      {mail.instance}
                      <br />
                      <small>
                        <code class="wrapped">{mail.effect}</code>
                      </small>
                    </th>
                    <td>
                      {wordOf(t.template, mail.template)} {aboutOf(locale, mail)}{' '}
                      {mail.step !== null && <code>{mail.step}</code>}
                    </td>
                    <td>{wordOf(words[locale].role, mail.reader)}</td>
                    <td lang="en">{mail.reason ?? '–'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        {next !== null && (
          <p class="buttons">
            <a
              class="button"
              href={`/operations/mails?status=${status}&after=${encodeURIComponent(next)}`}
            >
              {t.more}
            </a>
          </p>
        )}
      </>
    ),
  })
}

/** The deadline of a reminder, the letter, or what was received; a digest is about its week. */
function aboutOf(locale: Locale, { template, about }: Mail): string {
  if (template === 'reminder') return deadlineName(locale, about)
  if (template === 'letter') return letterName(locale, about)
  return latestEventTypes('project')[about]?.label[locale] ?? ''
}

const texts = catalogue(
  {
    back: 'Beheer',
    which: 'Welke mails',
    status: {
      sent: 'Verzonden mails',
      kept: 'Bewaarde mails, niet verzonden',
      skipped: 'Mails die hun zin verloren',
      undeliverable: 'Mails zonder adres',
      waiting: 'Mails die opnieuw worden geprobeerd',
      refused: 'Geweigerde mails',
    },
    short: {
      sent: 'verzonden',
      kept: 'bewaard',
      skipped: 'zonder zin',
      undeliverable: 'zonder adres',
      waiting: 'opnieuw',
      refused: 'geweigerd',
    },
    template: {
      receipt: 'ontvangstbewijs:',
      letter: 'brief:',
      reminder: 'herinnering:',
      digest: 'weekoverzicht',
    },
    virtual: 'Dit is een demonstratie: geen enkele mail heeft deze databank verlaten.',
    none: 'Er zijn er geen.',
    asked: 'Gevraagd op',
    about: 'Over',
    what: 'Wat',
    to: 'Aan',
    because: 'Reden',
    more: 'Oudere',
  },
  {
    back: 'Operations',
    which: 'Which mails',
    status: {
      sent: 'Mails sent',
      kept: 'Mails kept, not sent',
      skipped: 'Mails that lost their point',
      undeliverable: 'Mails without an address',
      waiting: 'Mails that are tried again',
      refused: 'Mails refused',
    },
    short: {
      sent: 'sent',
      kept: 'kept',
      skipped: 'without point',
      undeliverable: 'without address',
      waiting: 'again',
      refused: 'refused',
    },
    template: {
      receipt: 'receipt:',
      letter: 'letter:',
      reminder: 'reminder:',
      digest: 'weekly digest',
    },
    virtual: 'This is a demonstration: none of these mails left this database.',
    none: 'There are none.',
    asked: 'Asked for on',
    about: 'About',
    what: 'What',
    to: 'To',
    because: 'Because',
    more: 'Older',
  },
)
