import { crc32 } from 'node:zlib'
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl'

/** A file that is no zip as spreadsheets write it; the message is one sentence. */
export class ZipError extends Error {
  override readonly name = 'ZipError'
  /** Whether it would be taken if it held less. */
  readonly isTooLarge: boolean

  constructor(message: string, isTooLarge = false) {
    super(message)
    this.isTooLarge = isTooLarge
  }
}

/** What a zip may hold: how many entries, and how many bytes when all are inflated. */
export interface ZipLimits {
  readonly entries: number
  readonly bytes: number
}

/** The names in a zip, and what those hold that are asked for. */
export interface Zip {
  readonly names: readonly string[]
  /** Inflates one entry; no byte more than it was declared to have. Errors: ZipError. */
  readonly read: (name: string) => Promise<Buffer>
}

/**
 * Opens a zip by its directory; what it declares is bounded before anything is inflated.
 * Errors: ZipError, when it is damaged, encrypted or holds too much.
 */
export async function openZip(bytes: Buffer, limits: ZipLimits): Promise<Zip> {
  const zip = await orZipError(fromBufferPromise(bytes, strict))
  const entries = await orZipError(entriesOf(zip, limits))
  return {
    names: [...entries.keys()],
    read: async (name) => {
      const entry = entries.get(name)
      if (entry === undefined) throw new ZipError(`The workbook lacks its ${name}.`)
      return orZipError(inflate(zip, entry))
    },
  }
}

const strict = { lazyEntries: true, validateEntrySizes: true, strictFileNames: true }

async function entriesOf(zip: ZipFile, limits: ZipLimits): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>()
  let declared = 0
  if (zip.entryCount > limits.entries) {
    throw new ZipError(`The workbook must hold at most ${limits.entries} files.`, true)
  }
  for await (const entry of zip.eachEntry()) {
    if (entries.has(entry.fileName)) throw new ZipError('The workbook holds a file twice.')
    if (entry.isEncrypted()) throw new ZipError('The workbook must have no password.')
    declared += entry.uncompressedSize
    if (declared > limits.bytes) {
      throw new ZipError(`The workbook must be at most ${inMiB(limits.bytes)} when unpacked.`, true)
    }
    entries.set(entry.fileName, entry)
  }
  return entries
}

function inMiB(bytes: number): string {
  return `${bytes / 1024 / 1024} MiB`
}

async function inflate(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer)
  const whole = Buffer.concat(chunks)
  if (crc32(whole) !== entry.crc32) throw new ZipError('The workbook was changed on its way.')
  return whole
}

async function orZipError<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof ZipError) throw error
    const why = error instanceof Error ? error.message : String(error)
    const reason = why.replaceAll(/\s+/g, ' ').replace(/\.$/, '')
    throw new ZipError(`The workbook is damaged or cut off: ${reason}.`)
  }
}
