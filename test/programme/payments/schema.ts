import { readFileSync } from 'node:fs'
import { validateXML } from 'xmllint-wasm'

/** What a message says of itself by its own figures; a schema cannot see that they agree. */
export function figuresOf(xml: string) {
  const all = (name: string) =>
    [...xml.matchAll(new RegExp(`<${name}(?: [^>]*)?>([^<]*)</${name}>`, 'g'))].map(
      ([, text = '']) => text,
    )
  const cents = all('InstdAmt').map((text) => Math.round(Number(text) * 100))
  return {
    messages: all('MsgId'),
    counts: all('NbOfTxs').map(Number),
    sums: all('CtrlSum').map((text) => Math.round(Number(text) * 100)),
    names: all('Nm').slice(2),
    ibans: all('IBAN').slice(1),
    references: all('EndToEndId'),
    cents,
    totalCents: cents.reduce((sum, each) => sum + each, 0),
  }
}

/**
 * What the schema of pain.001.001.09 has against a message; nothing where the environment does not
 * say where the schema lies (`PAIN_001_XSD`): it is not ours to ship.
 */
export async function schemaErrors(xml: string): Promise<readonly string[]> {
  const path = process.env['PAIN_001_XSD'] ?? ''
  if (path === '') return []
  const { errors } = await validateXML({
    xml: [{ fileName: 'batch.xml', contents: xml }],
    schema: [readFileSync(path, 'utf8')],
    initialMemoryPages: 1024,
    maxMemoryPages: 16_384,
  })
  return errors.map(({ message }) => message)
}
