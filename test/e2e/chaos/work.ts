import { openApp } from '../../../src/app.ts'
import { openDispatcher } from '../../../src/dispatch/open.ts'
import { startCall } from '../../../src/programme/calls.ts'
import { readCallFolder } from '../../../src/programme/import/folder.ts'
import { importer } from '../../../src/programme/replay.ts'
import {
  SystemClock,
  type BatchReport,
  type CrashPoint,
  type Faults,
  type Outcome,
} from '../../../src/engine/index.ts'
import type { Answer, Question, Settings } from './messages.ts'

const sweepMs = 400
/** Who is killed while it performs effects, holds them so long. */
const leaseMs = 2000

/** Kills this process with no chance to tidy up, when it passes the place for the nth time. */
function killedAt(point: CrashPoint, pass: number): Faults {
  let passes = 0
  return {
    crashPoint: async (name) => {
      if (name !== point) return
      passes += 1
      if (passes < pass) return
      process.kill(process.pid, 'SIGKILL')
      await new Promise(() => {})
    },
  }
}

/** An engine that takes events, or a worker that fires timers; until SIGTERM. */
export async function work(settings: Settings): Promise<void> {
  const { database, redis, crash } = settings
  const kind = { seed: 'chaos', startMs: settings.startMs }
  const listeners: ((report: BatchReport) => void)[] = []
  const onBatch = (report: BatchReport) => {
    for (const listener of listeners) listener(report)
  }
  const app = await openApp({
    database,
    kind,
    onBatch,
    outbox: { leaseMs, batch: 50 },
    ...(crash === null ? {} : { faults: killedAt(crash.point, crash.pass) }),
  })
  const { engine } = app
  const onError = (error: unknown) => {
    if (settings.isLoud) console.error(String(error))
  }
  // The one of the engine stands still.
  const clock = new SystemClock()
  const dispatcher = await openDispatcher({
    engine,
    clock,
    redis,
    work: settings.work,
    sweepMs,
    onError,
  })
  listeners.push((report) => dispatcher.committed(report))
  dispatcher.start()

  const ask = async (question: Question): Promise<Outcome | null> => {
    switch (question.kind) {
      case 'start': {
        const read = await readCallFolder(settings.folder, { events: 'ignored' })
        if (!('folder' in read)) throw new Error('The call folder has errors')
        const { parameters, applicants } = read.folder
        return startCall(engine, parameters, applicants, importer, { at: kind.startMs })
      }
      case 'send':
        return engine.send(question.event)
      case 'clock':
        await engine.moveClock(question.toMs)
        await dispatcher.tick()
        return null
      default:
        return question satisfies never
    }
  }
  const reply = (answer: Answer) => process.send?.(answer)
  process.on('message', ({ id, question }: { id: number; question: Question }) => {
    ask(question).then(
      (outcome) => reply({ id, outcome }),
      (error: unknown) => reply({ id, error: String(error) }),
    )
  })
  process.on('SIGTERM', () => {
    void (async () => {
      await dispatcher[Symbol.asyncDispose]()
      await app[Symbol.asyncDispose]()
      process.exit(0)
    })()
  })
  process.send?.('ready')
}
