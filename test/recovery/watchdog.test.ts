/** An agent that hangs is ended, begun again, and goes on where it was: the true program under a supervisor. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { readFlight } from '../../storage/read-flight.ts'
import { SupervisedAgent } from './supervised-agent.ts'

vi.setConfig({ testTimeout: 90_000 })

let agent: SupervisedAgent
afterEach(() => agent.close())

describe('an agent', () => {
  it('whose event loop is blocked in the middle of an update is killed, and the next life finishes it', async () => {
    agent = await SupervisedAgent.open('loop', 3_000)
    agent.deploy(1, { web: 'steady' })
    await agent.holds(1)
    agent.deploy(2, { web: 'steady' })
    await agent.until('an update under way', (report) => !['idle', undefined].includes(report?.phase))
    agent.hang()
    await agent.holds(2)
    expect(agent.ends).toEqual(['SIGKILL'])
    const asked = await agent.holdfast(['flight', 'd1'])
    expect(asked.out).toMatch(
      /the agent was killed or fell, while:\n[\s\S]* {4}update was [\s\S]*update +reconciling\.observing/,
    )
    await agent.stop()
    const read = await agent.holdfast(['flight', '--data', agent.data])
    expect(read.out).toContain('SIGTERM')
    expect(read.out.split('\n').slice(1, 6)).toEqual(asked.out.split('\n').slice(1, 6))
    const { entries } = await readFlight(agent.data)
    const lives = entries.filter(({ machine }) => machine === 'agent').map(({ to, event }) => `${to} ${event}`)
    expect(lives).toEqual(['running start', 'running start', 'stopped SIGTERM'])
  })

  it('whose effect makes no progress ends itself with a status that is not 0, and the next life goes on', async () => {
    agent = await SupervisedAgent.open('clock', 3_000)
    agent.deploy(1, { web: 'steady' })
    await agent.holds(1)
    agent.engineHangs = true
    agent.deploy(2, { web: 'steady' })
    await agent.until('an update under way', (report) => report?.phase === 'admitting')
    agent.hang()
    await agent.until('its end', () => agent.ends.length > 0)
    agent.engineHangs = false
    await agent.holds(2)
    expect(agent.ends[0]).toBe(1)
    expect(agent.log.join('')).toMatch(/HF_STUCK.*admit/)
    await agent.stop()
    const { entries } = await readFlight(agent.data)
    expect(entries.some(({ machine, event }) => machine === 'agent' && event === 'HF_STUCK')).toBe(true)
  })

  it('that is well is left alone, however long it idles, and a second one on its data is told who has it', async () => {
    agent = await SupervisedAgent.open('loop', 2_000)
    agent.deploy(1, { web: 'steady' })
    await agent.holds(1)
    await new Promise((resolve) => setTimeout(resolve, 5_000))
    expect(agent.ends).toEqual([])
    await expect(readFlight(agent.data)).rejects.toMatchObject({ code: 'HF_STORE_LOCKED' })
    const { code, err } = await agent.second()
    expect(code).toBe(1)
    expect(err).toMatch(/^HF_STORE_LOCKED: .*process \d+ \(.*holdfast.ts agent/)
    await agent.stop()
    expect(agent.ends).toEqual([0])
  })
})
