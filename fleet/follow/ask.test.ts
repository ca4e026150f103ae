import { expect, it } from 'vitest'
import { noAnswer } from './ask.ts'

it('a device that does not answer: what was waited for is told in units of people', () => {
  const { code, message } = noAnswer('nosuch', 2000)
  expect(code).toBe('HF_TIMEOUT')
  expect(message).toBe(
    'nosuch: no answer in 12s: 2s that the device may work on it, and 10s for the way there and back; is it online?',
  )
  expect(noAnswer('d', 90_000).message).toContain('no answer in 1m40s: 1m30s that')
})
