import { expect, it } from 'vitest'
import { RolloutState } from '../../protocol/enums.ts'
import type { Report, Target } from '../../protocol/types.ts'
import { wayBack } from './way-back.ts'

const NEW = { id: 'sha256:new' }
const OLD = { id: 'sha256:old' }
const target = { epoch: 7, release: NEW, fallback: OLD } as Target
const { ROLLOUT_STATE_GO: GO, ROLLOUT_STATE_PAUSED: PAUSED, ROLLOUT_STATE_REVERT: REVERT } = RolloutState
const runs = (epoch: number, releaseId: string, more: Partial<Report> = {}) => ({
  report: { pinned: false, current: { epoch, releaseId }, refused: [], ...more } as unknown as Report,
})
const back = runs(7, OLD.id)
const [taken, waiting] = [runs(7, NEW.id), runs(6, OLD.id)]
const refuses = runs(6, OLD.id, { refused: [{ epoch: 7 }] as never })

it.each([
  ['all run it', { epoch: 7, state: GO }, [taken, taken], NEW],
  ['nobody is known', { epoch: 7, state: GO }, [], NEW],
  ['it was sent back', { epoch: 7, state: REVERT }, [back, waiting], OLD],
  ['it was sent back, and one is away that runs it still', { epoch: 7, state: REVERT }, [taken], OLD],
  ['it was let in to nobody yet', { epoch: 7, state: GO }, [waiting, waiting], OLD],
  ['it was stopped after a few', { epoch: 7, state: PAUSED }, [taken, waiting, waiting], OLD],
  ['most run it, and some refuse it', { epoch: 7, state: GO }, [taken, taken, refuses], NEW],
  ['some refuse it and none runs it', { epoch: 7, state: GO }, [refuses], OLD],
  ['another rollout says nothing of it', { epoch: 6, state: REVERT }, [taken], NEW],
  ['a device has a target of its own', null, [taken, runs(3, OLD.id, { pinned: true }), waiting], NEW],
])('the way back where %s', (_, rollout, members, expected) => expect(wayBack(target, rollout, members)).toBe(expected))

it('without one before there is only itself, and of what was sent back nothing', () => {
  const first = { ...target, fallback: null }
  expect(wayBack(first, null, [waiting])).toBe(NEW)
  expect(wayBack(first, { epoch: 7, state: REVERT }, [])).toBeNull()
})

it('of one device with a target of its own is not what that device has refused', () => {
  const own = { ...target, fleet: '', device: 'till-1' }
  const pinned = (epoch: number, id: string, refused: number[] = []) =>
    runs(epoch, id, { pinned: true, refused: refused.map((of) => ({ epoch: of })) as never })
  expect(wayBack(own, null, [pinned(6, OLD.id, [7])])).toBe(OLD)
  expect(wayBack(own, null, [pinned(7, NEW.id)])).toBe(NEW)
})
