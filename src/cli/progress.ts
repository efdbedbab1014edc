import { Presets, SingleBar } from 'cli-progress'

/** Shows how far a long piece of work is, on a terminal only; otherwise it is silent. */
export async function withProgress<T>(
  title: string,
  work: (onProgress: (done: number, total: number) => void) => Promise<T>,
): Promise<T> {
  const bar = new SingleBar(
    { format: `${title} {bar} {percentage} % | {value}/{total} events | {duration_formatted}` },
    Presets.shades_classic,
  )
  let isStarted = false
  const onProgress = (done: number, total: number) => {
    if (isStarted) bar.update(done)
    else bar.start(total, done)
    isStarted = true
  }
  try {
    return await work(process.stderr.isTTY ? onProgress : () => {})
  } finally {
    bar.stop()
  }
}
