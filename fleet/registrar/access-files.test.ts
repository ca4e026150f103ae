import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { accessFiles, deviceRules } from './access-files.ts'
import type { Authority } from './authority.ts'
import type { DeviceRecord } from './records.ts'
import { emptyMaps } from './registry-store.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'holdfast-access-'))
})
afterEach(() => rm(directory, { recursive: true }))

const device = (name: string, more: Partial<DeviceRecord> = {}): [string, DeviceRecord] => [
  name,
  {
    name,
    fleet: 'shop',
    state: 'active',
    claim: '',
    certificates: '',
    notAfterMs: 0,
    encryptionKey: '',
    given: [],
    via: 'token',
    by: '',
    enrolledMs: 0,
    renewedMs: 0,
    revokedMs: 0,
    erased: false,
    lastSeenMs: 0,
    tags: [],
    ...more,
  },
]

const authority: Authority = {
  isElsewhere: false,
  certificate: '',
  issue: () => Promise.reject(new Error('not asked')),
  revocationList: async () => 'the list',
  signRevocation: async () => null,
}

describe('the access rules of devices', () => {
  it('hold each to its own topics by pattern, to its fleet by name, and a revoked one to nothing', () => {
    const rules = deviceRules({ device: new Map([device('till-1'), device('till-2', { state: 'revoked' })]) })
    expect(rules.split('\n').slice(1)).toEqual([
      'pattern read hf/1/device/%u/target',
      'pattern read hf/1/device/%u/command',
      'pattern read hf/1/device/%u/watch',
      'pattern read hf/1/device/%u/certificate',
      'pattern read hf/1/device/%u/secrets',
      'pattern read hf/1/device/%u/presence',
      'pattern write hf/1/device/%u/result',
      'pattern write hf/1/device/%u/presence',
      'pattern write hf/1/device/%u/report',
      'pattern write hf/1/device/%u/chart',
      'pattern write hf/1/device/%u/log',
      'pattern write hf/1/device/%u/renew',
      'user till-1',
      'topic read hf/1/fleet/shop/+',
      'user till-2',
      'topic deny #',
      '',
    ])
  })

  it('are on disk with the list of revoked certificates before the broker is told; calls meanwhile share a telling', async () => {
    const registry = emptyMaps()
    const script = join(directory, 'reload')
    await writeFile(
      script,
      `#!/bin/sh\ncat ${directory}/devices.acl ${directory}/devices.crl | wc -l >> ${directory}/told\n`,
    )
    await chmod(script, 0o700)
    const refresh = accessFiles({ directory, authority, registry, reload: [script], now: Date.now })
    await refresh()
    registry.device.set(...device('till-1'))
    await Promise.all([refresh(), refresh(), refresh()])
    const told = (await readFile(join(directory, 'told'), 'utf8')).trim().split(/\s+/).map(Number)
    expect(told).toEqual([13, 15])
    expect(await readFile(join(directory, 'devices.crl'), 'utf8')).toBe('the list')
  })

  it('that the broker could not be told of are tried again with the next call', async () => {
    const refresh = accessFiles({ directory, authority, registry: emptyMaps(), reload: ['false'], now: Date.now })
    for (const _ of [1, 2]) await expect(refresh()).rejects.toMatchObject({ code: 'HF_BROKER_UNAVAILABLE' })
  })
})
