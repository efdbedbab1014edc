import type { PayerConfig } from '../../config.ts'

/** Who pays on a virtual database whose operator named nobody: no account has this number. */
export const inventedPayer: PayerConfig = {
  name: 'FICTIEVE BETALER, GEEN ECHTE REKENING',
  iban: 'BE49999000000171',
  bic: null,
}
