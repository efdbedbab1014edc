import type { InitializeHook, ResolveHook } from 'node:module'

/** From the URL of a real file to that of its mutated copy, and back. */
const copies = new Map<string, string>()
const originals = new Map<string, string>()

export const initialize: InitializeHook<readonly [string, string][]> = (planted) => {
  for (const [original, copy] of planted) {
    copies.set(original, copy)
    originals.set(copy, original)
  }
}

/** What a copy imports, it imports as the file that it stands for. */
export const resolve: ResolveHook = async (specifier, context, next) => {
  const parentURL = originals.get(bare(context.parentURL ?? '')) ?? context.parentURL
  const resolved = await next(specifier, { ...context, parentURL })
  const copy = copies.get(bare(resolved.url))
  return copy === undefined ? resolved : { ...resolved, url: copy, shortCircuit: true }
}

function bare(url: string): string {
  return url.replace(/\?.*$/, '')
}
