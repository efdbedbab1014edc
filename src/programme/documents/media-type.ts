const OFFICE = 'application/vnd.openxmlformats-officedocument'

export const xlsxType = `${OFFICE}.spreadsheetml.sheet`

interface Taken {
  readonly mediaType: string
  /** Ends of names that say so. */
  readonly ends: readonly string[]
}

/** What is taken, by what the content is. Office files with macros are of other types. */
const taken: readonly Taken[] = [
  { mediaType: 'application/pdf', ends: ['pdf'] },
  { mediaType: 'image/png', ends: ['png'] },
  { mediaType: 'image/jpeg', ends: ['jpg', 'jpeg'] },
  { mediaType: `${OFFICE}.wordprocessingml.document`, ends: ['docx'] },
  { mediaType: xlsxType, ends: ['xlsx'] },
  { mediaType: 'application/vnd.oasis.opendocument.text', ends: ['odt'] },
]

/** What is wrong with a file: for programs, and as a sentence. */
export interface Wrong {
  readonly why: FileFault
  readonly wrong: string
}

export type FileFault =
  | 'kind'
  | 'role'
  | 'hidden'
  | 'nameless'
  | 'longName'
  | 'empty'
  | 'large'
  | 'type'
  | 'pretends'
  | 'full'

export const takenTypes: readonly string[] = taken.map(({ mediaType }) => mediaType)
export const takenEnds: readonly string[] = taken.flatMap(({ ends }) => ends)

/** The media type of a file by its content and name, or what is wrong, as a sentence. */
export async function mediaTypeOf(
  bytes: Uint8Array,
  name: string,
): Promise<{ readonly mediaType: string } | Wrong> {
  const { fileTypeFromBuffer } = await import('file-type')
  const { mime } = (await fileTypeFromBuffer(bytes).catch(() => undefined)) ?? {}
  const found = taken.find(({ mediaType }) => mediaType === mime)
  if (found === undefined) {
    return {
      why: 'type',
      wrong: `By its content the file is none of those taken: ${takenEnds.join(', ')}`,
    }
  }
  const end = name.toLowerCase().split('.').at(-1) ?? ''
  if (found.ends.includes(end)) return { mediaType: found.mediaType }
  const [is = ''] = found.ends
  return {
    why: 'pretends',
    wrong: `The content of the file is ${is}, and its name does not end in .${is}`,
  }
}
