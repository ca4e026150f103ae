import { expect, it } from 'vitest'
import { DockerApi } from '../../simulators/demo/docker-api.ts'
import { describeReal } from '../rig/use-rig.ts'
import { NPM, PROGRAM, runDemo, STORY, toldOf } from './run-demo.ts'

const PARTS = ['/containers/json?all=1', '/images/json?all=1', '/volumes', '/networks'] as const

describeReal('npm start on a real engine', (rig) => {
  const inventory = async () => {
    const api = new DockerApi(rig.engine)
    const answers = await Promise.all(PARTS.map((path) => api.call('GET', path)))
    return answers.map((answer) => idsIn(answer).sort())
  }

  it('tells the whole story with real containers, and leaves the engine as it found it', async () => {
    const before = await inventory()
    const { exitCode, output, left } = await runDemo([...NPM, '--once'], { DOCKER_HOST: `unix://${rig.engine}` })
    expect(toldOf(output), output).toEqual(STORY)
    expect(output).toMatch(/engine {2}Docker \d+\.\d+/)
    expect(exitCode).toBe(0)
    expect(left).toEqual([])
    expect(await inventory()).toEqual(before)
  })

  it('leaves the engine as it found it at Ctrl-C in mid-update, too', async () => {
    const before = await inventory()
    const { exitCode } = await runDemo(
      [...PROGRAM, '--once'],
      { DOCKER_HOST: `unix://${rig.engine}` },
      (soFar, interrupt) => {
        if (soFar.includes('power cut! in mid-switching')) interrupt()
      },
    )
    expect(exitCode).toBe(130)
    expect(await inventory()).toEqual(before)
  })
})

interface Named {
  Id?: string
  Name?: string
}

/** Lists come as they are, volumes within an object. */
function idsIn(answer: unknown): string[] {
  const list = (Array.isArray(answer) ? answer : ((answer as { Volumes: Named[] | null }).Volumes ?? [])) as Named[]
  return list.map(({ Id, Name }) => Id ?? Name ?? '')
}
