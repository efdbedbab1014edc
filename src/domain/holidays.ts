import { addDays } from './dates.ts'
import { remembered } from './remembered.ts'

/**
 * The ten legal public holidays of Belgium in a year, ascending. Two may share a date: in 2008
 * Ascension fell on 1 May.
 * Errors: RangeError if `year` is no integer of 0 to 9999.
 * Source: Belgian Royal Decree of 18 April 1974, article 1
 */
export function belgianHolidays(year: number): readonly string[] {
  return ofYear(year, '')
}

const ofYear = remembered((year: number): readonly string[] => {
  const fixed = ['01-01', '05-01', '07-21', '08-15', '11-01', '11-11', '12-25']
  const easter = easterSunday(year)
  const movable = [
    addDays(easter, 1), // Easter Monday
    addDays(easter, 39), // Ascension Day
    addDays(easter, 50), // Whit Monday
  ]
  return [...fixed.map((day) => `${yearText(year)}-${day}`), ...movable].toSorted()
})

/** Easter of the Gregorian calendar, by the method of Oudin (1940). */
export function easterSunday(year: number): string {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const skippedLeapDays = century - Math.floor(century / 4)
  const moonCorrection = Math.floor((8 * century + 13) / 25)
  const epact = (19 * golden + skippedLeapDays - moonCorrection + 15) % 30
  const isLate = epact === 29 || (epact === 28 && golden > 10)
  const fullMoon = epact - (isLate ? 1 : 0)
  const weekday = (year + Math.floor(year / 4) + fullMoon + 2 - skippedLeapDays) % 7
  return addDays(`${yearText(year)}-03-28`, fullMoon - weekday)
}

function yearText(year: number): string {
  return String(year).padStart(4, '0')
}
