/**
 * `/containers` of the served engine.
 *
 * Invariant: each handler is one call of the engine; statuses are those of Docker 20.10.24.
 */
import { type Answer, type ApiRequest, filtersOf, hasLabels, isAmong, isTrue, type Route, route } from './api.ts'
import { configOfBody, restartOf } from './api-create.ts'
import { inspectedContainer, listedContainer, stamp } from './api-shapes.ts'
import { healthWord } from './container-of-spec.ts'
import type { ContainerRecord } from './engine-types.ts'
import { followOutput } from './output.ts'

const NO_CONTENT: Answer = { status: 204 }
const NOT_MODIFIED: Answer = { status: 304 }

export const containerRoutes: Route[] = [
  route('GET /containers/json', async ({ engine, query }) => {
    const filters = filtersOf(query, ['label', 'name', 'id', 'status', 'health', 'ancestor', 'exited'])
    const all = isTrue(query.get('all')) || 'status' in filters
    return engine.call('listContainers', (model) => {
      const { wallMs } = model.world.now()
      const records = [...model.look().containers.values()].filter(
        (record) => (all || record.run !== null || record.state === 'restarting') && matches(record, filters),
      )
      // The newest first.
      return { status: 200, body: records.reverse().map((record) => listedContainer(record, wallMs)) }
    })
  }),

  route('POST /containers/create', async ({ engine, query, body }) =>
    engine.call('createContainer', (model) => {
      const name = query.get('name') ?? `unnamed_${model.look().sequence + 1}`
      const { id } = model.create(configOfBody(name, body))
      return { status: 201, body: { Id: id, Warnings: [] } }
    }),
  ),

  route('GET /containers/{id}/json', async ({ engine, params: [id = ''] }) =>
    engine.call('listContainers', (model) => ({ status: 200, body: inspectedContainer(model.container(id)) })),
  ),

  route('POST /containers/{id}/start', async ({ engine, params: [id = ''] }) =>
    engine.call('startContainer', (model) => (model.start(id) ? NO_CONTENT : NOT_MODIFIED)),
  ),

  route('POST /containers/{id}/stop', async ({ engine, query, params: [id = ''] }) =>
    engine.call('stopContainer', async (model) => {
      const { stopGraceMs } = model.container(id).config
      const seconds = query.get('t')
      const graceMs = seconds === null ? stopGraceMs : Number(seconds) * 1000
      return (await engine.stopAndWait(id, graceMs)) ? NO_CONTENT : NOT_MODIFIED
    }),
  ),

  route('POST /containers/{id}/kill', async ({ engine, params: [id = ''] }) =>
    engine.call('killContainer', (model) => {
      model.kill(id)
      return NO_CONTENT
    }),
  ),

  route('POST /containers/{id}/update', async ({ engine, body, params: [id = ''] }) =>
    engine.call('updateContainer', (model) => {
      const { RestartPolicy } = (body ?? {}) as { RestartPolicy?: { Name?: string; MaximumRetryCount?: number } }
      model.container(id)
      if (RestartPolicy !== undefined) model.update(id, restartOf(RestartPolicy))
      return { status: 200, body: { Warnings: null } }
    }),
  ),

  route('POST /containers/{id}/wait', async ({ engine, query, params: [id = ''], gone }) =>
    engine.call('waitContainer', async (model) => {
      const record = model.container(id)
      const condition = query.get('condition') ?? 'not-running'
      if (condition === 'removed') await removal(record.id, model, gone)
      else if (condition === 'next-exit' || record.run !== null) await engine.ended(record.id)
      return { status: 200, body: { StatusCode: record.exitCode, Error: null } }
    }),
  ),

  route('GET /containers/{id}/logs', logs),

  route('DELETE /containers/{id}', async ({ engine, query, params: [id = ''] }) =>
    engine.call('removeContainer', (model) => {
      model.remove(id, { force: isTrue(query.get('force')), volumes: isTrue(query.get('v')) })
      return NO_CONTENT
    }),
  ),
]

async function logs({ engine, query, params: [id = ''], response, gone }: ApiRequest): Promise<Answer> {
  const tail = query.get('tail') ?? 'all'
  const options = {
    follow: isTrue(query.get('follow')),
    tail: tail === 'all' ? null : Number(tail),
    sinceMs: Number(query.get('since') ?? 0) * 1000,
  }
  const wanted = { out: isTrue(query.get('stdout')), err: isTrue(query.get('stderr')) }
  const lines = await engine.call('logs', () => followOutput(engine, id, options, gone))
  return {
    status: 200,
    contentType: 'application/octet-stream',
    stream: async () => {
      for await (const line of lines)
        if (line.stderr ? wanted.err : wanted.out)
          response.write(
            frame(line.stderr, `${isTrue(query.get('timestamps')) ? `${stamp(line.atWallMs)} ` : ''}${line.text}\n`),
          )
    },
  }
}

/** One piece of output in the multiplexed form: stream, three zeros, length in big endian, bytes. */
export function frame(stderr: boolean, text: string): Buffer {
  const bytes = Buffer.from(text)
  const head = Buffer.alloc(8)
  head[0] = stderr ? 2 : 1
  head.writeUInt32BE(bytes.length, 4)
  return Buffer.concat([head, bytes])
}

function removal(id: string, model: ApiRequest['engine']['model'], gone: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stop()
      resolve()
    }
    const stop = model.listen((event) => {
      if (event.id === id && event.action === 'destroy') done()
    })
    gone.addEventListener('abort', done, { once: true })
  })
}

function matches(record: ContainerRecord, filters: Record<string, string[]>): boolean {
  const { config } = record
  return (
    hasLabels(config.labels, filters.label) &&
    isAmong(record.state, filters.status) &&
    isAmong(healthWord(record), filters.health) &&
    isAmong(config.image, filters.ancestor) &&
    isAmong(String(record.exitCode), filters.exited) &&
    (filters.id ?? [record.id]).some((id) => record.id.startsWith(id)) &&
    (filters.name ?? ['']).some((name) => `/${config.name}`.includes(name))
  )
}
