/**
 * A compose file on its way to a device: the operator's desk, the agent, and what the engine says of the outcome.
 *
 * Invariant: the file is deployed as it stands, but for the place of its images; what changes between two
 * deployments is a variable in the operator's `.env`.
 */
import { readFile } from 'node:fs/promises'
import { expect } from 'vitest'
import type { Container } from '../../../machines/ports.ts'
import { askEngine } from '../../rig/ask-engine.ts'
import type { Addresses } from '../../rig/rig.ts'
import type { Summary } from '../operator.ts'
import { openScene, type Scene } from '../scene.ts'
import { pushAppImages, withImagesFrom } from './images.ts'

/** An application, and who brings it to a device. */
export interface Stage {
  scene: Scene
  /** With more variables than before, from its file. */
  deploy(
    variables?: Record<string, string | number>,
  ): Promise<{ code: number | NodeJS.Signals; summary: Summary | null; notes: string[] }>
  containers(): Promise<Record<string, Container>>
  inspect(service: string): Promise<Inspected>
}

/** As much of what the engine says as is asked about. */
interface Inspected {
  Config: { Env: string[]; Labels: Record<string, string>; StopSignal?: string; User: string; Hostname: string }
  HostConfig: Record<string, unknown>
  Mounts: { Type: string; Name?: string; Source: string; Destination: string; RW: boolean }[]
  NetworkSettings: {
    Ports: Record<string, { HostIp: string; HostPort: string }[] | null>
    Networks: Record<string, { IPAddress: string; Aliases: string[] }>
  }
}

export async function openStage(
  rig: Addresses,
  app: string,
  variables: Record<string, string | number>,
): Promise<Stage> {
  const scene = await openScene(rig, { versions: [] })
  await pushAppImages(rig.registry, scene.fleet)
  const text = withImagesFrom(`${rig.registry}/${scene.fleet}`, await readFile(new URL(app, import.meta.url), 'utf8'))
  let known = variables
  scene.device.powerOn()
  return {
    scene,
    async deploy(more = {}) {
      known = { ...known, ...more }
      await scene.operator.write(
        '.env',
        Object.entries(known)
          .map(([name, value]) => `${name}=${value}\n`)
          .join(''),
      )
      const { code, summary, err } = await scene.operator.deploy(text, scene.fleet)
      return { code, summary, notes: err.filter((line) => line.includes('has no effect')) }
    },
    async containers() {
      return Object.fromEntries((await scene.engine.containers()).map((container) => [container.service, container]))
    },
    async inspect(service) {
      const { id } = await scene.engine.container(service)
      return (await scene.engine.docker.getContainer(id).inspect()) as unknown as Inspected
    },
  }
}

/** The first three numbers of a network that the rig's engine has free, and that the host's firewall lets pass. */
export async function roomIn(rig: Addresses): Promise<string> {
  const bridge = await askEngine<{ IPAM: { Config: { Subnet: string }[] } }>(rig.engine, 'GET', '/networks/bridge')
  return bridge.IPAM.Config[0]!.Subnet.split('.').with(2, '64').slice(0, 3).join('.')
}

/** What makes a container the very same, and not another one like it. */
const identities = (containers: Record<string, Container>) =>
  Object.fromEntries(Object.entries(containers).map(([service, { id, startedAt }]) => [service, { id, startedAt }]))

/** Deploys with a variable that changes one service, and sees that it alone is another one. */
export async function updatesOnly(
  stage: Stage,
  changed: readonly string[],
  variables: Record<string, string | number>,
) {
  const before = identities(await stage.containers())
  expect(await stage.deploy(variables)).toMatchObject({ code: 0, summary: { result: 'converged', epoch: 2 } })
  const after = identities(await stage.containers())
  const others = Object.keys(before).filter((service) => after[service]?.id === before[service]?.id)
  expect(others).toEqual(Object.keys(before).filter((service) => !changed.includes(service)))
  for (const service of others) expect({ service, ...after[service] }).toEqual({ service, ...before[service] })
}
