/** What the tests use of it; the library brings no types of its own. */
declare module 'jsonld' {
  interface Options {
    readonly base?: string
    /** Throws where something would be lost. */
    readonly safe?: boolean
    readonly compactToRelative?: boolean
    readonly documentLoader?: (url: string) => Promise<never>
  }
  export const expand: (document: object, options: Options) => Promise<readonly object[]>
  export const compact: (document: object, context: object, options: Options) => Promise<object>
  export const toRDF: (
    document: object,
    options: Options & { readonly format: 'application/n-quads' },
  ) => Promise<string>
}
