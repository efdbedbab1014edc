import { describe, expect, test } from 'vitest'
import { openLogger } from '../../src/logger.ts'
import type { LogLevel } from '../../src/config.ts'

function open(level: LogLevel = 'info') {
  const lines: string[] = []
  const logger = openLogger({ level, destination: { write: (line) => lines.push(line) } })
  return { logger, read: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) }
}

describe('logger', () => {
  test('writes one JSON line with level, time and message', () => {
    const { logger, read } = open()
    logger.info('event applied', { instance: 'a/gent', event: 'a/gent:3', lateMs: 12.4 })
    expect(read()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as unknown,
        pid: process.pid,
        instance: 'a/gent',
        event: 'a/gent:3',
        lateMs: 12,
        msg: 'event applied',
      },
    ])
  })

  test('writes what its level lets through', () => {
    const { logger, read } = open('warn')
    logger.debug('started')
    logger.info('started')
    logger.warn('event refused', { code: 'not-found' })
    logger.error('work failed', new Error('away'))
    expect(read().map(({ level }) => level)).toEqual(['warn', 'error'])
    const silent = open('silent')
    silent.logger.error('work failed', new Error('away'))
    expect(silent.read()).toEqual([])
  })

  test('leaves out fields it does not know and values that look like text or an address', () => {
    const { logger, read } = open()
    const fields = { requestId: 'els@gent.example', code: 'Els Peeters', iban: 'BE71096123456769' }
    logger.info('event refused', fields)
    expect(Object.keys(read()[0] ?? {})).toEqual(['level', 'time', 'pid', 'msg'])
  })

  test('tells an error by name, code and place, never by its message', () => {
    const { logger, read } = open()
    const cause = Object.assign(new Error('els@gent.example'), { code: 'SQLITE_FULL' })
    const error = new Error('It is about\n    at Els Peeters (els@gent.example)', { cause })
    logger.error('work failed', Object.assign(error, { code: 'database-full' }))
    const [line] = read()
    expect(line?.['error']).toMatchObject({
      name: 'Error',
      code: 'database-full',
      causeCode: 'SQLITE_FULL',
    })
    const { at } = (line?.['error'] ?? {}) as { at?: string[] }
    expect(at?.[0]).toMatch(/logger\.test\.ts:\d+:\d+\)?$/)
    expect(JSON.stringify(line)).not.toMatch(/Els|gent\.example/)
  })
})
