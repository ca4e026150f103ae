/**
 * Whether a device is one that a release is for.
 *
 * Invariant: pure; the first requirement that is not met is named, with what is there instead.
 */
import type { Fault } from '../protocol/errors.ts'
import type { Requirements } from '../protocol/types.ts'

export interface DeviceFacts {
  /** As the OCI image specification names it. */
  architecture: string
  os: string
  deviceType: string
  memoryBytes: number
  diskTotalBytes: number
  /** Those of the required paths that exist. */
  paths: string[]
}

/** Null when all are met. */
export function unmetRequirement(required: Requirements | null, facts: DeviceFacts): Fault | null {
  if (required === null) return null
  const unmet = (what: string, here: string): Fault => ({
    code: 'HF_REQUIREMENT_UNMET',
    message: `the release requires ${what}; this device has ${here}`,
  })
  if (required.architectures.length > 0 && !required.architectures.some((arch) => runsOn(arch, facts.architecture))) {
    return unmet(`architecture ${required.architectures.join(' or ')}`, facts.architecture || 'none that is known')
  }
  if (required.operatingSystems.length > 0 && !required.operatingSystems.includes(facts.os)) {
    return unmet(`operating system ${required.operatingSystems.join(' or ')}`, facts.os || 'none that is known')
  }
  if (required.deviceTypes.length > 0 && !required.deviceTypes.includes(facts.deviceType)) {
    return unmet(`device type ${required.deviceTypes.join(' or ')}`, facts.deviceType || 'none that is configured')
  }
  if (required.memoryBytes > facts.memoryBytes) {
    return unmet(`${required.memoryBytes} bytes of memory`, `${facts.memoryBytes}`)
  }
  if (facts.diskTotalBytes > 0 && required.diskBytes > facts.diskTotalBytes) {
    return unmet(`a disk of ${required.diskBytes} bytes`, `${facts.diskTotalBytes}`)
  }
  const missing = required.devices.find((path) => !facts.paths.includes(path))
  return missing === undefined ? null : unmet(missing, 'no such path')
}

/** "arm" without a variant means any variant. */
function runsOn(required: string, here: string): boolean {
  return required === here || here.startsWith(`${required}/`)
}
