import type { ProjectShape } from '../../programme/queries.ts'
import { catalogue } from '../catalogue.ts'
import type { Visit } from '../visit.ts'
import { words } from '../words/words.ts'

/** What was asked, awarded, paid and reclaimed, what is proposed, and each claim. */
export function Money({ visit, shape }: { readonly visit: Visit; readonly shape: ProjectShape }) {
  const { locale, format } = visit
  const t = texts[locale]
  const { amounts, proposal, claims } = shape
  const rows = [
    [t.requested, amounts.requestedCents],
    [t.awarded, amounts.awardedCents],
    [t.advance, amounts.advancePaidCents],
    [t.balance, amounts.balancePaidCents],
    [t.released, amounts.releasedCents],
    [t.demanded, amounts.clawbackDemandedCents],
    [t.recovered, amounts.recoveredCents],
    [t.writtenOff, amounts.writtenOffCents],
  ] as const
  return (
    <>
      <dl class="facts">
        {rows.map(([label, cents]) => (
          <>
            <dt>{label}</dt>
            <dd>{format.euro(cents)}</dd>
          </>
        ))}
      </dl>
      {proposal !== null && (
        <div class="message">
          <p>
            <strong>{proposal.id === null ? t.systemProposes : t.proposed}</strong>
          </p>
          <p>
            {t.payAndClaim(format.euro(proposal.payCents), format.euro(proposal.clawbackCents))}
          </p>
        </div>
      )}
      {claims.map((claim) => (
        <div class="message warn">
          <p>
            <strong>{words[locale].claim[claim.name]}</strong>
          </p>
          <p>
            {claim.demandedCents === null
              ? t.announced(format.euro(claim.announcedCents))
              : t.demand(
                  format.euro(claim.demandedCents),
                  format.euro(claim.recoveredCents),
                  format.euro(claim.writtenOffCents),
                  structured(claim.reference),
                )}
          </p>
          {claim.writeOff !== null && <p>{t.writeOff(format.euro(claim.writeOff.cents))}</p>}
        </div>
      ))}
    </>
  )
}

/** "+++123/4567/89012+++", as banks print it. */
function structured(reference: string): string {
  const digits = reference.replaceAll(/\D/g, '')
  return `+++${digits.slice(0, 3)}/${digits.slice(3, 7)}/${digits.slice(7)}+++`
}

const texts = catalogue(
  {
    requested: 'Gevraagd',
    awarded: 'Toegekend',
    advance: 'Voorschot betaald',
    balance: 'Saldo betaald',
    released: 'Vrijgegeven (wordt niet meer betaald)',
    demanded: 'Teruggevorderd',
    recovered: 'Terugbetaald',
    writtenOff: 'Kwijtgescholden',
    systemProposes: 'Volgens de regels komt dit uit; mensen beslissen.',
    proposed: 'Dit is voorgesteld en wacht op een tweede persoon.',
    payAndClaim: (pay: string, claim: string) =>
      `Uit te betalen: ${pay}. Terug te vorderen: ${claim}.`,
    announced: (amount: string) => `Aangekondigd: ${amount}.`,
    demand: (amount: string, recovered: string, writtenOff: string, reference: string) =>
      `Gevraagd: ${amount}; terugbetaald: ${recovered}; kwijtgescholden: ${writtenOff}. ` +
      `Mededeling: ${reference}.`,
    writeOff: (amount: string) => `Een kwijtschelding van ${amount} wacht op een tweede persoon.`,
  },
  {
    requested: 'Requested',
    awarded: 'Awarded',
    advance: 'Advance paid',
    balance: 'Balance paid',
    released: 'Released (will not be paid)',
    demanded: 'Claimed back',
    recovered: 'Repaid',
    writtenOff: 'Written off',
    systemProposes: 'This is what the rules give; people decide.',
    proposed: 'This is proposed and waits for a second person.',
    payAndClaim: (pay: string, claim: string) => `To pay: ${pay}. To claim back: ${claim}.`,
    announced: (amount: string) => `Announced: ${amount}.`,
    demand: (amount: string, recovered: string, writtenOff: string, reference: string) =>
      `Demanded: ${amount}; repaid: ${recovered}; written off: ${writtenOff}. ` +
      `Reference: ${reference}.`,
    writeOff: (amount: string) => `A write-off of ${amount} waits for a second person.`,
  },
)
