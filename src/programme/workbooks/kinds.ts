/** What an applicant fills in; each kind becomes the event `<kind>.submit`. */
export const workbookKinds = ['application', 'interimReport', 'finalReport', 'accounts'] as const

export type WorkbookKind = (typeof workbookKinds)[number]

/** The languages that a workbook may have. */
export const languages = ['nl', 'en'] as const

export type Language = (typeof languages)[number]
