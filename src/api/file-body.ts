import Type from 'typebox'
import { object } from './schemas.ts'
import { Problem, type ProblemItem } from './problem.ts'

/** A file as JSON carries it. */
export const fileBody = object({
  name: Type.String({ minLength: 1, maxLength: 200 }),
  content: Type.String({ description: 'The bytes of the file, in base64.' }),
})

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

/** Errors: Problem `invalid-payload`, when the content is no base64. */
export function bytesOf(content: string, field: string): Buffer {
  if (content.length % 4 !== 0 || !BASE64.test(content)) {
    throw new Problem('invalid-payload', `${field} must be base64, with its padding.`, { field })
  }
  return Buffer.from(content, 'base64')
}

const ITEMS_MAX = 200

type Wrong = Pick<ProblemItem, 'message'> & Partial<Pick<ProblemItem, 'cell' | 'row'>>

/** Everything that is wrong in a file, by its place there, as a problem lists it. */
export function itemsOf(file: string, wrong: readonly Wrong[]): NonNullable<Problem['items']> {
  const errors = wrong.slice(0, ITEMS_MAX).map(({ row = null, cell = null, message }) => ({
    file,
    row,
    column: null,
    cell,
    field: '',
    message,
  }))
  return { errors, moreErrors: wrong.length - errors.length }
}

/** The first of them in a sentence, and how many more there are. */
export function firstOf({ errors, moreErrors }: NonNullable<Problem['items']>): string {
  const [first] = errors
  const place = first?.cell ?? (first?.row == null ? '' : `row ${first.row}`)
  const more = errors.length + moreErrors - 1
  const rest = more > 0 ? ` And ${more} more.` : ''
  return `${place === '' ? '' : `${place}: `}${first?.message ?? 'It is empty.'}${rest}`
}
