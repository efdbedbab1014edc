import type { DemoPerson } from '../access/access.ts'
import type { Role } from '../access/caller.ts'

/** KBO numbers of two real applicants; the people who act for them here are invented. */
const gent = '0207451227'
const aalst = '0207437468'

/**
 * Who anybody may be on a virtual database: everyone whom a call needs, in every call. The names
 * are invented, and belong to nobody.
 */
export const demoPeople: readonly DemoPerson[] = [
  person('demo-mira', 'Mira Voorbeeld', 'manager'),
  person('demo-stan', 'Stan Voorbeeld', 'manager'),
  person('demo-rika', 'Rika Voorbeeld', 'reviewer'),
  person('demo-lode', 'Lode Voorbeeld', 'reviewer'),
  person('demo-ivan', 'Ivan Voorbeeld', 'inspector'),
  person('demo-paula', 'Paula Voorbeeld', 'paymaster'),
  person('demo-gerda', 'Gerda Voorbeeld (Gent)', 'applicant', gent),
  person('demo-anton', 'Anton Voorbeeld (Aalst)', 'applicant', aalst),
  person('demo-rekha', 'Rekha Voorbeeld', 'auditor'),
  person('demo-bert', 'Bert Voorbeeld', 'admin'),
]

function person(id: string, name: string, role: Role, organisation?: string): DemoPerson {
  return { id, name, roles: [{ role, call: '*' }], organisation: organisation ?? null }
}
