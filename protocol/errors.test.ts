import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ERROR_CODES, faultOf, HoldfastError, isTransient } from './errors.ts'
import { ERRORS_PAGE, errorsPage } from './errors-page.ts'

describe('error codes', () => {
  it('are listed in docs/errors.md as they are; "npm run docs" writes it', () => {
    expect(readFileSync(ERRORS_PAGE, 'utf8')).toBe(errorsPage())
  })

  it.each(Object.entries(ERROR_CODES))('%s has a stable form and a sentence that helps', (code, { help }) => {
    expect(code).toMatch(/^HF_[A-Z]+(_[A-Z]+)*$/)
    expect(help).toMatch(/^[A-Z].{20,}[.]$/)
  })
})

describe('a HoldfastError', () => {
  it('says where the fault is, first', () => {
    const error = new HoldfastError('HF_CONFIG_INVALID', 'is missing', { place: 'agent.json:3:7' })
    expect(error.message).toBe('agent.json:3:7: is missing')
  })

  it('becomes data without losing its code; anything else gets the code that fits', () => {
    const cause = new TypeError('no')
    expect(faultOf(new HoldfastError('HF_TIMEOUT', 'late', { cause }))).toEqual({ code: 'HF_TIMEOUT', message: 'late' })
    expect(faultOf(cause)).toEqual({ code: 'HF_INTERNAL', message: 'no' })
    expect(faultOf('no', 'HF_ENGINE_FAILED')).toEqual({ code: 'HF_ENGINE_FAILED', message: 'no' })
    expect(isTransient({ code: 'HF_ENGINE_UNAVAILABLE', message: '' })).toBe(true)
    expect(isTransient({ code: 'HF_ENGINE_FAILED', message: '' })).toBe(false)
  })
})
