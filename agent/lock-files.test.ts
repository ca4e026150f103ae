import { describe, expect, it } from 'vitest'
import { lockOfFile } from '../machines/locks.ts'
import { FileTerms, type FoundFile } from './lock-files.ts'

const PATH = '/run/holdfast/lock'

function found(text: string, container = 'c1'): FoundFile {
  const content = new TextEncoder().encode(text)
  return { container, path: PATH, content, lock: lockOfFile('press', PATH, content) }
}

describe('a lock file', () => {
  it('that names no seconds holds as long as it is there', () => {
    const terms = new FileTerms()
    expect(terms.look([found('busy')], 0)).toMatchObject([{ remainingMs: null }])
    expect(terms.look([found('busy')], 1e9)).toMatchObject([{ remainingMs: null }])
    expect(terms.look([], 1e9)).toEqual([])
  })

  it('that names its seconds holds for so long from when it was first seen', () => {
    const terms = new FileTerms()
    expect(terms.look([found('{"seconds": 60}')], 5_000)).toMatchObject([{ remainingMs: 60_000 }])
    expect(terms.look([found('{"seconds": 60}')], 64_999)).toMatchObject([{ remainingMs: 1 }])
    expect(terms.look([found('{"seconds": 60}')], 65_000)).toEqual([])
    expect(terms.look([found('{"seconds": 60}')], 99_000)).toEqual([])
  })

  it('begins anew when it is written anew, was gone, or is in another container', () => {
    const terms = new FileTerms()
    terms.look([found('{"seconds": 60}')], 0)
    expect(terms.look([found('{"seconds": 60, "reason": "again"}')], 70_000)).toMatchObject([{ remainingMs: 60_000 }])
    terms.look([], 80_000)
    expect(terms.look([found('{"seconds": 60, "reason": "again"}')], 200_000)).toHaveLength(1)
    expect(terms.look([found('{"seconds": 60, "reason": "again"}', 'c2')], 260_000)).toHaveLength(1)
  })
})
