import type { Label } from '../../engine/definition.ts'

/** Kinds of files, in the order in which they are offered. Source: domain §2; nota §2.3, §2.5. */
export const fileKinds = [
  'ifAdvice',
  'awardDecree',
  'deRandChapter',
  'councilDecision',
  'other',
  'internal',
] as const

export type FileKind = (typeof fileKinds)[number]

export interface FileRule {
  readonly label: Label
  /** Who attaches one; an applicant to its own project only. */
  readonly roles: readonly string[]
  readonly on: readonly ('call' | 'project')[]
  /** Whether applicants may read it: of a call all of them, of a project its own. */
  readonly isForApplicant: boolean
}

export const fileRules: Readonly<Record<FileKind, FileRule>> = {
  ifAdvice: {
    label: { nl: 'Advies van de Inspectie van Financiën', en: 'Advice of the Inspectorate' },
    roles: ['inspector', 'manager'],
    on: ['call', 'project'],
    isForApplicant: false,
  },
  awardDecree: {
    label: { nl: 'Toekenningsbesluit', en: 'Award decree' },
    roles: ['manager'],
    on: ['call', 'project'],
    isForApplicant: true,
  },
  deRandChapter: {
    label: { nl: 'Hoofdstuk uit het jaarverslag van De Rand', en: 'Chapter of De Rand’s report' },
    roles: ['applicant', 'reviewer', 'manager'],
    on: ['project'],
    isForApplicant: true,
  },
  councilDecision: {
    label: { nl: 'Beslissing van raad of college', en: 'Decision of a council' },
    roles: ['applicant', 'reviewer', 'manager'],
    on: ['project'],
    isForApplicant: true,
  },
  other: {
    label: { nl: 'Ander stuk', en: 'Other document' },
    roles: ['applicant', 'reviewer', 'manager', 'inspector', 'paymaster'],
    on: ['project'],
    isForApplicant: true,
  },
  internal: {
    label: { nl: 'Intern stuk', en: 'Internal document' },
    roles: ['reviewer', 'manager', 'inspector', 'paymaster'],
    on: ['call', 'project'],
    isForApplicant: false,
  },
}

/** Kinds that somebody with these roles may attach. */
export function kindsFor(roles: readonly string[], on: 'call' | 'project'): readonly FileKind[] {
  return fileKinds.filter((kind) => {
    const rule = fileRules[kind]
    return rule.on.includes(on) && rule.roles.some((role) => roles.includes(role))
  })
}
