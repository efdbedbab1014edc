/** Account and enterprise numbers that are right in their check digits and belong to nobody. */

/** Every synthetic IBAN stands under this bank code. */
const SYNTHETIC_BANK = '999'

/** A Belgian IBAN under the synthetic bank code; `account` has at most seven digits. */
export function syntheticIban(account: number): string {
  const base = `${SYNTHETIC_BANK}${String(account).padStart(7, '0')}`
  const rest = Number(base) % 97
  const number = base + String(rest === 0 ? 97 : rest).padStart(2, '0')
  const check = 98n - (BigInt(`${number}111400`) % 97n)
  return `BE${String(check).padStart(2, '0')}${number}`
}

/** A KBO number that begins with 0000, as no enterprise has; `serial` has at most four digits. */
export function syntheticKbo(serial: number): string {
  const base = String(serial).padStart(8, '0')
  return base + String(97 - (Number(base) % 97)).padStart(2, '0')
}
