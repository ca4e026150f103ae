/**
 * A registry that holds whatever image it is asked for: simulated devices run the releases of real fleets, and nobody
 * has to describe their images.
 *
 * Invariant: the same reference is the same image on every device that has it well.
 */
import { type Behaviour, STEADY } from '../engine/behaviour.ts'
import { type SimulatedImage, SimulatedRegistry, simulatedImage } from '../engine/images.ts'

/**
 * Its health check never passes, and it ends by itself before the shortest soak does; or it does its work for so long
 * after each start, and then ends.
 */
function failing(afterMs: number): Behaviour {
  const broken = { ...STEADY, exitsAfterMs: afterMs || 10, exitCode: 1 }
  return afterMs === 0 ? { ...broken, healthyAfterMs: null } : broken
}

/**
 * @param isFailing whether the image of this reference does not do its work
 * @param afterMs how long it does it before; 0: not at all
 */
export function anyImage(isFailing: (reference: string) => boolean, afterMs = 0): SimulatedRegistry {
  const known = new Map<string, SimulatedImage>()
  const bad = failing(afterMs)
  return new SimulatedRegistry((reference) => {
    const found = known.get(reference) ?? imageOf(reference, isFailing(reference) ? bad : STEADY)
    known.set(reference, found)
    return found
  })
}

function imageOf(reference: string, behaviour: Behaviour): SimulatedImage {
  const [name = '', digest] = reference.split('@')
  const tagged = /^(.+):([^/:]+)$/.exec(name)
  return simulatedImage({
    repository: tagged?.[1] ?? name,
    tag: tagged?.[2] ?? 'latest',
    digest: digest ?? null,
    behaviour,
    // Releases of one repository share what they are built on.
    layers: [
      { name: `base of ${tagged?.[1] ?? name}`, bytes: 4_000_000 },
      { name: reference, bytes: 1_000_000 },
    ],
  })
}
