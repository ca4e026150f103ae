import { expect, it } from 'vitest'
import { changedPaths, readJson } from './json-diff.ts'

const changed = (before: unknown, after: unknown) => [...changedPaths(before, after)].sort()

it('names what has changed, and the way to it', () => {
  expect(changed({ a: 1, b: { c: 2, d: 3 } }, { a: 1, b: { c: 9, d: 3 } })).toEqual(['', 'b', 'b.c'])
  expect(changed({ list: [1, 2] }, { list: [1, 2, 3] })).toEqual(['', 'list', 'list.2'])
  expect(changed({ a: null }, { a: { b: 1 } })).toEqual(['', 'a'])
  expect(changed({ a: [] }, { a: {} })).toEqual(['', 'a'])
})

it('names nothing of what is the same', () => {
  expect(changed({ a: [1, { b: 'c' }] }, { a: [1, { b: 'c' }] })).toEqual([])
})

it('takes what is no JSON as a text', () => {
  expect(readJson('{"a":1}')).toEqual({ a: 1 })
  expect(readJson('life 2, agent 0.1.0')).toBe('life 2, agent 0.1.0')
})
