import { describe, expect, it, vi } from 'vitest'
import { lazyNetworkManager, localAddressTo } from './system-parts.ts'

const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() }

it('where there is no nmcli nobody answers, and nothing is tried', async () => {
  expect(await lazyNetworkManager(log, '/no/such:/folder').read()).toEqual({ answers: false, kept: null })
  expect(log.warn).not.toHaveBeenCalled()
})

describe('the local address', () => {
  it('is the one that the kernel would take', async () => {
    expect(await localAddressTo('mqtt://127.0.0.1:1883')).toBe('127.0.0.1')
  })

  it('is nobody’s when the name is not resolved', async () => {
    expect(await localAddressTo('mqtt://broker.invalid:1883')).toBe(null)
  })
})
