/** What a release requires, against what a device is. */
import { expect, it } from 'vitest'
import type { Requirements } from '../protocol/types.ts'
import { type DeviceFacts, unmetRequirement } from './requirements.ts'

const NONE: Requirements = {
  architectures: [],
  deviceTypes: [],
  memoryBytes: 0,
  diskBytes: 0,
  devices: [],
  operatingSystems: [],
}
const HERE: DeviceFacts = {
  architecture: 'arm/v7',
  os: 'linux',
  deviceType: 'gateway',
  memoryBytes: 1000,
  diskTotalBytes: 2000,
  paths: ['/dev/ttyS0'],
}

it.each<[string, Partial<Requirements>, Partial<DeviceFacts>]>([
  ['nothing', {}, {}],
  ['this architecture', { architectures: ['amd64', 'arm/v7'] }, {}],
  ['any variant of it', { architectures: ['arm'] }, {}],
  ['this system', { operatingSystems: ['linux'] }, {}],
  ['this type', { deviceTypes: ['gateway'] }, {}],
  ['all of the memory and disk', { memoryBytes: 1000, diskBytes: 2000 }, {}],
  ['more disk than anybody can tell', { diskBytes: 1e12 }, { diskTotalBytes: 0 }],
  ['a path that is there', { devices: ['/dev/ttyS0'] }, {}],
])('%s is met', (_, required, facts) => {
  expect(unmetRequirement({ ...NONE, ...required }, { ...HERE, ...facts })).toBeNull()
})

it.each<[string, Partial<Requirements>, Partial<DeviceFacts>, string]>([
  ['another architecture', { architectures: ['amd64', 'arm64'] }, {}, 'amd64 or arm64; this device has arm/v7'],
  ['another variant', { architectures: ['arm/v6'] }, {}, 'arm/v6'],
  ['one that only begins alike', { architectures: ['arm'] }, { architecture: 'arm64' }, 'has arm64'],
  ['another system', { operatingSystems: ['windows'] }, {}, 'operating system windows; this device has linux'],
  ['another type', { deviceTypes: ['robot'] }, {}, 'robot; this device has gateway'],
  ['a type, where none is configured', { deviceTypes: ['robot'] }, { deviceType: '' }, 'none that is configured'],
  ['more memory', { memoryBytes: 1001 }, {}, '1001 bytes of memory'],
  ['more disk', { diskBytes: 2001 }, {}, 'disk of 2001 bytes'],
  ['a path that is not there', { devices: ['/dev/ttyS0', '/dev/i2c-1'] }, {}, '/dev/i2c-1'],
])('%s is named', (_, required, facts, words) => {
  expect(unmetRequirement({ ...NONE, ...required }, { ...HERE, ...facts })).toMatchObject({
    code: 'HF_REQUIREMENT_UNMET',
    message: expect.stringContaining(words),
  })
})

it('a release without requirements runs anywhere', () => expect(unmetRequirement(null, HERE)).toBeNull())
