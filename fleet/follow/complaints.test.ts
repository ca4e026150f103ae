import { expect, it } from 'vitest'
import { HoldfastError } from '../../protocol/errors.ts'
import { Complaints } from './complaints.ts'

const unreadable = (): never => {
  throw new HoldfastError('HF_WIRE_MALFORMED', 'is no report')
}

it('complains of a topic once, and of another one too', () => {
  const told: string[] = []
  const complaints = new Complaints((message) => told.push(message))
  for (const topic of ['a', 'a', 'b', 'a']) complaints.hear(topic, unreadable)
  expect(told).toEqual(['a: HF_WIRE_MALFORMED is no report', 'b: HF_WIRE_MALFORMED is no report'])
})

it('lets go on what is no fault of the message', () => {
  const complaints = new Complaints(() => {})
  const broken = (): never => {
    throw new TypeError('ours')
  }
  expect(() => complaints.hear('a', broken)).toThrow(TypeError)
})
