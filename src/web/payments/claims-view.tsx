import { formatBba } from '../../domain/references.ts'
import type { PaymentClaim } from '../../programme/payments/claims.ts'
import type { CallVisit } from '../agency-visit.ts'
import { catalogue } from '../catalogue.ts'
import { eventPath, pathOf } from '../paths.ts'
import { page } from '../shell.tsx'
import { words } from '../words/words.ts'
import { claimKey, type Booked, type Booking } from './booked.ts'
import { bankFilePath, paymentsPath } from './paths.ts'
import type { PaymentVisit } from './payment-visit.ts'
import { Tag, toneOf } from './tags.tsx'

/** What is claimed back, what came in for it, and what came in for nothing. */
export function claimsPage(seen: PaymentVisit, booked: Booked): string {
  const { visit, overview, rights } = seen
  const { locale, format } = visit
  const t = texts[locale]
  const open = overview.claims.reduce((cents, claim) => cents + claim.openCents, 0)
  return page(visit, {
    title: t.title,
    current: 'payments',
    children: (
      <>
        <p>
          <a href={paymentsPath(visit.call.id)}>← {t.payments}</a>
        </p>
        <h1>{t.title}</h1>
        <p class="lead">{t.standing(format.euro(open), format.euro(overview.unmatchedCents))}</p>
        {rights.pays && (
          <p>
            <a class="button" href={bankFilePath(visit.call.id, 'receipts')}>
              {t.bring}
            </a>
          </p>
        )}
        <h2>{t.claims}</h2>
        {overview.claims.length === 0 ? (
          <p>{t.noClaims}</p>
        ) : (
          <Claims seen={seen} booked={booked} />
        )}
        <h2>{t.unmatched}</h2>
        <p>{t.unmatchedMeans}</p>
        {booked.unmatched.length === 0 ? (
          <p>{t.noneUnmatched}</p>
        ) : (
          <Unmatched visit={visit} bookings={booked.unmatched} />
        )}
      </>
    ),
  })
}

