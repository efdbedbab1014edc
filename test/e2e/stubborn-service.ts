import { untilStopped } from '../../src/cli/until-stopped.ts'
import { openLogger } from '../../src/logger.ts'

/** A process whose work does not end, for `argv[2]` = `hang`; or that breaks, for `break`. */
const logger = openLogger({ level: 'info' })
const timer = setInterval(() => {
  if (process.argv[2] === 'break') throw new Error('about els@gent.example')
}, 100)
const stubborn = { [Symbol.asyncDispose]: () => new Promise<void>(() => {}) }
await untilStopped(stubborn, logger, () => logger.info('started'))
clearInterval(timer)
