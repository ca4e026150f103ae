/** Two projects: `unit` needs nothing but Node; `real` needs the rig (a real engine, registry and broker). */
import { defineConfig } from 'vitest/config'

const everywhere = ['node_modules/**', 'dist/**']

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          // Generous: a slow machine is no fault.
          testTimeout: 60_000,
          hookTimeout: 30_000,
          include: ['**/*.test.ts'],
          exclude: [...everywhere, '**/*.real.test.ts'],
        },
      },
      {
        test: {
          name: 'real',
          include: ['**/*.real.test.ts'],
          exclude: everywhere,
          globalSetup: ['test/rig/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
          // Those that say so wait, nearly all of their time, for networks.
          maxConcurrency: 24,
        },
      },
    ],
  },
})
