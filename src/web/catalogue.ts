/** The languages of the pages; the first is the default. */
export const locales = ['nl', 'en'] as const

export type Locale = (typeof locales)[number]

/** A text as it stands, a sentence made of values, or a group of those. */
type Entry = string | ((...values: never[]) => string) | Entries

interface Entries {
  readonly [key: string]: Entry
}

/** The same keys with other words. */
type Translated<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...values: infer V) => string
      ? (...values: V) => string
      : Translated<T[K]>
}

/** Texts in both languages; the compiler refuses a key that one of them lacks. */
export function catalogue<const T extends Entries>(
  nl: T,
  en: NoInfer<Translated<T>>,
): Readonly<Record<Locale, Translated<T>>> {
  return { nl: nl as unknown as Translated<T>, en }
}
