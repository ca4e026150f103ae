/**
 * The true agent on what a power cut has left.
 *
 * Invariant: the world around it is as it was at the cut, but for the engine, which has lost everything: the
 * broker retains what was retained, and sends again what was not acknowledged.
 */
import { encode, KINDS } from '../../protocol/codec.ts'
import type { Report } from '../../protocol/types.ts'
import { flightFaults } from '../../simulators/crash/flight-faults.ts'
import { readFlight } from '../../storage/read-flight.ts'
import { livesIn } from './examine.ts'
import { isRefused, isSettledOn } from './life-story.ts'
import type { Mark } from './marks.ts'
import { BAD } from './shelf.ts'
import { Stage, TOPICS } from './stage.ts'

/** @returns what went wrong; empty when the device has come to what was asked for and has answered everything */
export async function converge(desk: string, dataDir: string, marks: readonly Mark[]): Promise<string[]> {
  const trusted = marks.flatMap((mark) => (mark.kind === 'ready' ? mark.trusted : []))
  const born = Promise.withResolvers<void>()
  const stage = await Stage.open({ desk, dataDir, trusted, onBirth: () => born.resolve() })
  try {
    const published = marks.filter((mark) => mark.kind === 'published').at(-1)
    if (published !== undefined) {
      await stage.publish(TOPICS.fleetRollout, published.rollout, true)
      await stage.publish(TOPICS.fleetTarget, published.target, true)
    }
    stage.powerOn()
    await born.promise
    const acknowledged = new Set(marks.flatMap((mark) => (mark.kind === 'command' ? [mark.id] : [])))
    for (const mark of marks)
      if (mark.kind === 'sent' && !acknowledged.has(mark.id)) await stage.publish(TOPICS.command, mark.payload, false)
    // The cut may have fallen while an operator held the device.
    const unhold = encode(KINDS.Command, { id: 'go-on', unhold: {} })
    await stage.publish(TOPICS.command, Buffer.from(unhold), false)
    await stage.reports(`epoch ${published?.epoch ?? 'none'} is come to`, isAsAsked(published?.epoch))
    const answered = new Set(marks.flatMap((mark) => (mark.kind === 'result' ? [mark.id] : [])))
    const open = marks.flatMap((mark) => (mark.kind === 'sent' && !answered.has(mark.id) ? [mark.id] : []))
    await stage.answers([...open, 'go-on'])
    await stage.powerOff('SIGKILL')
    return flightFaults(await readFlight(dataDir), { lives: livesIn(marks) + 1, isCut: true })
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  } finally {
    await stage.close()
  }
}

function isAsAsked(epoch: number | undefined): (report: Report) => boolean {
  if (epoch === undefined) return ({ phase, current }) => phase === 'idle' && current === null
  if (epoch === BAD) return (report) => isSettledOn(2)(report) && isRefused(report, BAD)
  return isSettledOn(epoch)
}
