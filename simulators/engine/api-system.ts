/**
 * `/version`, `/info`, `/_ping` and `/events` of the served engine.
 *
 * Invariant: a stream of events has no gap and no doubles between what is remembered and what comes.
 */
import { type Answer, type ApiRequest, filtersOf, hasLabels, isAmong, type Route, route } from './api.ts'
import { eventShape } from './api-shapes.ts'
import type { ModelEvent } from './engine-types.ts'

export const API_VERSION = '1.41'
const MACHINES: Record<string, string> = { amd64: 'x86_64', arm64: 'aarch64', 'arm/v7': 'armv7l', 'arm/v6': 'armv6l' }

const ping: Route['handle'] = async ({ engine }) =>
  engine.call('ping', () => ({ status: 200, contentType: 'text/plain; charset=utf-8', body: 'OK' }))

export const systemRoutes: Route[] = [
  route('GET /_ping', ping),
  route('HEAD /_ping', ping),

  route('GET /version', async ({ engine }) =>
    engine.call('info', () => ({
      status: 200,
      body: {
        Version: engine.options.version,
        ApiVersion: API_VERSION,
        MinAPIVersion: '1.12',
        Os: 'linux',
        Arch: engine.options.architecture.split('/')[0],
        KernelVersion: 'simulated',
        Platform: { Name: 'Holdfast simulated engine' },
        Components: [],
      },
    })),
  ),

  route('GET /info', async ({ engine }) =>
    engine.call('info', (model) => {
      const { seed, version, architecture, memoryBytes } = engine.options
      const states = [...model.look().containers.values()].map(({ state }) => state)
      return {
        status: 200,
        body: {
          ID: seed,
          Name: seed,
          Containers: states.length,
          ContainersRunning: states.filter((state) => state === 'running').length,
          ContainersPaused: 0,
          ContainersStopped: states.filter((state) => state !== 'running').length,
          Images: model.state.images.size,
          Driver: 'overlay2',
          ServerVersion: version,
          OSType: 'linux',
          OperatingSystem: 'Holdfast simulated engine',
          Architecture: MACHINES[architecture] ?? architecture,
          MemTotal: memoryBytes,
          NCPU: 1,
          // There is none: free space cannot be told.
          DockerRootDir: '/simulated',
          SystemTime: new Date(model.world.now().wallMs).toISOString(),
        },
      }
    }),
  ),

  route('GET /events', events),
]

async function events({ engine, query, response, gone }: ApiRequest): Promise<Answer> {
  const filters = filtersOf(query, [
    'type',
    'event',
    'label',
    'container',
    'image',
    'volume',
    'network',
    'scope',
    'daemon',
  ])
  const isWanted = (event: ModelEvent) => matches(event, filters)
  const since = query.get('since')
  const until = query.get('until')
  const say = (event: ModelEvent) => response.write(`${JSON.stringify(eventShape(event))}\n`)
  await engine.call('events', (model) => model.catchUp())
  return {
    status: 200,
    stream: () =>
      new Promise<void>((resolve) => {
        // Followed before the remembered ones are sent, in one step: nothing falls between.
        const stop = engine.followEvents({
          hear: (event) => isWanted(event) && say(event),
          cut: () => response.destroy(),
        })
        const done = () => {
          stop()
          resolve()
        }
        gone.addEventListener('abort', done, { once: true })
        if (since !== null)
          for (const event of engine.model.remembered)
            if (event.wallMs >= Number(since) * 1000 && isWanted(event)) say(event)
        if (until !== null && Number(until) * 1000 <= engine.model.world.now().wallMs) done()
      }),
  }
}

function matches({ type, action, id, attributes }: ModelEvent, filters: Record<string, string[]>): boolean {
  const { event, container } = filters
  return (
    isAmong(type, filters.type) &&
    // "health_status" asks for "health_status: healthy" too.
    (event === undefined || event.includes(action) || event.includes(action.split(':')[0] ?? '')) &&
    (container === undefined || container.includes(id) || container.includes(attributes.name ?? '')) &&
    hasLabels(attributes, filters.label)
  )
}
