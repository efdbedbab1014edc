/** What we use of fontkit, which brings no types of its own. */
declare module 'fontkit' {
  interface Font {
    /** Shapes by their number, each with the characters that first asked for it. */
    _glyphs: object
  }

  /** Errors: Error, when the file is no font. */
  export function openSync(path: string): Font
}
