import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { HoldfastError } from '../../protocol/errors.ts'
import { Answers } from './answers.ts'

const payload = new Uint8Array()
const settled = async () => {
  for (let turns = 0; turns < 5; turns += 1) await turn()
}

/** What happens, in its order. `away` is what fails. */
function desk(away: { access?: boolean; broker?: boolean } = {}) {
  const story: string[] = []
  const answers = new Answers({
    publish: async (topic) => {
      await turn()
      if (away.broker) throw new HoldfastError('HF_BROKER_UNAVAILABLE', 'away')
      story.push(topic)
    },
    refreshAccess: async () => {
      await turn()
      if (away.access) throw new HoldfastError('HF_BROKER_UNAVAILABLE', 'away')
      story.push('broker told')
    },
    onFault: ({ code }) => story.push(code),
  })
  return { story, answers, away }
}

describe('answers', () => {
  it('that open a door go out after the broker has been told, many by one telling', async () => {
    const { story, answers } = desk()
    for (const topic of ['a', 'b', 'c']) answers.add({ topic, payload }, true)
    await settled()
    expect(story).toEqual(['broker told', 'a', 'broker told', 'b', 'c'])
  })

  it('that open none go out at once', async () => {
    const { story, answers } = desk()
    answers.add({ topic: 'pending', payload }, false)
    await settled()
    expect(story).toEqual(['pending'])
  })

  it('are held back while the broker cannot be told, and it is told before the next', async () => {
    const { story, answers, away } = desk({ access: true })
    answers.add({ topic: 'a', payload }, true)
    await settled()
    away.access = false
    answers.add({ topic: 'b', payload }, false)
    await settled()
    expect(story).toEqual(['HF_BROKER_UNAVAILABLE', 'broker told', 'b'])
  })

  it('that the broker does not take are told of and lost: who was not answered asks again', async () => {
    const { story, answers, away } = desk({ broker: true })
    answers.add({ topic: 'a', payload }, false)
    await settled()
    away.broker = false
    answers.add({ topic: 'b', payload }, false)
    await settled()
    expect(story).toEqual(['HF_BROKER_UNAVAILABLE', 'b'])
  })
})
