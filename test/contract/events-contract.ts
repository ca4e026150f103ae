/** The contract for the engine's events. See `engine-contract.ts`. */
import { describe, expect, it } from 'vitest'
import type { EngineEvent } from '../../machines/ports.ts'
import { Restart } from '../../protocol/enums.ts'
import type { Subject } from './engine-contract.ts'
import { eventually, spec } from './engine-harness.ts'

export function eventsContract(s: Subject): void {
  /** Follows the device's events, and waits until that is so. */
  const follow = async () => {
    const seen: string[] = []
    const events: EngineEvent[] = []
    const ends: unknown[] = []
    const subscription = s.at.engine.events(s.device).subscribe({
      next: (event) => {
        events.push(event)
        seen.push(event.type === 'opened' ? 'opened' : event.action)
      },
      error: (error: unknown) => ends.push(error),
      complete: () => ends.push('completed'),
    })
    const has = (...actions: string[]) =>
      eventually(
        s.at,
        `the events ${actions.join(', ')}`,
        () => Promise.resolve(seen),
        () => actions.every((action) => seen.includes(action)),
      )
    await has('opened')
    return { seen, events, ends, has, close: () => subscription.unsubscribe() }
  }

  describe('events', () => {
    it('begin with "opened" and tell of a container’s life in its order', async () => {
      const { seen, events, has, close } = await follow()
      const id = await s.at.engine.createContainer(spec(s.device, { image: s.at.images.completes }))
      await s.at.engine.startContainer(id, Restart.RESTART_NO, 0)
      await has('die')
      await s.at.engine.removeContainer(id)
      await has('destroy')
      expect(seen).toEqual(['opened', 'create', 'start', 'die', 'destroy'])
      for (const event of events.slice(1)) expect(event).toMatchObject({ type: 'container', id, service: 'web' })
      close()
    })

    it('tell of health', async () => {
      const { seen, has, close } = await follow()
      const id = await s.at.engine.createContainer(spec(s.device, { image: s.at.images.checked }))
      await s.at.engine.startContainer(id, Restart.RESTART_NO, 0)
      await s.at.setHealth(id, true)
      await has('health')
      expect(seen).toEqual(['opened', 'create', 'start', 'health'])
      close()
    })

    it('tell of what others do to our containers: killed, restarted, removed', async () => {
      const { seen, has, close } = await follow()
      const id = await s.at.engine.createContainer(spec(s.device, { image: s.at.images.steady }))
      await s.at.engine.startContainer(id, Restart.RESTART_ALWAYS, 0)
      await s.at.kill(id)
      await eventually(
        s.at,
        'two starts',
        () => Promise.resolve(seen),
        (all) => all.filter((action) => action === 'start').length === 2,
      )
      await s.at.removeBehindOurBack(id)
      await has('destroy')
      expect(seen).toEqual(['opened', 'create', 'start', 'die', 'start', 'die', 'destroy'])
      close()
    })

    it('of other devices are not told', async () => {
      const { seen, has, close } = await follow()
      await s.at.engine.createContainer(spec(`${s.device}-other`, { image: s.at.images.steady }))
      await s.at.engine.createContainer(spec(s.device, { image: s.at.images.steady }))
      await has('create')
      await s.at.pass(300)
      expect(seen).toEqual(['opened', 'create'])
      close()
    })

    it('begin when they are followed: what was before is not told', async () => {
      await s.at.engine.createContainer(spec(s.device, { image: s.at.images.steady }))
      await s.at.pass(300)
      const { seen, close } = await follow()
      await s.at.pass(300)
      expect(seen).toEqual(['opened'])
      close()
    })

    it('that are cut off end with an error, never with a completion, and can be followed anew', async () => {
      const { ends, close } = await follow()
      await s.at.cutEvents()
      await eventually(
        s.at,
        'the end',
        () => Promise.resolve(ends),
        () => ends.length > 0,
      )
      expect(ends).toEqual([expect.objectContaining({ code: 'HF_ENGINE_UNAVAILABLE' })])
      close()
      const again = await follow()
      await s.at.engine.createContainer(spec(s.device, { image: s.at.images.steady }))
      await again.has('create')
      again.close()
    })

    it('are told no more once nobody follows', async () => {
      const { seen, ends, close } = await follow()
      close()
      await s.at.engine.createContainer(spec(s.device, { image: s.at.images.steady }))
      await s.at.pass(300)
      expect(seen).toEqual(['opened'])
      expect(ends).toEqual([])
    })
  })
}
