import { vi } from 'vitest'
import { mijlpaal } from '../../src/cli/program.ts'
import { run } from '../../src/cli/run.ts'

/** What a command prints, run in this process. Errors: as the command's own. */
export async function printed(words: readonly string[]): Promise<string> {
  using stdout = captured(process.stdout)
  await mijlpaal().parseAsync(words, { from: 'user' })
  return stdout.text()
}

export interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** How a command ends, run in this process: as `mijlpaal` of the command line does. */
export async function ended(...words: readonly string[]): Promise<Ended> {
  using stdout = captured(process.stdout)
  using stderr = captured(process.stderr)
  const code = await run(words)
  return { code, out: stdout.text(), err: stderr.text() }
}

function captured(stream: NodeJS.WriteStream): Disposable & { readonly text: () => string } {
  const parts: string[] = []
  const spy = vi.spyOn(stream, 'write').mockImplementation((text) => {
    parts.push(String(text))
    return true
  })
  return { text: () => parts.join(''), [Symbol.dispose]: () => spy.mockRestore() }
}
