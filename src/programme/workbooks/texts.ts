import type { Language } from './kinds.ts'
import { en } from './texts-en.ts'
import { nl } from './texts-nl.ts'
import type { WorkbookTexts } from './wording.ts'

export const texts: Readonly<Record<Language, WorkbookTexts>> = { nl, en }
