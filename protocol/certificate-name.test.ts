import { describe, expect, it } from 'vitest'
import { deviceInSubject } from './certificate-name.ts'

describe('the device in the subject of a certificate', () => {
  it.each<[string, string | null]>([
    ['CN=till-1', 'till-1'],
    ['O=Acme\nCN=till-1', 'till-1'],
    ['CN=till-1\nOU=Shops', 'till-1'],
    ['O=Acme + CN=till-1', 'till-1'],
    ['', null],
    ['O=till-1', null],
    ['O=CN=till-1', null],
    // A broker goes by the first, others by the last.
    ['CN=till-1\nCN=till-2', null],
    ['CN=till-1\nCN=till-1', null],
    ['O=Acme + CN=till-2\nCN=till-1', null],
    ['CN=+/x', null],
    ['CN=till-1\\0ACN=till-2', null],
    ['CN=', null],
  ])('%j: %s', (subject, device) => expect(deviceInSubject(subject)).toBe(device))
})
