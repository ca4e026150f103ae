import { expect, it } from 'vitest'
import { isPlenty } from './memory.ts'

it.each([
  ['a machine with much memory', 'MemTotal:       24683620 kB\nMemAvailable:   21626836 kB\n', true],
  ['one that is nearly full', 'MemTotal:       24683620 kB\nMemAvailable:     812345 kB\n', false],
  ['one that does not say', 'MemTotal:       24683620 kB\n', false],
])('%s', (_, meminfo, is) => {
  expect(isPlenty(meminfo)).toBe(is)
})