function Claims({ seen, booked }: { readonly seen: PaymentVisit; readonly booked: Booked }) {
  const { visit, overview, rights } = seen
  const { locale, format } = visit
  const t = texts[locale]
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={t.claims}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t.applicant}</th>
            <th scope="col">{t.reference}</th>
            <th scope="col">{t.state}</th>
            <th scope="col" class="number">
              {t.demanded}
            </th>
            <th scope="col" class="number">
              {t.open}
            </th>
            <th scope="col">{t.instalments}</th>
          </tr>
        </thead>
        <tbody>
          {overview.claims.map((claim) => (
            <tr>
              <th scope="row">
                <a href={pathOf(claim.project)}>{claim.applicant}</a>
                <small class="line">{words[locale].claim[claim.name]}</small>
              </th>
              <td>
                <code class="bba">{formatBba(claim.reference)}</code>
              </td>
              <td>
                <Tag tone={toneOf[claim.status] ?? 'plain'} text={t.status[claim.status]} />
                {claim.due !== null && (
                  <small class="line">{t.due(format.due(Date.parse(claim.due)))}</small>
                )}
              </td>
              <td class="number">
                {claim.demandedCents === null ? '–' : format.euro(claim.demandedCents)}
                {claim.demandedCents !== claim.announcedCents && (
                  <small class="line">{t.announced(format.euro(claim.announcedCents))}</small>
                )}
              </td>
              <td class="number">{format.euro(claim.openCents)}</td>
              <td>
                <Instalments
                  visit={visit}
                  bookings={booked.repayments.get(claimKey(claim)) ?? []}
                />
                {claim.writtenOffCents > 0 && (
                  <span class="line">{t.writtenOff(format.euro(claim.writtenOffCents))}</span>
                )}
                {rights.pays && claim.openCents > 0 && <BookOne visit={visit} claim={claim} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Instalments({
  visit: { locale, format },
  bookings,
}: {
  readonly visit: CallVisit
  readonly bookings: readonly Booking[]
}) {
  if (bookings.length === 0) return <>{texts[locale].none}</>
  return (
    <>
      {bookings.map(({ date, cents }) => (
        <span class="line">
          {format.euro(cents)}, {format.shortDate(Date.parse(date))}
        </span>
      ))}
    </>
  )
}

/** One repayment, told by a person. */
function BookOne({ visit, claim }: { readonly visit: CallVisit; readonly claim: PaymentClaim }) {
  const query = new URLSearchParams({ claim: claim.name }).toString()
  return (
    <span class="line">
      <a href={`${eventPath(claim.project, 'clawback.repay')}?${query}`}>
        {texts[visit.locale].bookOne}
        <span class="hidden">: {claim.applicant}</span>
      </a>
    </span>
  )
}

function Unmatched({
  visit: { locale, format },
  bookings,
}: {
  readonly visit: CallVisit
  readonly bookings: readonly Booking[]
}) {
  const t = texts[locale]
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={t.unmatched}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t.date}</th>
            <th scope="col" class="number">
              {t.amount}
            </th>
            <th scope="col">{t.about}</th>
          </tr>
        </thead>
        <tbody>
          {bookings.map(({ date, cents, about }) => (
            <tr>
              <td>{format.date(Date.parse(date))}</td>
              <td class="number">{format.euro(cents)}</td>
              <td>{about === null ? t.redacted : about === '' ? '–' : about}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const texts = catalogue(
  {
    title: 'Terugvorderingen en ontvangsten',
    payments: 'Betalingen',
    standing: (open: string, unmatched: string) =>
      `Nog terug te betalen: ${open}. Ontvangen zonder vordering: ${unmatched}.`,
    bring: 'Ontvangsten van de bank inlezen',
    claims: 'Terugvorderingen',
    noClaims: 'Er wordt niets teruggevorderd.',
    applicant: 'Aanvrager',
    reference: 'Gestructureerde mededeling',
    state: 'Stand',
    status: {
      announced: 'aangekondigd',
      demanded: 'gevraagd',
      overdue: 'te laat',
      settled: 'afgehandeld',
    },
    announced: (amount: string) => `aangekondigd: ${amount}`,
    demanded: 'Gevraagd',
    writtenOff: (amount: string) => `Kwijtgescholden: ${amount}`,
    open: 'Open',
    due: (date: string) => `uiterlijk ${date}`,
    instalments: 'Ontvangen',
    none: 'nog niets',
    bookOne: 'Terugbetaling boeken',
    unmatched: 'Ontvangen zonder vordering',
    unmatchedMeans:
      'Geld dat geen vordering noemt, meer dan één vordering noemt, of meer is dan er open stond.',
    noneUnmatched: 'Er is niets ontvangen zonder vordering.',
    date: 'Datum',
    amount: 'Bedrag',
    about: 'Mededeling',
    redacted: 'gewist',
  },
  {
    title: 'Claims and receipts',
    payments: 'Payments',
    standing: (open: string, unmatched: string) =>
      `Still to be repaid: ${open}. Received without a claim: ${unmatched}.`,
    bring: 'Read receipts of the bank',
    claims: 'Claims',
    noClaims: 'Nothing is claimed back.',
    applicant: 'Applicant',
    reference: 'Structured reference',
    state: 'Status',
    status: {
      announced: 'announced',
      demanded: 'demanded',
      overdue: 'overdue',
      settled: 'settled',
    },
    announced: (amount: string) => `announced: ${amount}`,
    demanded: 'Demanded',
    writtenOff: (amount: string) => `Written off: ${amount}`,
    open: 'Open',
    due: (date: string) => `due ${date}`,
    instalments: 'Received',
    none: 'nothing yet',
    bookOne: 'Book a repayment',
    unmatched: 'Received without a claim',
    unmatchedMeans: 'Money that names no claim, names more than one, or is more than was open.',
    noneUnmatched: 'Nothing was received without a claim.',
    date: 'Date',
    amount: 'Amount',
    about: 'Reference',
    redacted: 'erased',
  },
)
