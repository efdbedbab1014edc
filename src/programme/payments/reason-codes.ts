import type { Texts } from '../../domain/call.ts'

/**
 * What a bank says when it does not pay, or sends back what was paid.
 * Source: ISO 20022 external code set, ExternalStatusReason1Code and ExternalReturnReason1Code
 */
const reasons: Readonly<Record<string, readonly [nl: string, en: string]>> = {
  AC01: ['rekeningnummer onjuist', 'incorrect account number'],
  AC03: ['rekening van de begunstigde ongeldig', 'invalid creditor account number'],
  AC04: ['rekening gesloten', 'closed account number'],
  AC06: ['rekening geblokkeerd', 'blocked account'],
  AG01: ['verrichting op deze rekening verboden', 'transaction forbidden on this account'],
  AG02: ['bewerkingscode ongeldig', 'invalid bank operation code'],
  AM01: ['bedrag is nul', 'zero amount'],
  AM02: ['bedrag niet toegelaten', 'not allowed amount'],
  AM03: ['munt niet toegelaten', 'not allowed currency'],
  AM04: ['onvoldoende saldo', 'insufficient funds'],
  AM05: ['dubbele betaling', 'duplication'],
  AM09: ['verkeerd bedrag', 'wrong amount'],
  AM10: ['controlesom onjuist', 'invalid control sum'],
  BE01: ['naam past niet bij de rekening', 'account holder does not match'],
  BE04: ['adres van de begunstigde ontbreekt', 'missing creditor address'],
  BE05: ['opdrachtgever niet herkend', 'unrecognised initiating party'],
  CNOR: ['bank van de begunstigde niet bereikbaar', 'creditor bank is not registered'],
  CURR: ['munt onjuist', 'incorrect currency'],
  CUST: ['op vraag van de klant', 'requested by customer'],
  DT01: ['datum ongeldig', 'invalid date'],
  DUPL: ['dubbele betaling', 'duplicate payment'],
  ED05: ['verrekening mislukt', 'settlement failed'],
  FF01: ['bestandsformaat ongeldig', 'invalid file format'],
  FOCR: ['na een vraag om terugbetaling', 'following cancellation request'],
  MD07: ['rekeninghouder overleden', 'end customer deceased'],
  MS02: ['reden niet opgegeven door de klant', 'not specified reason, customer generated'],
  MS03: ['reden niet opgegeven door de bank', 'not specified reason, agent generated'],
  NARR: ['zie de toelichting', 'narrative'],
  NOAS: ['geen antwoord van de klant', 'no answer from customer'],
  RC01: ['BIC onjuist', 'bank identifier incorrect'],
  RF01: ['referentie niet uniek', 'not unique transaction reference'],
  RR01: ['rekening of identificatie van de opdrachtgever ontbreekt', 'missing debtor account'],
  RR02: ['naam of adres van de opdrachtgever ontbreekt', 'missing debtor name or address'],
  RR03: ['naam of adres van de begunstigde ontbreekt', 'missing creditor name or address'],
  RR04: ['regelgeving', 'regulatory reason'],
  TECH: ['technisch probleem', 'technical problem'],
  TM01: ['na het sluitingsuur', 'invalid cut-off time'],
}

/** A reason in words; one that we do not know is told by its code. */
export function reasonText(code: string | null): Texts {
  if (code === null) return { nl: 'zonder reden', en: 'without a reason' }
  const [nl, en] = reasons[code] ?? ['reden niet gekend', 'unknown reason']
  return { nl: `${code}, ${nl}`, en: `${code}, ${en}` }
}
