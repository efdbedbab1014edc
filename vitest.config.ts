import { defineConfig } from 'vitest/config'

const report = process.env['TEST_REPORT']

const sqlite = { postgresqlUrl: null, isRebuilt: false }

export default defineConfig({
  test: {
    environment: 'node',
    // Processes, not threads: better-sqlite3 is native, and some tests end a process on purpose.
    pool: 'forks',
    // Reading the modules anew for each file takes as long as the tests; a file that leaves
    // something behind is found out by the next.
    isolate: false,
    setupFiles: ['test/setup.ts'],
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A test that passes at the second try is a test that fails.
    retry: 0,
    passWithNoTests: false,
    allowOnly: false,
    reporters: report === undefined ? ['default'] : ['default', 'json'],
    outputFile: report === undefined ? {} : { json: report },
    projects: [
      {
        extends: true,
        test: {
          name: 'sqlite',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**'],
          provide: sqlite,
        },
      },
      {
        // Processes of what is built, as on a host.
        extends: true,
        test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], globalSetup: ['test/build.ts'] },
      },
      {
        // The runtime's own tests once more, on the other database.
        extends: true,
        test: {
          name: 'postgresql',
          include: ['test/engine/**/*.test.ts'],
          provide: sqlite,
          globalSetup: ['test/postgresql-setup.ts'],
        },
      },
      {
        // And with an engine that remembers nothing from one call to the next.
        extends: true,
        test: {
          name: 'rebuilt',
          include: ['test/engine/**/*.test.ts'],
          provide: { ...sqlite, isRebuilt: true },
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.{ts,tsx}', 'machines/**/*.ts'],
      reporter: ['text-summary', 'html', 'json-summary'],
      reportsDirectory: 'coverage',
      thresholds: {
        'src/domain/**': { statements: 100, branches: 100, functions: 100, lines: 100 },
        'machines/**': { branches: 100 },
        // 95 of the branches is the aim; 92.9 of them stood on 29 November 2026.
        'src/engine/**': { statements: 97, branches: 92, functions: 98, lines: 98 },
      },
    },
  },
})
