import { defineConfig } from 'vitest/config'

const shared = {
  setupFiles: ['./test/harness/setup.ts'],
  testTimeout: 30_000,
  hookTimeout: 60_000,
  pool: 'forks' as const,
  // What is waited for comes within moments, except on a machine that is busy with other things.
  expect: { poll: { timeout: 20_000 } },
}
const loads = ['test/flows/load.test.ts', 'test/faults/load.test.ts']
const alone = ['test/faults/outages.test.ts', ...loads]
const quiet = { LOG_LEVEL: 'warn' }

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['{src,workers,scripts,test,dashboard}/**/*.test.{ts,tsx}'],
          exclude: ['test/flows/**', 'test/faults/**', 'test/browser/**'],
          // One process per worker for all files: half of the time of a small file went into loading its modules anew.
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // The flows against the Worker's code in this process, where coverage can see it.
        test: {
          ...shared,
          name: 'flows',
          include: ['test/flows/**/*.test.ts'],
          env: { ...quiet, GUILDHALL_TARGET: 'node' },
          sequence: { groupOrder: 1 },
        },
      },
      {
        // The same flows against the deployed bundle in workerd.
        test: {
          ...shared,
          name: 'workerd',
          include: ['test/flows/**/*.test.ts'],
          exclude: alone,
          env: { ...quiet, GUILDHALL_TARGET: 'workerd' },
          sequence: { groupOrder: 2 },
        },
      },
      {
        // The playground in Chromium.
        test: {
          ...shared,
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          env: { ...quiet, GUILDHALL_TARGET: 'workerd' },
          testTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        // Attacks, load and kills.
        test: {
          ...shared,
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          exclude: alone,
          env: { ...quiet, GUILDHALL_TARGET: 'workerd' },
          testTimeout: 240_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        // Outages have time limits of their own, and a thousand calls at once need the machine: nothing runs beside them.
        test: {
          ...shared,
          name: 'alone',
          include: alone,
          env: { ...quiet, GUILDHALL_TARGET: 'workerd' },
          testTimeout: 240_000,
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
    ],
    coverage: {
      provider: 'istanbul',
      include: ['src/**/*.ts', 'workers/**/*.ts'],
      exclude: ['**/*.test.ts', '**/*.d.ts'],
      reporter: ['text-summary', 'json-summary', 'html'],
      thresholds: { lines: 90, functions: 90, branches: 90, statements: 90 },
    },
  },
})
