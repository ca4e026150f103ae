/**
 * What new images cost, for people and for scripts.
 *
 * Invariant: pure.
 */
import { formatBytes } from '../text/bytes.ts'
import type { ImageCost, UnknownCost } from './image-costs.ts'

export function costLines(costs: readonly (ImageCost | UnknownCost)[]): string[] {
  return costs.map((cost) => {
    if (!('plan' in cost)) {
      const whole = cost.wholeBytes === 0 ? 'of unknown size' : formatBytes(cost.wholeBytes)
      return `  new image ${cost.image}: whole ${whole}; what of it devices have nobody can tell: ${cost.fault.code} ${cost.fault.message}`
    }
    const { image, platform, plan } = cost
    const { deltaBytes, missingBytes, wholeBytes, diskPeakBytes, memoryBytes, way, why } = plan
    const delta =
      deltaBytes === null
        ? 'no delta'
        : `delta ${formatBytes(deltaBytes)}${way === 'delta' ? '' : ` (not taken: ${why})`}`
    const ways = `${delta}, layers ${formatBytes(missingBytes)}, whole ${formatBytes(wholeBytes)}`
    const peaks = `disk ${formatBytes(diskPeakBytes)}, memory ${formatBytes(memoryBytes)}`
    return `  new image ${image}${platform === '' ? '' : ` for ${platform}`}: ${ways}; at most ${peaks}`
  })
}

export function costsJson(costs: readonly (ImageCost | UnknownCost)[]): object[] {
  return costs.map((cost) => ('plan' in cost ? { image: cost.image, platform: cost.platform, ...cost.plan } : cost))
}
