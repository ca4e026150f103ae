import { describe, expect, it } from 'vitest'
import { terminalSize } from './io.ts'

describe('the size of a terminal', () => {
  it.each([
    [
      { rows: 50, columns: 132 },
      { rows: 50, columns: 132 },
    ],
    // A serial console, or a terminal made by a script, says that it has none.
    [
      { rows: 0, columns: 0 },
      { rows: 24, columns: 80 },
    ],
    [{}, { rows: 24, columns: 80 }],
  ])('%j is taken as %j', (said, size) => expect(terminalSize(said)).toEqual(size))
})
