import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { mijlpaal } from '../../src/cli/program.ts'

const root = join(import.meta.dirname, '../..')
const text = (path: string) => readFileSync(join(root, path), 'utf8')

const commands = mijlpaal().commands.map((command) => command.name())
const readers = ['src/config.ts', 'src/config-redis.ts'].map(text).join('')
const settings = [...readers.matchAll(/'([A-Z][A-Z_]+)'/g)].map(([, name]) => name)

interface Service {
  readonly command?: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

describe('deploy/compose.yaml', () => {
  const { services } = parse(text('deploy/compose.yaml'), { merge: true }) as {
    services: Readonly<Record<string, Service>>
  }

  test.each(['serve', 'worker'])('starts %s with settings that there are', (name) => {
    const { command = [], environment } = services[name] ?? { environment: {} }
    expect(command).toEqual([name])
    expect(commands).toContain(name)
    expect(Object.keys(environment)).toContain('DATABASE_URL')
    expect(Object.keys(environment).filter((each) => !settings.includes(each))).toEqual([])
  })

  test('lets Redis keep its jobs', () => {
    expect(services['redis']?.command?.join(' ')).toMatch(
      /--appendonly yes --maxmemory-policy noeviction/,
    )
  })
})

describe('deploy/systemd', () => {
  const units = readdirSync(join(root, 'deploy/systemd')).filter((name) =>
    name.endsWith('.service'),
  )

  test.each(units)('%s runs a command that there is, with settings that there are', (name) => {
    const unit = text(`deploy/systemd/${name}`)
    const [, command] = /^ExecStart=.*dist\/src\/cli\/main\.js ([a-z]+)/m.exec(unit) ?? []
    expect(commands).toContain(command)
    const [, environment = ''] = /^Environment=(.*)$/m.exec(unit) ?? []
    const names = environment.split(' ').map((each) => each.replace(/=.*/, ''))
    expect(names).toContain('MIJLPAAL_DATABASE')
    expect(names.filter((each) => each !== 'NODE_ENV' && !settings.includes(each))).toEqual([])
  })
})
