import { endControlFigures } from '../../../machines/project/accounts.ts'
import type { ProjectContext } from '../../../machines/project/context.ts'
import { endControl, type EndControlResult } from '../../domain/co-financing.ts'

/** The end control of one project, in figures (cents) and in words. */
export interface CoFinancing extends EndControlResult {
  /** X: spending booked under the codes of the call, over all years. */
  readonly spentCents: number
  /** A: the award for lines, less what of it was released. */
  readonly awardCents: number
  readonly paidCents: number
  readonly claimedCents: number
  readonly nl: string
  readonly en: string
}

/**
 * The check of co-financing as the accounts stand now, explained; null before the award.
 * Source: nota §2.5, "minstens hetzelfde bedrag als de Vlaamse subsidie"; domain §5.
 */
export function explainCoFinancing(context: ProjectContext): CoFinancing | null {
  if (context.award === null) return null
  const figures = endControlFigures(context)
  const result = endControl(figures)
  const { spentCents, linesAwardCents, paidForLinesCents, claimedForLinesCents } = figures
  const about: About = {
    spent: spentCents,
    award: linesAwardCents,
    paid: paidForLinesCents,
    claimed: claimedForLinesCents,
    clawback: result.clawbackCents,
    ...wordsFor(figures.ownShare === 1, spentCents, linesAwardCents),
  }
  return {
    ...result,
    spentCents,
    awardCents: linesAwardCents,
    paidCents: paidForLinesCents,
    claimedCents: claimedForLinesCents,
    nl: dutch(about),
    en: english(about),
  }
}

interface About {
  readonly spent: number
  readonly award: number
  readonly paid: number
  readonly claimed: number
  readonly clawback: number
  readonly ownShare: boolean
  readonly place: 'below' | 'between' | 'twice'
}

function wordsFor(ownShare: boolean, spent: number, award: number) {
  const place = spent < award ? 'below' : spent - award < award ? 'between' : 'twice'
  return { ownShare, place } as const
}

function dutch({ spent, award, paid, claimed, clawback, ownShare, place }: About): string {
  const euro = eurosIn('nl-BE')
  const begin =
    `Geboekt onder de codes van de oproep: ${euro(spent)}; toegekend voor lijnen, ` +
    `min wat vrijviel: ${euro(award)}.`
  switch (place) {
    case 'below':
      return (
        `${begin} De uitgaven dekken de subsidie niet. Betaald voor lijnen ` +
        `${euro(paid)}, al teruggevorderd ${euro(claimed)}, besteed ${euro(spent)}: ` +
        `voorstel om ${euro(clawback)} terug te vorderen.`
      )
    case 'between':
      return ownShare
        ? `${begin} De uitgaven dekken de subsidie, maar niet de eigen inbreng: samen is ` +
            `dat minstens ${euro(2 * award)}. Vraag verduidelijking over de eigen inbreng.`
        : `${begin} De uitgaven dekken de subsidie; de oproep vraagt geen eigen inbreng. In orde.`
    case 'twice':
      return (
        `${begin} De uitgaven dekken de subsidie en een even grote eigen inbreng, samen ` +
        `${euro(2 * award)}. In orde.`
      )
    default:
      return place satisfies never
  }
}

function english({ spent, award, paid, claimed, clawback, ownShare, place }: About): string {
  const euro = eurosIn('en-GB')
  const begin =
    `Booked under the codes of the call: ${euro(spent)}; awarded for lines, less ` +
    `what was released: ${euro(award)}.`
  switch (place) {
    case 'below':
      return (
        `${begin} The spending does not cover the subsidy. Paid for lines ` +
        `${euro(paid)}, already claimed back ${euro(claimed)}, spent ${euro(spent)}: it ` +
        `is proposed to claim back ${euro(clawback)}.`
      )
    case 'between':
      return ownShare
        ? `${begin} The spending covers the subsidy, but not the own share: together at ` +
            `least ${euro(2 * award)}. Ask for clarification of the own share.`
        : `${begin} The spending covers the subsidy; the call asks for no own share. It ` +
            'is in order.'
    case 'twice':
      return (
        `${begin} The spending covers the subsidy and an own share as large, together ` +
        `${euro(2 * award)}. It is in order.`
      )
    default:
      return place satisfies never
  }
}

/** "1.234,50 EUR" in Dutch, "1,234.50 EUR" in English. */
function eurosIn(locale: 'nl-BE' | 'en-GB'): (cents: number) => string {
  const format = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  })
  return (cents) => `${format.format(cents / 100)} EUR`
}
